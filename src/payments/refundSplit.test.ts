import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checker, grantAs } from '../../test/approving.ts'
import { type Till, till } from '../../test/paying.ts'
import { present } from '../base/assert.ts'
import { type Id, isId } from '../base/id.ts'
import { money } from '../base/money.ts'
import { dayMs } from '../base/time.ts'
import type { Who } from '../world/route.ts'
import { pay } from './pay.ts'
import { approvedRefund, refundOrAsk } from './refundOrAsk.ts'
import { attemptsOf } from './storeAttempt.ts'
import { refundsOf } from './storeRefund.ts'

const limit = 200_000n
const finance: Who = checker('usr_finance', 'finance')
const other: Who = checker('usr_other', 'finance')
const machine: Who = { ...finance, kind: 'key', id: 'key_1', role: 'api-key' }
const risk = checker('usr_risk', 'risk')

async function paid(t: Till, minor: bigint): Promise<Id<'pay'>> {
  const { payment } = await pay(t.w, t.order({ minor }), null, 'test')
  t.scanAndPay(present((await attemptsOf(t.w, payment)).at(-1)?.code, 'a shown code'))
  await t.notices()
  return payment
}

let keys = 0
const ask = (t: Till, who: Who, id: Id<'pay'>, minor: bigint, key = `k${++keys}`) =>
  refundOrAsk(t.w, id, { amount: money('CNY', minor), reason: '退货', actor: who.name }, who, key)
const waits = async (asked: ReturnType<typeof ask>): Promise<boolean> => 'approval' in (await asked)

test('the second half of a large refund waits: parts of one payment are summed, by whomever, and the approval says what was', async () => {
  const t = await till()
  const id = await paid(t, 500_000n)
  expect(await waits(ask(t, finance, id, 150_000n))).toBe(false)
  const asked = await ask(t, other, id, 50_000n)
  if (!('approval' in asked)) throw new Error('the parts were not summed')
  expect(asked.approval).toMatchObject({
    amount: { minor: 50_000n },
    measured: { amount: { minor: 200_000n }, why: { zh: '本次 500.00，加同一支付此前未经复核的退款 1500.00' } },
  })
  await grantAs(t.w, risk, asked.approval.id, approvedRefund)
  const made = new Map((await refundsOf(t.w, id)).map(({ amount, approval }) => [amount.minor, approval]))
  expect([made.get(150_000n), made.get(50_000n)]).toEqual([null, asked.approval.id])
  // What others checked is not counted again.
  expect(await waits(ask(t, other, id, 49_999n))).toBe(false)
  expect(await waits(ask(t, other, id, 1n))).toBe(true)
})

test('one person’s refunds of different payments are summed for 24 hours to the millisecond, another’s are not', async () => {
  const t = await till()
  const [one, two, three] = [await paid(t, 300_000n), await paid(t, 300_000n), await paid(t, 300_000n)]
  expect(await waits(ask(t, finance, one, 199_999n))).toBe(false)
  expect(await waits(ask(t, finance, two, 1n))).toBe(true)
  expect(await waits(ask(t, other, two, 1n))).toBe(false)
  t.w.pass(dayMs - 1)
  expect(await waits(ask(t, finance, three, 2n))).toBe(true)
  t.w.pass(1)
  expect(await waits(ask(t, finance, three, 3n))).toBe(false)
})

test('a machine is bound by its scopes as before, and a refund repeated under its key is not summed with itself', async () => {
  const t = await till()
  const id = await paid(t, 450_000n)
  expect(await waits(ask(t, machine, id, 300_000n))).toBe(false)
  const second = await paid(t, 450_000n)
  const first = await ask(t, finance, second, 150_000n, 'once')
  expect(await ask(t, finance, second, 150_000n, 'once')).toEqual(first)
  expect(await refundsOf(t.w, second)).toHaveLength(1)
})

test('parts asked for at the same moment, of different payments, do not pass beside each other', async () => {
  const t = await till()
  const payments = [await paid(t, 300_000n), await paid(t, 300_000n), await paid(t, 300_000n), await paid(t, 300_000n)]
  const asked = await Promise.all(payments.map((id) => ask(t, finance, id, 120_000n)))
  expect(asked.filter((one) => 'refund' in one && isId('ref', one.refund))).toHaveLength(1)
})

test('no split of a sum above the limit passes without a second person (property)', async () => {
  const part = fc.record({
    payment: fc.nat({ max: 2 }),
    minor: fc.bigInt({ min: 1n, max: 150_000n }),
    gap: fc.nat(dayMs / 8),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(part, { minLength: 2, maxLength: 7 }), async (parts) => {
      const t = await till()
      const payments = [await paid(t, 450_000n), await paid(t, 450_000n), await paid(t, 450_000n)]
      let unchecked = 0n
      const ofPayment = [0n, 0n, 0n]
      for (const { payment, minor, gap } of parts) {
        const asked = await ask(t, finance, payments[payment] as Id<'pay'>, minor)
        const measure = minor + (unchecked > (ofPayment[payment] ?? 0n) ? unchecked : (ofPayment[payment] ?? 0n))
        expect('approval' in asked).toBe(measure >= limit)
        if ('refund' in asked) {
          unchecked += minor
          ofPayment[payment] = (ofPayment[payment] ?? 0n) + minor
        }
        expect(unchecked).toBeLessThan(limit)
        // All of it happens within 24 hours.
        t.w.pass(gap)
      }
    }),
    { numRuns: 5 },
  )
})
