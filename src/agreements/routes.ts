import { isId } from '../base/id.ts'
import { partnerById } from '../partners/find.ts'
import { digestJson, idJson, lineJson, page, pageQuery } from '../world/money-json.ts'
import { type Ask, type Route, route, type Sent, type Who, z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import type { Agreement, Version } from './agreement.ts'
import { approve } from './approve.ts'
import { agreementFaults } from './errors.ts'
import { paperFaults } from './paper/errors.ts'
import { propose } from './propose.ts'
import { acceptSigned } from './signing.ts'
import { signOrAsk } from './signOrAsk.ts'
import { agreementsAll, contractBytes, versionOf } from './store.ts'
import { verdictJson, verdictOn } from './verdict.ts'
import {
  type AgreementRow,
  agreementJson,
  agreementRowJson,
  sideOf,
  standings,
  toRow,
  toVersionView,
  toView,
  versionJson,
} from './view.ts'

const { notFound, wrongCursor } = agreementFaults
const one = z.strictObject({ id: idJson('agr') })
const number = z
  .codec(z.string().regex(/^[1-9]\d{0,4}$/), z.int().min(1).max(99_999), { decode: Number, encode: String })
  .meta({ description: 'Number of the version, from 1' })
const oneVersion = z.strictObject({ id: idJson('agr'), n: number })
const listQuery = z.strictObject({ ...pageQuery, partner: idJson('par').optional(), state: standings.optional() })

export const agreementRoutes: Route[] = [
  route({
    name: 'listAgreements',
    does: 'GET /v1/agreements',
    tag: 'agreements',
    summary: { zh: '协议列表，每份显示生效版本', en: 'Agreements, each with its version in force' },
    may: 'agreements.read',
    query: listQuery,
    reply: page(agreementRowJson),
    refuses: [wrongCursor],
    handle: listAgreements,
  }),
  route({
    name: 'proposeAgreement',
    does: 'POST /v1/agreements',
    tag: 'agreements',
    summary: { zh: '提出一份协议或其下一个版本', en: 'Propose an agreement or its next version' },
    may: 'agreements.propose',
    body: z.strictObject({ partner: idJson('par'), terms: z.record(z.string(), z.unknown()) }),
    reply: versionJson,
    status: 201,
    idempotent: true,
    refuses: [
      agreementFaults.unknownPartner,
      agreementFaults.termsInvalid,
      agreementFaults.wrongVersion,
      agreementFaults.wrongPartner,
      agreementFaults.wrongAmends,
    ],
    handle: async (w, { who, body }) => {
      const partner = await partnerById(w, body.partner)
      if (!partner || (who.orgKind === 'partner' && who.org !== partner.id))
        throw agreementFaults.unknownPartner({ partner: body.partner })
      const made = await propose(w, null, {
        partner: partner.id,
        wallet: partner.wallet,
        terms: body.terms,
        by: who.name,
      })
      return await versionSeen(w, who, made.agreement, made.number)
    },
  }),
  route({
    name: 'getAgreement',
    does: 'GET /v1/agreements/{id}',
    tag: 'agreements',
    summary: { zh: '一份协议及其全部版本', en: 'One agreement with all its versions' },
    may: 'agreements.read',
    params: one,
    reply: agreementJson,
    refuses: [notFound],
    handle: async (w, { who, params }) => await toView(w, await agreementSeen(w, who, params.id)),
  }),
  route({
    name: 'getAgreementVersion',
    does: 'GET /v1/agreements/{id}/versions/{n}',
    tag: 'agreements',
    summary: { zh: '一个版本：条款、正文、签名', en: 'One version: terms, words, signatures' },
    may: 'agreements.read',
    params: oneVersion,
    reply: versionJson,
    refuses: [notFound],
    handle: async (w, { who, params }) => await versionSeen(w, who, params.id, params.n),
  }),
  route({
    name: 'approveAgreementVersion',
    does: 'POST /v1/agreements/{id}/versions/{n}/approve',
    tag: 'agreements',
    summary: { zh: '以摘要审批一个版本', en: 'Approve a version by its digest' },
    may: 'agreements.approve',
    params: oneVersion,
    body: z.strictObject({ digest: digestJson }),
    reply: versionJson,
    idempotent: true,
    refuses: [notFound, agreementFaults.otherRoot, agreementFaults.cannotMove],
    handle: async (w, { who, params, body }) => {
      const { agreement } = await found(w, who, params)
      await approve(w, null, {
        agreement: agreement.id,
        number: params.n,
        party: sideOf(who),
        person: who.name,
        by: who.id,
        root: body.digest,
      })
      return await versionSeen(w, who, params.id, params.n)
    },
  }),
  route({
    name: 'signAgreementVersion',
    does: 'POST /v1/agreements/{id}/versions/{n}/sign',
    tag: 'agreements',
    summary: {
      zh: '支付机构签署；须他人复核时答复 202',
      en: 'The institution signs; 202 while it waits for another person',
    },
    may: 'agreements.sign',
    params: oneVersion,
    body: z.strictObject({
      digest: digestJson.meta({ description: 'Digest of the terms that were read' }),
      signatory: lineJson(80).meta({
        description: 'The signatory the terms name, in whose name the institution’s key signs',
      }),
    }),
    reply: versionJson,
    idempotent: true,
    refuses: [
      notFound,
      agreementFaults.otherSide,
      agreementFaults.approverSigns,
      agreementFaults.otherRoot,
      agreementFaults.cannotMove,
      paperFaults.otherSignatory,
      paperFaults.otherCertificate,
      paperFaults.missingGlyph,
    ],
    handle: async (w, { who, params, body, answer }) => {
      const { version } = await found(w, who, params)
      if (sideOf(who) !== 'institution') throw agreementFaults.otherSide()
      if (version.root !== body.digest) throw agreementFaults.otherRoot()
      if ((await signOrAsk(w, who, version, body.signatory)) !== null) answer.status(202)
      return await versionSeen(w, who, params.id, params.n)
    },
  }),
  route({
    name: 'takeSignedContract',
    does: 'POST /v1/agreements/{id}/versions/{n}/contract',
    tag: 'agreements',
    summary: {
      zh: '交回钱包方签署的合同（application/pdf）',
      en: 'Hand in the copy the wallet signed (application/pdf)',
    },
    may: 'agreements.sign',
    params: oneVersion,
    raw: true,
    reply: versionJson,
    idempotent: true,
    refuses: [notFound, agreementFaults.cannotMove, agreementFaults.contractInvalid],
    handle: async (w, { who, params, raw }) => {
      const { agreement } = await found(w, who, params)
      await acceptSigned(w, agreement.id, params.n, raw)
      return await versionSeen(w, who, params.id, params.n)
    },
  }),
  route({
    name: 'getContract',
    does: 'GET /v1/agreements/{id}/versions/{n}/contract.pdf',
    tag: 'agreements',
    summary: { zh: '下载签署的合同', en: 'Download the signed contract' },
    may: 'agreements.read',
    params: oneVersion,
    reply: z.unknown(),
    media: 'application/pdf',
    refuses: [notFound, agreementFaults.notSigned],
    handle: giveContract,
  }),
  route({
    name: 'verifyContract',
    does: 'POST /v1/contracts/verify',
    tag: 'agreements',
    summary: { zh: '验证一份合同文件（application/pdf）', en: 'Verify a contract file (application/pdf)' },
    may: 'agreements.read',
    raw: true,
    reply: verdictJson,
    refuses: [],
    handle: async (w, { who, raw }) => await verdictOn(w, raw, who),
  }),
]

const perPage = 20

async function listAgreements(w: World, { who, query }: Ask<unknown, z.output<typeof listQuery>>) {
  const { limit = perPage, cursor, partner, state } = query
  if (cursor !== undefined && !isId('agr', cursor)) throw wrongCursor()
  const rows: AgreementRow[] = []
  for (const agreement of await agreementsAll(w, who.orgKind === 'partner' ? who.org : (partner ?? null))) {
    if (!mayKnow(who, agreement) || (partner !== undefined && agreement.partner !== partner)) continue
    const row = await toRow(w, agreement)
    if (row && (state === undefined || row.state === state)) rows.push(row)
  }
  const from = cursor === undefined ? 0 : rows.findIndex(({ id }) => id === cursor) + 1
  const items = rows.slice(from, from + limit)
  return { items, next: from + limit < rows.length ? (items.at(-1)?.id ?? null) : null }
}

async function giveContract(w: World, { who, params, answer }: Ask<{ id: string; n: number }>): Promise<Sent> {
  const { agreement } = await found(w, who, params)
  const bytes = await contractBytes(w, agreement.id, params.n)
  if (bytes === null) throw agreementFaults.notSigned()
  return answer.bytes('application/pdf', bytes, `${agreement.id}-${params.n}.pdf`)
}

async function versionSeen(w: World, who: Who, id: string, n: number) {
  const { agreement, version } = await found(w, who, { id, n })
  return await toVersionView(w, agreement, version, who)
}

async function found(
  w: World,
  who: Who,
  { id, n }: { id: string; n: number },
): Promise<{ agreement: Agreement; version: Version }> {
  const agreement = await agreementSeen(w, who, id)
  const version = await versionOf(w, id, n)
  if (!version) throw notFound({ agreement: `${id}/${n}` })
  return { agreement, version }
}

/** An agreement that the caller may know of; fault `agreements.not_found`. A partner knows of its own only; a merchant of none. */
export async function agreementSeen(w: World, who: Who, id: string): Promise<Agreement> {
  const agreement = (await agreementsAll(w, id))[0]
  if (!agreement || agreement.id !== id || !mayKnow(who, agreement)) throw notFound({ agreement: id })
  return agreement
}

const mayKnow = (who: Who, { partner }: Agreement): boolean =>
  who.orgKind === 'institution' || who.orgKind === 'auditor' || (who.orgKind === 'partner' && who.org === partner)
