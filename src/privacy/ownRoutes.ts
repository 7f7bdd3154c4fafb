import { canonical } from '../base/canonical.ts'
import { digestOf } from '../base/digest.ts'
import { answersFor } from '../consent/answersFor.ts'
import { receiptOf } from '../consent/consent.ts'
import { consentFaults } from '../consent/errors.ts'
import { consentById, consentsBy, purposesAll, recipientsAll } from '../consent/find.ts'
import { giveConsent } from '../consent/giveConsent.ts'
import { allowUse, refuseUse } from '../consent/refuseUse.ts'
import { consentJson, recipientId, toConsentView, wordJson } from '../consent/view.ts'
import { withdrawConsent } from '../consent/withdrawConsent.ts'
import { identityFaults } from '../identity/errors.ts'
import { assertionOptions, assertPasskey } from '../identity/passkey.ts'
import { assertionJson } from '../identity/passkeyJson.ts'
import { transaction } from '../world/command.ts'
import { digestJson, idJson, lineJson, page } from '../world/money-json.ts'
import { type Ask, type Route, route, type Sent, type Who, z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { planDeletion } from './deletion.ts'
import { deliverExport } from './deliverExport.ts'
import { privacyFaults } from './errors.ts'
import { cancelRequest } from './handleRequest.ts'
import { itself, itselfOr } from './itself.ts'
import { openRequest } from './openRequest.ts'
import { overviewJson, overviewOf } from './overview.ts'
import { requestKinds } from './request.ts'
import { requestsOf } from './store.ts'
import { planJson, requestJson, toRequestViews } from './view.ts'
import { ownWardRoutes } from './wardRoutes.ts'

// A person's doors to her own data. Whose they are is who asks: no door here takes the id of a person, except a child's whose guardian
// asks.

const tag = 'privacy'
const may = 'own.privacy'
const purposeParam = z.strictObject({ purpose: wordJson })

const ofWard = z.strictObject({ ward: idJson('con').optional().meta({ description: 'The child whose guardian asks' }) })

const asked = {
  purpose: wordJson,
  scopes: z.array(wordJson).min(1).max(20),
  recipient: recipientId.nullable().default(null),
  text: digestJson.meta({ description: 'Digest of the text that was read' }),
  ward: idJson('con').optional().meta({ description: 'The child whose guardian consents' }),
}
const consentBody = z.strictObject({
  ...asked,
  language: z.enum(['zh-CN', 'en']),
  place: z.enum(['privacy-centre', 'checkout', 'wallet']),
  signed: z
    .strictObject({ challenge: idJson('chl'), response: assertionJson })
    .optional()
    .meta({ description: 'A passkey’s signature over what is agreed to: a written consent' }),
})
const signingBody = z.strictObject(asked)
const giving = [
  consentFaults.noSuchPurpose,
  consentFaults.notAsked,
  consentFaults.textOutdated,
  consentFaults.scopeUnknown,
  consentFaults.recipientNeeded,
  consentFaults.recipientUnused,
  consentFaults.noSuchRecipient,
  consentFaults.beyondRecipient,
  consentFaults.unlicensed,
  consentFaults.writtenNeeded,
  consentFaults.guardianNeeded,
  consentFaults.notGuardian,
  privacyFaults.passkeyOfAnother,
  identityFaults.passkeyRefused,
]

const consentDoors: Route[] = [
  route({
    name: 'getMyPrivacy',
    does: 'GET /v1/me/privacy',
    tag,
    summary: { zh: '谁为何使用我的信息、保存多久', en: 'Who uses what of mine, why, and how long it is kept' },
    may,
    query: ofWard,
    reply: overviewJson,
    refuses: [consentFaults.notGuardian],
    handle: async (w, { who, query }) => await overviewOf(w, await itselfOr(w, who, query.ward)),
  }),
  route({
    name: 'listMyConsents',
    does: 'GET /v1/me/consents',
    tag,
    summary: { zh: '我的授权，最新在前', en: 'My consents, newest first' },
    may,
    query: ofWard,
    reply: page(consentJson),
    refuses: [consentFaults.notGuardian],
    handle: async (w, { who, query }) => ({
      items: await viewsOf(w, await consentsBy(w, { subject: await itselfOr(w, who, query.ward) }, '', 100)),
      next: null,
    }),
  }),
  route({
    name: 'getMyConsentReceipt',
    does: 'GET /v1/me/consents/{id}/receipt',
    tag,
    summary: { zh: '授权回执，可离线核验', en: 'The receipt of a consent, to be verified offline' },
    may,
    params: z.strictObject({ id: idJson('cns') }),
    reply: z.strictObject({ digest: digestJson, receipt: z.unknown() }).meta({ id: 'ConsentReceipt' }),
    refuses: [consentFaults.notFound],
    handle: async (w, { who, params }) => {
      const consent = await consentById(w, params.id)
      const isOwn =
        consent !== null && (consent.subject === itself(who) || (await answersFor(w, itself(who), consent.subject)))
      if (!isOwn) throw consentFaults.notFound({ consent: params.id })
      return { digest: consent.receipt, receipt: receiptOf(consent) }
    },
  }),
  route({
    name: 'beginSignedConsent',
    does: 'POST /v1/me/consent-signatures',
    tag,
    summary: { zh: '以通行密钥书面签署授权：取挑战', en: 'Sign a consent with a passkey: get the challenge' },
    may,
    body: signingBody,
    reply: z.strictObject({ challenge: z.string(), options: z.unknown() }).meta({ id: 'ConsentSigning' }),
    status: 201,
    idempotent: true,
    refuses: [],
    handle: async (w, { who, body }) => {
      const owner = { kind: 'consumer', id: itself(who) } as const
      const { challenge, options } = await assertionOptions(w, {
        owner,
        purpose: 'consent.sign',
        bound: agreedDigest(who, body),
      })
      return { challenge, options }
    },
  }),
  route({
    name: 'giveMyConsent',
    does: 'POST /v1/me/consents',
    tag,
    summary: { zh: '同意', en: 'Consent' },
    may,
    body: consentBody,
    reply: consentJson,
    status: 201,
    idempotent: true,
    refuses: giving,
    handle: give,
  }),
  route({
    name: 'withdrawMyConsent',
    does: 'DELETE /v1/me/consents/{id}',
    tag,
    summary: { zh: '撤回同意，立即生效', en: 'Withdraw a consent, effective at once' },
    may,
    params: z.strictObject({ id: idJson('cns') }),
    reply: consentJson,
    refuses: [consentFaults.notFound],
    handle: async (w, { who, params }) => {
      const consent = await transaction(w, (i) => withdrawConsent(i, params.id, itself(who)))
      return (await viewsOf(w, [consent]))[0] as z.output<typeof consentJson>
    },
  }),
  route({
    name: 'refuseUseOfMine',
    does: 'PUT /v1/me/refusals/{purpose}',
    tag,
    summary: { zh: '关闭个性化推荐，或拒绝一项处理', en: 'Switch recommendation off, or refuse a use' },
    may,
    params: purposeParam,
    query: ofWard,
    reply: overviewJson,
    refuses: [consentFaults.noSuchPurpose, consentFaults.needed, consentFaults.notGuardian],
    handle: async (w, { who, params, query }) => {
      const subject = await itselfOr(w, who, query.ward)
      const purpose = (await purposesAll(w)).find(({ id }) => id === params.purpose)
      if (!purpose) throw consentFaults.noSuchPurpose({ purpose: params.purpose })
      // What the contract needs cannot be switched off alone: that is a request to delete, with its own answer.
      if (purpose.basis === 'contract' && !purpose.recommends) throw consentFaults.needed({ purpose: purpose.name.zh })
      await transaction(w, (i) => refuseUse(i, subject, params.purpose))
      return await overviewOf(w, subject)
    },
  }),
  route({
    name: 'allowUseOfMine',
    does: 'DELETE /v1/me/refusals/{purpose}',
    tag,
    summary: { zh: '重新打开个性化推荐', en: 'Switch recommendation on again' },
    may,
    params: purposeParam,
    query: ofWard,
    reply: overviewJson,
    refuses: [consentFaults.notGuardian],
    handle: async (w, { who, params, query }) => {
      const subject = await itselfOr(w, who, query.ward)
      await transaction(w, (i) => allowUse(i, subject, params.purpose))
      return await overviewOf(w, subject)
    },
  }),
]

const requestDoors: Route[] = [
  route({
    name: 'exportMyData',
    does: 'POST /v1/me/exports',
    tag,
    summary: {
      zh: '取得我的全部信息副本；交付记入日志',
      en: 'Take a copy of everything held about me; the log keeps that it was given',
    },
    may,
    body: z.strictObject({}),
    reply: z.undefined(),
    media: 'application/json',
    refuses: [],
    handle: async (w, { who, answer }): Promise<Sent> =>
      answer.bytes(
        'application/json; charset=utf-8',
        JSON.stringify(await deliverExport(w, itself(who)), null, 2),
        'covenant-my-data.json',
      ),
  }),
  route({
    name: 'planMyDeletion',
    does: 'GET /v1/me/deletion-plan',
    tag,
    summary: { zh: '注销会删除什么、依法保留什么', en: 'What a deletion erases and what a law keeps' },
    may,
    reply: planJson,
    refuses: [],
    handle: (w, { who }) => planDeletion(w, itself(who)),
  }),
  route({
    name: 'listMyRequests',
    does: 'GET /v1/me/requests',
    tag,
    summary: { zh: '我的请求与进度', en: 'My requests and where they stand' },
    may,
    reply: page(requestJson),
    refuses: [],
    handle: async (w, { who }) => ({ items: await toRequestViews(w, await requestsOf(w, itself(who))), next: null }),
  }),
  route({
    name: 'openMyRequest',
    does: 'POST /v1/me/requests',
    tag,
    summary: { zh: '提出个人信息请求', en: 'Ask something about my data' },
    may,
    body: z.strictObject({ kind: z.enum(requestKinds), words: lineJson(1_000).nullable().default(null) }),
    reply: requestJson,
    status: 201,
    idempotent: true,
    refuses: [privacyFaults.alreadyOpen],
    handle: async (w, { who, body }) => {
      const request = await transaction(w, (i) => openRequest(i, { subject: itself(who), ...body }))
      return (await toRequestViews(w, [request]))[0] as z.output<typeof requestJson>
    },
  }),
  route({
    name: 'cancelMyRequest',
    does: 'DELETE /v1/me/requests/{id}',
    tag,
    summary: { zh: '撤销请求', en: 'Take a request back' },
    may,
    params: z.strictObject({ id: idJson('prq') }),
    reply: requestJson,
    refuses: [privacyFaults.noSuchRequest, privacyFaults.notAllowed],
    handle: async (w, { who, params }) => {
      const request = await transaction(w, (i) => cancelRequest(i, params.id, itself(who)))
      return (await toRequestViews(w, [request]))[0] as z.output<typeof requestJson>
    },
  }),
]

/** A person's doors to her own data. */
export const ownPrivacyRoutes: Route[] = [...consentDoors, ...requestDoors, ...ownWardRoutes]

async function give(w: World, { who, body, headers, ip }: Ask<unknown, unknown, z.output<typeof consentBody>>) {
  const { purpose, scopes, recipient, text, ward, language, place, signed } = body
  const by = itself(who)
  let proof: string | null = null
  if (signed) {
    const response = signed.response as never
    const meant = { challenge: signed.challenge, purpose: 'consent.sign', bound: agreedDigest(who, body) }
    const { owner, passkey } = await assertPasskey(w, { ...meant, response, origin: headers['origin'] })
    if (owner.id !== by) throw privacyFaults.passkeyOfAnother()
    proof = passkey.id
  }
  const consent = await transaction(w, (i) =>
    giveConsent(i, {
      subject: ward ?? by,
      by,
      purpose,
      scopes,
      recipient,
      text,
      form: signed ? 'passkey' : 'tap',
      how: { place, language, session: who.session, proof, ip },
    }),
  )
  return (await viewsOf(w, [consent]))[0] as z.output<typeof consentJson>
}

// What the authenticator signs: exactly this consent of this person and no other.
const agreedDigest = (who: Who, { purpose, scopes, recipient, text, ward }: z.output<typeof signingBody>): string =>
  digestOf(
    canonical({
      covenant: 'consent-sign/1',
      by: who.org,
      purpose,
      scopes: [...scopes].sort(),
      recipient,
      text,
      ward: ward ?? null,
    }),
  )

async function viewsOf(w: World, consents: Parameters<typeof toConsentView>[0][]) {
  const [purposes, recipients] = await Promise.all([purposesAll(w), recipientsAll(w)])
  return consents.map((consent) => toConsentView(consent, purposes, recipients))
}
