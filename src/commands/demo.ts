import { setTimeout as sleep } from 'node:timers/promises'
import { settingsFromEnvironment } from '../world/real.ts'
import { type Caller, demoCallers, freshNumber } from './demoClient.ts'
import { derive, type TraceJson, type VersionJson } from './derive.ts'
import { drawTrace } from './drawTrace.ts'
import { commandFaults } from './errors.ts'

type Both = { zh: string; en: string }
type List<Item> = { items: Item[] }
type PartnerJson = { name: Both; stage: string }
type AgreementJson = { id: string; name: Both; partner: { name: Both }; version: number; state: string; digest: string }
type PaymentJson = { id: string; state: string; code: string | null; agreement: { version: number } | null }
type VerdictJson = { verdict: string; signatures: { person: string; party: string }[] }
type SettlementJson = { id: string; day: string; state: string; payments: number }
type DayJson = { day: string; state: string; rows: number; matched: number }

/**
 * Walks the main job against the running product, through its public API and the wallet's own phone, and prints the trace of
 * one payment from clause to bill row. Exit code 1 when any amount cannot be derived from its clause.
 */
export async function demoCommand(): Promise<number> {
  const { operator, till, phone } = await demoCallers(settingsFromEnvironment())
  const live = await pipeline(operator)
  await contract(operator)
  step(4, '接入', 'connected and live', live.join(', '))
  const paid = [await payByCode(till, phone), await payByShownCode(till, phone)]
  const settled = await settledPayment(operator)
  const last = paid[1] ?? ''
  const { state } = await till.post<PaymentJson>(`/v1/payments/${last}/refunds`, {
    amount: { currency: 'CNY', minor: '600' },
    reason: '少上一份定胜糕',
  })
  step(7, '退款', 'a part refunded under the frozen terms', `${last} ${state}`)
  const first = await beforeAmendment(operator)
  const underived = await traceAll(operator, [settled, ...first, ...paid])
  return underived === 0 ? 0 : 1
}

async function pipeline(operator: Caller): Promise<string[]> {
  const { items } = await operator.get<List<PartnerJson>>('/v1/partners')
  step(1, '合作方管道', 'the pipeline', items.map(({ name, stage }) => `${name.zh} ${stage}`).join(' · '))
  return items.filter(({ stage }) => stage === 'live').map(({ name }) => name.en)
}

async function contract(operator: Caller): Promise<void> {
  const { items } = await operator.get<List<AgreementJson>>('/v1/agreements')
  const live = items.find(({ state, partner }) => state === 'in-force' && partner.name.en === 'Alipay')
  if (!live) throw commandFaults.stuck({ what: 'an agreement in force' })
  step(2, '协议', 'the agreement in force', `${live.name.zh} v${live.version} ${live.digest}`)
  const file = await operator.bytes(`/v1/agreements/${live.id}/versions/${live.version}/contract.pdf`)
  const { verdict, signatures } = await operator.postBytes<VerdictJson>('/v1/contracts/verify', file, 'application/pdf')
  if (verdict !== 'genuine') throw commandFaults.stuck({ what: `a genuine contract (${verdict})` })
  const signers = signatures.map(({ party, person }) => `${party} ${person}`)
  step(3, '验签', 'signed by both sides', `${verdict}: ${signers.join(', ')}`)
}

async function payByCode(till: Caller, phone: Caller): Promise<string> {
  const amount = { currency: 'CNY', minor: '12800' }
  const order = { order: freshNumber('S'), amount, product: 'qr-merchant', subject: '明前龙井 一壶', wallet: 'alipay' }
  const { id, code } = await till.post<PaymentJson>('/v1/payments', order)
  const { tradeToken } = await phone.post<{ tradeToken: string }>('/phone/scan', { shopper: 'lin', code })
  await phone.post('/phone/confirm', { shopper: 'lin', tradeToken, pin: '246810' })
  step(5, '主扫支付', 'the shopper scanned the shop', `${id} ${await captured(till, id)}`)
  return id
}

async function payByShownCode(till: Caller, phone: Caller): Promise<string> {
  const { code } = await phone.post<{ code: string }>('/phone/code', { shopper: 'chen' })
  const amount = { currency: 'CNY', minor: '2400' }
  const order = { order: freshNumber('C'), amount, product: 'qr-consumer', subject: '定胜糕两份', wallet: 'alipay' }
  const { id } = await till.post<PaymentJson>('/v1/payments', { ...order, payment_code: code })
  step(5, '被扫支付', 'the shop scanned the shopper', `${id} ${await captured(till, id)}`)
  return id
}

async function captured(till: Caller, id: string): Promise<string> {
  for (let turn = 0; turn < 120; turn++) {
    const { state } = await till.get<PaymentJson>(`/v1/payments/${id}`)
    if (state === 'captured') return state
    await sleep(250)
  }
  throw commandFaults.stuck({ what: `${id} captured` })
}

/** A payment of a day that is closed and reconciled: its trace reaches the row of the wallet's own file. */
async function settledPayment(operator: Caller): Promise<string> {
  const settlements = await operator.get<List<SettlementJson>>('/v1/settlements?limit=20')
  const days = await operator.get<List<DayJson>>('/v1/reconciliations?limit=3')
  const told = days.items.map(({ day, state, rows, matched }) => `${day} ${matched}/${rows} ${state}`)
  step(6, '结算与对账', 'settled, and compared with their file', told.join(' · '))
  const closed = settlements.items.find(({ state, payments }) => state !== 'open' && payments > 0)
  const lines =
    closed &&
    (await operator.get<List<{ payment: string; kind: string }>>(`/v1/settlements/${closed.id}/lines?limit=50`))
  const line = lines?.items.find(({ kind }) => kind === 'payment') ?? lines?.items[0]
  if (!line) throw commandFaults.stuck({ what: 'a settled payment' })
  return line.payment
}

/** A payment that was made under the version before the amendment: nothing of it has changed. */
async function beforeAmendment(operator: Caller): Promise<string[]> {
  const { items } = await operator.get<List<SettlementJson>>('/v1/settlements?limit=100')
  const oldest = items.filter(({ state, payments }) => state !== 'open' && payments > 0).at(-1)
  const lines = oldest && (await operator.get<List<{ payment: string }>>(`/v1/settlements/${oldest.id}/lines?limit=1`))
  const payment = lines?.items[0]?.payment
  if (payment === undefined) return []
  const { agreement } = await operator.get<PaymentJson>(`/v1/payments/${payment}`)
  step(8, '修订之后', 'after the amendment', `${payment} of ${oldest?.day} keeps version ${agreement?.version}`)
  return [payment]
}

/** Prints each trace and derives every amount again from the signed terms. Answers how many could not be derived. */
async function traceAll(operator: Caller, payments: readonly string[]): Promise<number> {
  let underived = 0
  for (const [place, id] of payments.entries()) {
    const trace = await operator.get<TraceJson>(`/v1/payments/${id}/trace`)
    const { agreement, version } = trace.agreement
    const signed = await operator.get<VersionJson>(`/v1/agreements/${agreement}/versions/${version}`)
    const { amounts, problems } = derive(trace, signed)
    underived += problems.length
    if (place === 0) for (const line of drawTrace(trace)) print(line)
    print(
      `${id}  ${amounts} amounts derived from version ${version}${problems.length === 0 ? '' : `, ${problems.length} not`}`,
    )
    for (const problem of problems) print(`  ${problem}`)
  }
  return underived
}

const print = (line: string): void => {
  process.stdout.write(`${line}\n`)
}
const step = (number: number, zh: string, en: string, detail: string): void =>
  print(`${number}  ${zh} / ${en}\n       ${detail}`)
