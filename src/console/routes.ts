import { partnerFaults } from '../partners/errors.ts'
import { partnerById, partnerByWallet, partnersAll } from '../partners/find.ts'
import type { Partner } from '../partners/partner.ts'
import { paymentFaults } from '../payments/errors.ts'
import { visible } from '../payments/routes.ts'
import { idJson, page, pageQuery } from '../world/money-json.ts'
import { type Ask, type Route, route, type Who, z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { accountRoutes } from './accountRoutes.ts'
import { namesIn } from './names.ts'
import { partnerJson, partnerRowJson, stages, toPartnerRow, toPartnerView, volumesLately } from './partners.ts'
import { receiptRoutes } from './receiptRoutes.ts'
import { scaRoutes } from './scaRoutes.ts'
import { traceOf } from './trace.ts'
import { traceJson } from './traceJson.ts'
import { workbenchJson, workbenchOf } from './workbench.ts'

const partnersQuery = z.strictObject({ ...pageQuery, stage: stages.optional() })

export const consoleRoutes: Route[] = [
  route({
    name: 'getWorkbench',
    does: 'GET /v1/workbench',
    tag: 'console',
    summary: { zh: '机构的一天', en: 'The institution’s day' },
    may: 'ledger.read',
    reply: workbenchJson,
    refuses: [],
    handle: async (w) => await workbenchOf(w),
  }),
  route({
    name: 'listPartners',
    does: 'GET /v1/partners',
    tag: 'partners',
    summary: { zh: '钱包合作方', en: 'Wallet partners' },
    may: 'partners.read',
    query: partnersQuery,
    reply: page(partnerRowJson),
    refuses: [partnerFaults.notFound],
    handle: listPartners,
  }),
  route({
    name: 'getPartner',
    does: 'GET /v1/partners/{id}',
    tag: 'partners',
    summary: { zh: '一个合作方，以编号或钱包名', en: 'One partner, by its id or its wallet’s name' },
    may: 'partners.read',
    params: z.strictObject({ id: z.string().regex(/^(par_[0-9a-z]{26}|[a-z][a-z0-9-]{1,30})$/) }),
    reply: partnerJson,
    refuses: [partnerFaults.notFound],
    handle: async (w, { who, params: { id } }) => {
      const partner = (await partnerById(w, id)) ?? (await partnerByWallet(w, id))
      if (!partner || !mayKnow(who, partner)) throw partnerFaults.notFound({ partner: id })
      return await toPartnerView(w, partner, namesIn(w))
    },
  }),
  route({
    name: 'tracePayment',
    does: 'GET /v1/payments/{id}/trace',
    tag: 'payments',
    summary: {
      zh: '一笔支付从条款到账单行的全部来历',
      en: 'One payment from its clause to the row of the wallet’s file',
    },
    may: 'payments.read',
    params: z.strictObject({ id: idJson('pay') }),
    reply: traceJson,
    refuses: [paymentFaults.notFound],
    handle: async (w, { who, params }) => await traceOf(w, await visible(w, who, params.id), who),
  }),
  ...accountRoutes,
  ...receiptRoutes,
  ...scaRoutes,
]

const perPage = 50

async function listPartners(w: World, { who, query }: Ask<unknown, z.output<typeof partnersQuery>>) {
  const { limit = perPage, cursor, stage } = query
  const known = (await partnersAll(w)).filter(
    (one) => mayKnow(who, one) && (stage === undefined || one.stage === stage),
  )
  const from = cursor === undefined ? 0 : known.findIndex(({ id }) => id === cursor) + 1
  if (cursor !== undefined && from === 0) throw partnerFaults.notFound({ partner: cursor })
  const [volumes, names] = [await volumesLately(w), namesIn(w)]
  const items = await Promise.all(known.slice(from, from + limit).map((one) => toPartnerRow(w, one, volumes, names)))
  return { items, next: from + limit < known.length ? (items.at(-1)?.id ?? null) : null }
}

// A partner knows of itself only; a merchant of none.
const mayKnow = (who: Who, { id }: Partner): boolean =>
  who.orgKind === 'institution' || who.orgKind === 'auditor' || (who.orgKind === 'partner' && who.org === id)
