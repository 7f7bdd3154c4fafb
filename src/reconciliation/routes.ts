import { approvalsWaiting } from '../identity/approvalView.ts'
import { settlementFaults } from '../settlement/errors.ts'
import { partnerNamed } from '../settlement/names.ts'
import { dayJson, idJson, lineJson, page, pageQuery } from '../world/money-json.ts'
import { type Ask, type Route, route, type Who, z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { reconciliationFaults } from './errors.ts'
import type { Reconciliation } from './reconciliation.ts'
import { resolveOrAsk } from './resolveOrAsk.ts'
import { runDay } from './runDay.ts'
import { fileOf, reconciliationById, reconciliationsPage } from './store.ts'
import { itemsPage } from './storeItem.ts'
import {
  itemJson,
  reconciliationJson,
  reconciliationRowJson,
  shownStates,
  toItemView,
  toRows,
  toView,
  types,
} from './view.ts'

const one = z.strictObject({ id: idJson('rec') })
const { notFound, wrongCursor } = reconciliationFaults
const perPage = 20

const listQuery = z.strictObject({
  ...pageQuery,
  wallet: lineJson(60).optional(),
  state: shownStates.optional(),
  from: dayJson.optional(),
  until: dayJson.optional(),
})
const rowsQuery = z.strictObject({
  ...pageQuery,
  type: types.optional(),
  state: z.enum(['open', 'settled', 'resolved']).optional(),
})

export const reconciliationRoutes: Route[] = [
  route({
    name: 'listReconciliations',
    does: 'GET /v1/reconciliations',
    tag: 'reconciliations',
    summary: { zh: '对账日列表，最新在前', en: 'Reconciled days, newest first' },
    may: 'reconciliations.read',
    query: listQuery,
    reply: page(reconciliationRowJson),
    refuses: [wrongCursor],
    handle: listReconciliations,
  }),
  route({
    name: 'runReconciliation',
    does: 'POST /v1/reconciliations',
    tag: 'reconciliations',
    summary: { zh: '取钱包账单并逐笔核对', en: 'Fetch the wallet’s bill of a day and match it line by line' },
    may: 'reconciliations.run',
    body: z.strictObject({ wallet: lineJson(60), day: dayJson }),
    reply: reconciliationJson,
    status: 201,
    idempotent: true,
    refuses: [
      settlementFaults.unknownWallet,
      reconciliationFaults.notConnected,
      reconciliationFaults.dayNotOver,
      reconciliationFaults.currencyUnknown,
      reconciliationFaults.noneInForce,
    ],
    handle: async (w, { who, body }) => {
      const { wallet } = await partnerNamed(w, body.wallet)
      return await toView(w, await runDay(w, null, { wallet, day: body.day }), who)
    },
  }),
  route({
    name: 'getReconciliation',
    does: 'GET /v1/reconciliations/{id}',
    tag: 'reconciliations',
    summary: { zh: '一个对账日', en: 'One reconciled day' },
    may: 'reconciliations.read',
    params: one,
    reply: reconciliationJson,
    refuses: [notFound],
    handle: async (w, { who, params }) => await toView(w, await visible(w, who, params.id), who),
  }),
  route({
    name: 'listReconciliationRows',
    does: 'GET /v1/reconciliations/{id}/rows',
    tag: 'reconciliations',
    summary: { zh: '逐笔结果，差异在前', en: 'Every row and line with its result, differences first' },
    may: 'reconciliations.read',
    params: one,
    query: rowsQuery,
    reply: page(itemJson),
    refuses: [notFound, wrongCursor],
    handle: listRows,
  }),
  route({
    name: 'getReconciliationFile',
    does: 'GET /v1/reconciliations/{id}/file',
    tag: 'reconciliations',
    summary: { zh: '钱包账单原件', en: 'The wallet’s file as it came, also when it was set aside' },
    may: 'reconciliations.run', // the file names payers, masked: not for everybody who may read results
    params: one,
    reply: z.unknown(),
    media: 'application/octet-stream',
    refuses: [notFound, reconciliationFaults.noFile],
    handle: async (w, { who, params, answer }) => {
      const { id, fileDigest, quarantined, wallet, day } = await visible(w, who, params.id)
      const digest = quarantined?.digest ?? fileDigest
      const bytes = digest === null ? null : await fileOf(w, id, digest)
      if (!bytes) throw reconciliationFaults.noFile({ reconciliation: id })
      return answer.bytes('application/octet-stream', bytes, `${wallet}-${day}.zip`)
    },
  }),
  route({
    name: 'resolveReconciliationItem',
    does: 'POST /v1/reconciliations/{id}/rows/{item}/resolve',
    tag: 'reconciliations',
    summary: {
      zh: '以证据核销一条差异；须他人复核时答复 202',
      en: 'Write off a difference with its evidence; 202 while it waits for another person',
    },
    may: 'reconciliations.run',
    params: z.strictObject({ id: idJson('rec'), item: idJson('rci') }),
    body: z.strictObject({ note: lineJson(400), evidence: lineJson(400) }),
    reply: reconciliationJson,
    status: 200,
    idempotent: true,
    refuses: [notFound, reconciliationFaults.itemNotFound, reconciliationFaults.itemEnded],
    handle: async (w, { who, params, body, answer }) => {
      const day = await visible(w, who, params.id)
      if ((await resolveOrAsk(w, who, day, { item: params.item, ...body })) !== null) answer.status(202)
      return await toView(w, await visible(w, who, params.id), who)
    },
  }),
]

async function listReconciliations(w: World, { who, query }: Ask<unknown, z.output<typeof listQuery>>) {
  const before = /^(\d{4}-\d\d-\d\d)\.(rec_[0-9a-z]{26})$/.exec(query.cursor ?? '')
  if (query.cursor !== undefined && !before) throw wrongCursor()
  const most = query.limit ?? perPage
  const found = await reconciliationsPage(w, {
    wallet: seesAll(who) ? (query.wallet ?? null) : who.org,
    shown: query.state ?? null,
    from: query.from ?? null,
    until: query.until ?? null,
    beforeDay: before?.[1] ?? null,
    beforeId: before?.[2] ?? null,
    most: most + 1,
  })
  const last = found.length > most ? found[most - 1] : null
  return { items: await toRows(w, found.slice(0, most)), next: last ? `${last.day}.${last.id}` : null }
}

async function listRows(w: World, { who, params, query }: Ask<{ id: string }, z.output<typeof rowsQuery>>) {
  const day = await visible(w, who, params.id)
  if (query.cursor !== undefined && !/^\d{1,9}$/.test(query.cursor)) throw wrongCursor()
  const most = query.limit ?? perPage
  const after = query.cursor === undefined ? -1 : Number(query.cursor)
  const found = await itemsPage(w, {
    reconciliation: day.id,
    run: day.run,
    type: query.type ?? null,
    state: query.state ?? null,
    after,
    most: most + 1,
  })
  const last = found.length > most ? found[most - 1] : null
  const waiting = await approvalsWaiting(w, who, day.id)
  const items = found.slice(0, most).map((item) => {
    const approval = waiting.find(({ object }) => object === item.id)?.id ?? null
    return { ...toItemView(w, day, item), approval }
  })
  return { items, next: last ? String(last.place) : null }
}

const seesAll = (who: Who): boolean => who.orgKind === 'institution' || who.orgKind === 'auditor'

// A partner sees its own days only; of others' it is told that there are none.
async function visible(w: World, who: Who, id: string): Promise<Reconciliation> {
  const found = await reconciliationById(w, id)
  if (!found || (!seesAll(who) && found.partner !== who.org)) throw notFound({ reconciliation: id })
  return found
}
