import { expect, onTestFinished, test } from 'vitest'
import { type TestWorld, testWorld } from '../../test/house.ts'
import { agree, capture, connectAlipay, partner, refund, termsWith, wallet } from '../../test/settled.ts'
import { present } from '../base/assert.ts'
import { money, portion } from '../base/money.ts'
import { hourMs } from '../base/time.ts'
import { linesOfOrders } from '../settlement/lines.ts'
import { alipay } from '../wallets/alipay/alipay.ts'
import type { AlipaySimulator } from '../wallets/alipay/simulator.ts'
import { connected } from '../wallets/connected.ts'
import type { WalletAccount } from '../wallets/wallet.ts'
import { transaction } from '../world/command.ts'
import { emit } from '../world/events.ts'
import { runDueJobs } from '../world/jobs.ts'
import { reconciliationJobs } from './jobs.ts'
import { reconciliationReactions } from './reactions.ts'
import { runDay } from './runDay.ts'
import { reconciliationById, reconciliationsPage } from './store.ts'
import { itemsPage } from './storeItem.ts'

// The wallet's real format end to end: our connector fetches a signed address, downloads a ZIP in GBK from the simulator, and it is
// matched against what we booked for the same orders.

const day = '2026-07-01' as const
const terms = termsWith()
type Bench = {
  w: TestWorld
  simulator: AlipaySimulator
  account: WalletAccount
  sell(no: string, minor: bigint): Promise<void>
}

async function bench(): Promise<Bench> {
  const w = await testWorld({ at: '2026-07-01T04:00:00Z' })
  await agree(w, terms)
  const simulator = await connectAlipay(w, ({ totalFen }) => portion(money('CNY', totalFen), 2_500n).minor)
  onTestFinished(() => simulator.stop())
  const account = (await connected(w, wallet))?.account as WalletAccount
  const sell = async (no: string, minor: bigint): Promise<void> => {
    const amount = money('CNY', minor)
    const paid = await alipay.pay(w, account, {
      orderNo: no,
      amount,
      subject: '龙井茶',
      expiresAt: w.now() + hourMs,
      timeoutMs: 3_000,
      authCode: simulator.phone.code('lin').code,
    })
    expect(paid.outcome).toBe('paid')
    if (paid.outcome === 'paid')
      await capture(w, { terms, at: paid.paidAt ?? w.now(), minor, no, walletNo: paid.walletNo })
  }
  return { w, simulator, account, sell }
}

const nextMorning = (w: TestWorld): void => w.pass(22 * hourMs) // 10:00 on the 2nd in Shanghai

const found = async (w: TestWorld, id: string) => {
  const run = (await reconciliationById(w, id))?.run ?? 0
  const items = await itemsPage(w, { reconciliation: id, run, type: null, state: null, after: -1, most: 100 })
  return items.map(({ orderNo, type, finding, difference }) => [orderNo, type, finding, difference.minor])
}

test('a day of payments and refunds is fetched in the wallet’s own format and balances to the cent', async () => {
  const { w, account, sell } = await bench()
  await sell('o1', 12_500n)
  w.pass(hourMs)
  await sell('o2', 66_600n)
  w.pass(hourMs)
  const back = await alipay.refund(w, account, {
    orderNo: 'o1',
    requestNo: 'r1',
    amount: money('CNY', 2_500n),
    timeoutMs: 3_000,
  })
  expect(back.outcome).toBe('refunded')
  const [sold] = await linesOfOrders(w, partner, ['o1'])
  await refund(w, present(sold, 'o1 was cleared'), { terms, at: w.now(), minor: 2_500n, no: 'r1' })
  nextMorning(w)
  const done = await runDay(w, null, { wallet, day })
  expect(await found(w, done.id)).toEqual([
    ['o1', 'matched', null, 0n],
    ['o2', 'matched', null, 0n],
    ['o1', 'matched', null, 0n],
  ])
  expect(done).toMatchObject({ state: 'closed', totals: { ours: { minor: 76_600n }, theirs: { minor: 76_600n } } })
  expect(await runDay(w, null, { wallet, day })).toEqual(done)
})

test('a line that is missing, a cent that is off and a fee that is too high are found in the file', async () => {
  const { w, simulator, sell } = await bench()
  for (const no of ['short', 'cent', 'over', 'good']) await sell(no, 50_000n)
  simulator.levers.pull({ kind: 'short_bill', orderNo: 'short', trailerFollows: true, times: 1 })
  simulator.levers.pull({ kind: 'cent_off', orderNo: 'cent', trailerFollows: true, times: 1 })
  simulator.levers.pull({ kind: 'overcharge', orderNo: 'over', fen: '200', times: 1 })
  nextMorning(w)
  const done = await runDay(w, null, { wallet, day })
  expect(await found(w, done.id)).toEqual([
    ['cent', 'amount-differs', null, -1n],
    ['over', 'fee-differs', 'rate', 200n],
    ['short', 'missing-in-bill', null, -50_000n],
    ['good', 'matched', null, 0n],
  ])
})

test('a file whose trailer is wrong, or that ends half way, is set aside and asked for again', async () => {
  for (const lever of ['short_bill', 'cut_bill'] as const) {
    const { w, simulator, sell } = await bench()
    await sell('o1', 50_000n)
    await sell('o2', 60_000n)
    simulator.levers.pull({
      kind: lever,
      times: 1,
      trailerFollows: false,
      ...(lever === 'short_bill' ? { orderNo: 'o1' } : {}),
    })
    await transaction(w, (i) => emit(i, 'settlement.closed', { settlement: 'stl_1', wallet, day }))
    nextMorning(w)
    await runDueJobs(w, reconciliationJobs, reconciliationReactions)
    const all = { wallet: null, from: null, until: null, shown: null, beforeDay: null, beforeId: null, most: 10 }
    expect(await reconciliationsPage(w, all)).toMatchObject([{ state: 'quarantined', run: 0, totals: { rows: 0 } }])
    w.pass(hourMs)
    await runDueJobs(w, reconciliationJobs, reconciliationReactions)
    expect(await reconciliationsPage(w, all)).toMatchObject([{ state: 'closed', run: 1, totals: { rows: 2 } }])
  }
})

test('a bill that is not ready is asked for later, and a day that is not over cannot be reconciled', async () => {
  const { w, simulator, sell } = await bench()
  await sell('o1', 50_000n)
  await expect(runDay(w, null, { wallet, day })).rejects.toMatchObject({ code: 'reconciliation.day_not_over' })
  simulator.levers.pull({ kind: 'late_bill', times: 1 })
  nextMorning(w)
  expect(await runDay(w, null, { wallet, day })).toMatchObject({ state: 'awaiting' })
  expect(await runDay(w, null, { wallet, day })).toMatchObject({ state: 'closed' })
})

test('a payment that only the wallet knows is told to payments', async () => {
  const { w, simulator, account } = await bench()
  const paid = await alipay.pay(w, account, {
    orderNo: 'lost',
    amount: money('CNY', 8_800n),
    subject: '龙井茶',
    expiresAt: w.now() + hourMs,
    timeoutMs: 3_000,
    authCode: simulator.phone.code('lin').code,
  })
  expect(paid.outcome).toBe('paid')
  nextMorning(w)
  const done = await runDay(w, null, { wallet, day })
  expect(await found(w, done.id)).toEqual([['lost', 'missing-in-books', null, 8_800n]])
  const { rows } = await w.db.pool.query(`select data from world.outbox where name = 'reconciliation.found'`)
  expect(rows).toMatchObject([
    { data: { wallet, orderNo: 'lost', kind: 'payment', amount: { currency: 'CNY', minor: '8800' } } },
  ])
})
