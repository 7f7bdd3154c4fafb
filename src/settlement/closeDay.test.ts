import { expect, test } from 'vitest'
import { testWorld } from '../../test/house.ts'
import { agree, capture, noodles, partner, refund, standing, tea, termsWith, wallet } from '../../test/settled.ts'
import { hourMs, minuteMs } from '../base/time.ts'
import { closeDay } from './closeDay.ts'
import { confirmPaid } from './confirmPaid.ts'
import { eachLine } from './lines.ts'
import { positionsOf } from './storeSettlement.ts'

const day = '2026-07-01' as const
const noon = Date.parse('2026-07-01T04:00:00Z') // 12:00 in Shanghai
const closes = Date.parse('2026-07-01T16:00:00Z') // midnight in Shanghai
const ask = { partner, wallet, day }

test('a day closes at its cut-off, not a moment before', async () => {
  const w = await testWorld({ at: '2026-07-01T15:59:59.999Z' })
  await agree(w, termsWith())
  await expect(closeDay(w, null, ask)).rejects.toMatchObject({ code: 'settlement.too_early' })
  w.pass(1)
  expect(await closeDay(w, null, ask)).toMatchObject({
    day,
    sequence: 1,
    lines: 0,
    closedAt: closes,
    paysOn: '2026-07-02',
  })
})

test('a closed day moves what the wallet owes into transit and what merchants earned into payable', async () => {
  const w = await testWorld({ at: '2026-07-01T16:05:00Z' })
  const terms = termsWith()
  await agree(w, terms)
  const sold = await capture(w, { terms, at: noon, minor: 12_500n, no: 'o1' })
  await capture(w, { terms, at: noon, minor: 3_600n, merchant: noodles, no: 'o2' })
  await refund(w, sold, { terms, at: noon + hourMs, minor: 2_500n, no: 'r1' })
  const closed = await closeDay(w, null, ask)
  expect(closed).toMatchObject({ state: 'closed', lines: 3, carriedLines: 0 })
  // 0.38 % of 125.00 is 0.475 → 0.48, of 36.00 0.1368 → 0.14; 0.25 % to the wallet: 0.3125 → 0.31 and 0.09; a fifth comes back.
  const [alipay, ...merchants] = await positionsOf(w, [closed.id])
  const owed = 12_500n - 31n + 3_600n - 9n - (2_500n - 6n)
  const share = alipay?.revenueShare.minor ?? 0n
  expect(alipay).toMatchObject({
    party: 'wallet',
    counterparty: partner,
    fee: { minor: 34n },
    net: { minor: owed - share },
  })
  expect(merchants.map(({ counterparty, net }) => [counterparty, net.minor])).toEqual([
    [tea, 12_500n - 48n - (2_500n - 10n)],
    [noodles, 3_600n - 14n],
  ])
  expect(await standing(w, 'wallet-receivable', partner)).toBe(0n)
  expect(await standing(w, 'wallet-payable', partner)).toBe(0n)
  expect(await standing(w, 'settlement-in-transit', partner)).toBe(owed - share)
  expect(await standing(w, 'merchant-pending', tea)).toBe(0n)
  expect(await standing(w, 'merchant-payable', tea)).toBe(12_500n - 48n - 2_490n)
  await confirmPaid(w, 'k1', { settlement: closed.id, by: 'usr_1', reference: '20260702-8841', note: '工行回单' })
  expect(await standing(w, 'settlement-in-transit', partner)).toBe(0n)
  expect(await standing(w, 'safeguarded-bank', 'institution')).toBe(owed - share)
})

test('paid gross, the revenue share leaves apart and nothing is set off', async () => {
  const w = await testWorld({ at: '2026-07-01T16:05:00Z' })
  const terms = termsWith({ net: 'gross' })
  await agree(w, terms)
  await capture(w, { terms, at: noon, minor: 1_000_000n, no: 'o1' })
  const closed = await closeDay(w, null, ask)
  const [alipay] = await positionsOf(w, [closed.id], 'wallet')
  expect(alipay?.revenueShare.minor).toBe(390n) // 30 % of 38.00 − 25.00
  expect(await standing(w, 'wallet-payable', partner)).toBe(0n)
  expect(await standing(w, 'settlement-in-transit', partner)).toBe(1_000_000n - 2_500n - 390n)
  await confirmPaid(w, null, { settlement: closed.id, by: 'usr_1', reference: 'b1', note: '' })
  expect(await standing(w, 'safeguarded-bank', 'institution')).toBe(997_110n)
})

test('twenty closes at once make one settlement and take each line once', async () => {
  const w = await testWorld({ at: '2026-07-01T16:05:00Z' })
  const terms = termsWith()
  await agree(w, terms)
  for (let no = 1; no <= 12; no++) await capture(w, { terms, at: noon + no, minor: BigInt(no) * 777n, no: `o${no}` })
  const closes = Array.from({ length: 20 }, (_, at) => closeDay(w, at % 2 ? null : `key-${at % 5}`, ask))
  const late = Array.from({ length: 8 }, (_, at) => capture(w, { terms, at: noon, minor: 500n, no: `late${at}` }))
  const [first, ...others] = await Promise.all(closes)
  const lateLines = await Promise.all(late)
  expect(new Set(others.map(({ id }) => id))).toEqual(new Set([first?.id]))
  w.pass(24 * hourMs)
  const again = Array.from({ length: 20 }, () => closeDay(w, null, { ...ask, day: '2026-07-02' }))
  const [next = first, ...same] = await Promise.all(again)
  if (!next) throw new Error('a second settlement was made')
  expect(new Set(same.map(({ id }) => id))).toEqual(new Set([next.id]))
  const taken: string[] = []
  for (const one of [first ?? next, next]) for await (const line of eachLine(w, one)) taken.push(line.id)
  expect(taken.length).toBe(20)
  expect(new Set(taken).size).toBe(20)
  expect(lateLines.every(({ id }) => taken.includes(id))).toBe(true)
  expect(await standing(w, 'wallet-receivable', partner)).toBe(0n)
  expect(await standing(w, 'merchant-pending', tea)).toBe(0n)
})

test('a sum under the minimum waits for the next day with all its lines', async () => {
  const w = await testWorld({ at: '2026-07-01T16:05:00Z' })
  const terms = termsWith({ minimum: '5000' })
  await agree(w, terms)
  await capture(w, { terms, at: noon, minor: 3_000n, no: 'o1' })
  expect(await closeDay(w, null, ask)).toMatchObject({ lines: 0, carriedLines: 1, state: 'paid' })
  await capture(w, { terms, at: noon + 24 * hourMs, minor: 3_000n, no: 'o2' })
  w.pass(24 * hourMs)
  expect(await closeDay(w, null, { ...ask, day: '2026-07-02' })).toMatchObject({
    lines: 2,
    carriedLines: 0,
    state: 'closed',
  })
})

test('a refund of the next day that has used pending money is counted once', async () => {
  const w = await testWorld({ at: '2026-07-01T16:05:00Z' })
  const terms = termsWith()
  await agree(w, terms)
  const sold = await capture(w, { terms, at: noon, minor: 10_000n, no: 'o1' })
  await refund(w, sold, { terms, at: closes + minuteMs, minor: 4_000n, no: 'r1' }) // belongs to the next day
  const first = await closeDay(w, null, ask)
  const [held] = await positionsOf(w, [first.id], 'merchant')
  expect(held).toMatchObject({ net: { minor: 10_000n - 38n - 3_985n }, carriedForward: { minor: 3_985n } })
  w.pass(24 * hourMs)
  const second = await closeDay(w, null, { ...ask, day: '2026-07-02' })
  const [after] = await positionsOf(w, [second.id], 'merchant')
  expect(after).toMatchObject({ net: { minor: 0n }, carriedForward: { minor: 0n } })
  expect(await standing(w, 'merchant-pending', tea)).toBe(0n)
})

test('days close in their order, and a day that has passed cannot be closed by itself', async () => {
  const w = await testWorld({ at: '2026-07-05T16:05:00Z' })
  await agree(w, termsWith())
  await closeDay(w, null, { ...ask, day: '2026-07-02' })
  await expect(closeDay(w, null, { ...ask, day: '2026-07-04' })).rejects.toMatchObject({
    code: 'settlement.earlier_open',
  })
  await expect(closeDay(w, null, { ...ask, day })).rejects.toMatchObject({ code: 'settlement.day_passed' })
  expect(await closeDay(w, null, { ...ask, day: '2026-07-03' })).toMatchObject({ sequence: 2 })
})

test('without an agreement in force there is nothing to settle', async () => {
  const w = await testWorld({ at: '2026-07-05T16:05:00Z' })
  await expect(closeDay(w, null, ask)).rejects.toMatchObject({ code: 'settlement.none_in_force' })
})
