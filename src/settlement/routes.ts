import { isCurrency } from '../base/currency.ts'
import { dayJson, idJson, lineJson, page, pageQuery, referenceJson } from '../world/money-json.ts'
import { type Ask, type Route, route, type Sent, type Who, z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { closeDay } from './closeDay.ts'
import { confirmOrAsk } from './confirmOrAsk.ts'
import { settlementFaults } from './errors.ts'
import { statementFile } from './files.ts'
import { itemsOf, type Side, sees } from './item.ts'
import { eachLine, linesMost, linesOfOrders } from './lines.ts'
import { merchantsNamed, partnerNamed } from './names.ts'
import type { Settlement } from './settlement.ts'
import { statementOf } from './statement.ts'
import { filesOf, positionsOf, settlementById, settlementsPage } from './storeSettlement.ts'
import {
  fileJson,
  isPartner,
  lineKinds,
  settlementJson,
  settlementLineJson,
  settlementRowJson,
  settlementStates,
  statementJson,
  toLineView,
  toRows,
  toStatementView,
  toView,
  walletNamed,
} from './view.ts'
import { walletFiles } from './walletFiles.ts'

const one = z.strictObject({ id: idJson('stl') })
const { notFound, wrongCursor } = settlementFaults
const csv = 'text/csv; charset=utf-8'
const perPage = 20

const listQuery = z.strictObject({
  ...pageQuery,
  wallet: lineJson(60).optional(),
  state: settlementStates.optional(),
  from: dayJson.optional(),
  until: dayJson.optional(),
})
const linesQuery = z.strictObject({ ...pageQuery, party: lineJson(60).optional(), kind: lineKinds.optional() })
const statementQuery = z.strictObject({
  side: z.string().regex(/^(institution|wallet|merchant:mer_[0-9a-z]{26})$/),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  format: z.enum(['json', 'csv']).optional(),
})

export const settlementRoutes: Route[] = [
  route({
    name: 'listSettlements',
    does: 'GET /v1/settlements',
    tag: 'settlements',
    summary: { zh: '结算日列表，最新在前', en: 'Settlement days, newest first' },
    may: 'settlements.read',
    query: listQuery,
    reply: page(settlementRowJson),
    refuses: [wrongCursor],
    handle: listSettlements,
  }),
  route({
    name: 'closeSettlement',
    does: 'POST /v1/settlements',
    tag: 'settlements',
    summary: { zh: '关闭一个结算日', en: 'Close a settlement day' },
    may: 'settlements.close',
    body: z.strictObject({ wallet: lineJson(60), day: dayJson }),
    reply: settlementJson,
    status: 201,
    idempotent: true,
    refuses: [
      settlementFaults.unknownWallet,
      settlementFaults.noneInForce,
      settlementFaults.tooEarly,
      settlementFaults.earlierOpen,
      settlementFaults.dayPassed,
    ],
    handle: async (w, { who, body }) => {
      const { id: partner, wallet } = await partnerNamed(w, body.wallet)
      return await toView(w, await closeDay(w, null, { partner, wallet, day: body.day }), who)
    },
  }),
  route({
    name: 'getSettlement',
    does: 'GET /v1/settlements/{id}',
    tag: 'settlements',
    summary: { zh: '一个结算日', en: 'One settlement day' },
    may: 'settlements.read',
    params: one,
    reply: settlementJson,
    refuses: [notFound],
    handle: async (w, { who, params }) => await toView(w, await visible(w, who, params.id), who),
  }),
  route({
    name: 'confirmSettlementPaid',
    does: 'POST /v1/settlements/{id}/paid',
    tag: 'settlements',
    summary: {
      zh: '确认银行已收（付）款；须他人复核时答复 202',
      en: 'Confirm that the bank has the transfer; 202 while it waits for another person',
    },
    may: 'settlements.close',
    params: one,
    body: z.strictObject({ reference: referenceJson(80), note: lineJson(400).optional() }),
    reply: settlementJson,
    status: 200,
    idempotent: true,
    refuses: [notFound, settlementFaults.cannotMove, settlementFaults.bankShort],
    handle: async (w, { who, params, body, answer }) => {
      const told = { settlement: params.id, reference: body.reference, note: body.note ?? '' }
      if ((await confirmOrAsk(w, who, told)) !== null) answer.status(202)
      return await toView(w, await visible(w, who, params.id), who)
    },
  }),
  route({
    name: 'listSettlementLines',
    does: 'GET /v1/settlements/{id}/lines',
    tag: 'settlements',
    summary: { zh: '结算明细，每条注明条款与算式', en: 'Lines of a settlement, each with its clause and arithmetic' },
    may: 'settlements.read',
    params: one,
    query: linesQuery,
    reply: page(settlementLineJson),
    refuses: [notFound, wrongCursor],
    handle: listLines,
  }),
  route({
    name: 'getSettlementStatement',
    does: 'GET /v1/settlements/{id}/statement',
    tag: 'settlements',
    summary: {
      zh: '任一方的结算单；format=csv 下载文件',
      en: 'The statement of one side; format=csv downloads the file',
    },
    may: 'settlements.read',
    params: one,
    query: statementQuery,
    reply: statementJson,
    refuses: [notFound, settlementFaults.noStatement, settlementFaults.currencyUnknown],
    handle: giveStatement,
  }),
  route({
    name: 'listSettlementFiles',
    does: 'GET /v1/settlements/{id}/files',
    tag: 'settlements',
    summary: { zh: '给钱包的清算文件', en: 'The clearing files for the wallet' },
    may: 'settlements.read',
    params: one,
    reply: page(fileJson),
    refuses: [notFound],
    handle: async (w, { who, params }) => {
      const settlement = await visible(w, who, params.id)
      return { items: (await filesOf(w, settlement.id)).slice(0, 100), next: null }
    },
  }),
  route({
    name: 'getSettlementFile',
    does: 'GET /v1/settlements/{id}/files/{name}',
    tag: 'settlements',
    summary: { zh: '下载一个清算文件', en: 'Download a clearing file' },
    may: 'settlements.read',
    params: z.strictObject({ id: idJson('stl'), name: z.string().regex(/^[\w.]{1,200}$/) }),
    reply: z.unknown(),
    media: csv,
    refuses: [notFound, settlementFaults.noFile, settlementFaults.fileChanged],
    handle: giveFile,
  }),
]

async function listSettlements(w: World, { who, query }: Ask<unknown, z.output<typeof listQuery>>) {
  const before = /^(\d{4}-\d\d-\d\d)\.(stl_[0-9a-z]{26})$/.exec(query.cursor ?? '')
  if (query.cursor !== undefined && !before) throw wrongCursor()
  const most = query.limit ?? perPage
  const found = await settlementsPage(w, {
    wallet: isPartner(who) ? who.org : (query.wallet ?? null),
    state: query.state ?? null,
    from: query.from ?? null,
    until: query.until ?? null,
    beforeDay: before?.[1] ?? null,
    beforeId: before?.[2] ?? null,
    most: most + 1,
  })
  const last = found.length > most ? found[most - 1] : null
  return { items: await toRows(w, found.slice(0, most)), next: last ? `${last.day}.${last.id}` : null }
}

async function listLines(w: World, { who, params, query }: Ask<{ id: string }, z.output<typeof linesQuery>>) {
  const settlement = await visible(w, who, params.id)
  const start = /^(clr_[0-9a-z]{26}):(\d{1,3})$/.exec(query.cursor ?? '')
  if (query.cursor !== undefined && !start) throw wrongCursor()
  const most = query.limit ?? perPage
  const side: Side = isPartner(who)
    ? 'wallet'
    : query.party?.startsWith('mer_')
      ? `merchant:${query.party}`
      : query.party === settlement.wallet || query.party === settlement.partner
        ? 'wallet'
        : 'institution'
  const merchant = side.startsWith('merchant:') ? side.slice('merchant:'.length) : null
  const found: ReturnType<typeof itemsOf> = []
  for await (const line of eachLine(w, settlement, { merchant, from: start?.[1] ?? '' })) {
    const skip = line.id === start?.[1] ? Number(start[2]) : 0
    const items = itemsOf(line).filter(({ id }) => Number(id.slice(id.indexOf(':') + 1)) >= skip)
    found.push(...items.filter((item) => sees(item, side) && (!query.kind || item.kind === query.kind)))
    if (found.length > most) break
  }
  const shown = found.slice(0, most)
  const merchants = await merchantsNamed(
    w,
    shown.map(({ line }) => line.merchant),
  )
  const payments = new Map(
    (await linesOfOrders(w, settlement.partner, [...new Set(shown.map(({ line }) => line.orderNo))]))
      .filter(({ kind }) => kind === 'payment')
      .map(({ orderNo, object }) => [orderNo, object]),
  )
  const wallet = await walletNamed(w, settlement)
  return {
    items: shown.map((item) => toLineView(item, { wallet, merchants, payments })),
    next: found[most]?.id ?? null,
  }
}

async function giveStatement(
  w: World,
  ask: Ask<{ id: string }, z.output<typeof statementQuery>>,
): Promise<z.output<typeof statementJson> | Sent> {
  const { who, params, query, answer } = ask
  const settlement = await visible(w, who, params.id)
  const side = query.side as Side
  if (isPartner(who) && side !== 'wallet') throw settlementFaults.noStatement({ side })
  const currency = query.currency ?? settlement.currency
  if (!isCurrency(currency)) throw settlementFaults.currencyUnknown({ currency })
  const lines = []
  for await (const line of eachLine(w, settlement, side.startsWith('merchant:') ? { merchant: side.slice(9) } : {})) {
    lines.push(line)
    if (lines.length >= linesMost) break
  }
  if (side.startsWith('merchant:') && lines.length === 0) throw settlementFaults.noStatement({ side })
  if (query.format !== 'csv') return await toStatementView(w, settlement, statementOf(lines, side, currency))
  const file = statementFile(settlement, side, currency, lines)
  return answer.bytes(csv, file.bytes, file.name)
}

async function giveFile(w: World, { who, params, answer }: Ask<{ id: string; name: string }>): Promise<Sent> {
  const settlement = await visible(w, who, params.id)
  const stored = (await filesOf(w, settlement.id)).find(({ name }) => name === params.name)
  if (!stored) throw settlementFaults.noFile({ name: params.name })
  const made = await walletFiles(w, settlement, await positionsOf(w, [settlement.id], 'wallet'))
  const file = made.find(({ name }) => name === stored.name)
  // The lines of a closed day never change; bytes that no longer meet the digest are never given out.
  if (!file || file.digest !== stored.digest) throw settlementFaults.fileChanged({ name: params.name })
  return answer.bytes(csv, file.bytes, file.name)
}

// A partner sees its own settlements only; to others' it is told that there are none.
async function visible(w: World, who: Who, id: string): Promise<Settlement> {
  const settlement = await settlementById(w, id)
  if (!settlement || (isPartner(who) && settlement.partner !== who.org)) throw notFound({ settlement: id })
  return settlement
}
