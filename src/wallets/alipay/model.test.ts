import fc from 'fast-check'
import { expect, test } from 'vitest'
import { money } from '../../base/money.ts'
import { hourMs } from '../../base/time.ts'
import { alipay } from './alipay.ts'
import { type Bench, benchApp, makeBench } from './simulator-bench.ts'
import type { LeverKind } from './simulator-levers.ts'

// Whatever is lost, late, doubled or falsely signed on the way, what the connector asserts is what the wallet's books hold.

const faults = [
  'drop_request',
  'drop_response',
  'busy',
  'http',
  'bad_signature',
  'unsigned',
  'unknown_word',
  'wrong_amount',
  'wrong_order',
  'late_success',
] as const satisfies LeverKind[]
const verbs = ['pay', 'query', 'cancel', 'close', 'refund', 'queryRefund', 'confirm', 'wait'] as const
const step = fc.record({
  verb: fc.constantFrom(...verbs),
  fault: fc.option(fc.constantFrom(...faults), { freq: 2 }),
  executed: fc.boolean(),
})

test('no answer contradicts the books, under any faults in any order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), fc.boolean(), async (steps, isLarge) => {
      const bench = await makeBench('key', { port: null })
      const order = orderOf(bench, isLarge)
      const before = left(bench)
      for (const { verb, fault, executed } of steps) {
        if (fault) bench.simulator.levers.pull({ kind: fault, times: 1, executed, status: 500 })
        await take(bench, order, verb)
        bench.simulator.levers.releaseAll()
      }
      const truth = bench.simulator.books.trade(benchApp.appId, order.orderNo)
      const refunded = truth?.refunds.reduce((total, refund) => total + refund.fen, 0n) ?? 0n
      // Charged at most once, and given back at most what was charged.
      expect(before - left(bench)).toBe(truth?.paidAt ? order.amount.minor - refunded : 0n)
      await bench.stop()
    }),
    { numRuns: 60 },
  )
}, 60_000)

type Order = ReturnType<typeof orderOf>
function orderOf(bench: Bench, isLarge: boolean) {
  const { code } = bench.simulator.phone.code('lin')
  return {
    orderNo: 'model-1',
    amount: money('CNY', isLarge ? 120_000n : 4_200n),
    subject: '一页书店',
    authCode: code,
    expiresAt: bench.w.now() + hourMs,
    timeoutMs: 1_000,
  }
}

async function take(bench: Bench, order: Order, verb: (typeof verbs)[number]): Promise<void> {
  const { w, account, simulator } = bench
  const truth = () => simulator.books.trade(benchApp.appId, order.orderNo)
  const part = { ...order, requestNo: 'r-1', amount: money('CNY', 1_200n) }
  const isRefunded = () => truth()?.refunds.some((refund) => refund.requestNo === 'r-1') ?? false
  switch (verb) {
    case 'pay': {
      const { outcome } = await alipay.pay(w, account, order)
      if (outcome === 'paid') expect(truth()?.paidAt).not.toBeNull()
      if (outcome === 'waiting') expect(truth()?.state).toBe('WAIT_BUYER_PAY')
      if (outcome === 'declined') expect(truth()?.state ?? 'none').not.toBe('TRADE_SUCCESS')
      return
    }
    case 'query': {
      const { outcome } = await alipay.query(w, account, order)
      const states = { paid: 'TRADE_SUCCESS', waiting: 'WAIT_BUYER_PAY', closed: 'TRADE_CLOSED', not_found: undefined }
      if (outcome !== 'unknown' && outcome !== 'declined') expect(truth()?.state).toBe(states[outcome])
      expect(outcome).not.toBe('declined')
      return
    }
    case 'cancel': {
      const isLate = simulator.levers.list().some((lever) => lever.kind === 'late_success')
      const answer = await alipay.cancel(w, account, order)
      if (answer.outcome === 'cancelled' && answer.action !== 'none' && !isLate)
        expect(truth()?.state).toBe('TRADE_CLOSED')
      return
    }
    case 'close': {
      const isLate = simulator.levers.list().some((lever) => lever.kind === 'late_success')
      const { outcome } = await alipay.close(w, account, order)
      if (outcome === 'closed' && !isLate) expect(truth()?.state).toBe('TRADE_CLOSED')
      return
    }
    case 'refund': {
      const { outcome } = await alipay.refund(w, account, part)
      if (outcome === 'refunded') expect(isRefunded()).toBe(true)
      if (outcome === 'declined') expect(isRefunded()).toBe(false)
      return
    }
    case 'queryRefund': {
      const { outcome } = await alipay.queryRefund(w, account, part)
      if (outcome === 'refunded') expect(isRefunded()).toBe(true)
      if (outcome === 'not_found') expect(isRefunded()).toBe(false)
      return
    }
    case 'confirm': {
      const trade = truth()
      if (trade?.state === 'WAIT_BUYER_PAY') simulator.phone.confirm('lin', trade.token ?? '', '246810')
      return
    }
    case 'wait':
      bench.pass(20_000)
  }
}

const left = (bench: Bench): bigint =>
  [...bench.simulator.books.shoppers.values()]
    .flatMap((shopper) => shopper.funds)
    .reduce((total, fund) => total + fund.leftFen, 0n)
