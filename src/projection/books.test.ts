import { expect, test } from 'vitest'
import { type Till, till } from '../../test/paying.ts'
import { amend, partner } from '../../test/settled.ts'
import { termsRoot } from '../agreements/digest.ts'
import { sampleTerms } from '../agreements/sample.ts'
import type { Terms } from '../agreements/terms.ts'
import { money } from '../base/money.ts'
import { dayMs, hourMs } from '../base/time.ts'
import { trialBalance } from '../ledger/balances.ts'
import { pay } from '../payments/pay.ts'
import { refund } from '../payments/refund.ts'
import { paymentById } from '../payments/store.ts'
import { attemptsOf } from '../payments/storeAttempt.ts'
import { bookedOf, governed, historyOf } from './history.ts'
import { project, projectUnder } from './project.ts'

const zone = 'Asia/Shanghai'

/** The sample with a wallet price whose tiers a few payments cross, and a merchant price that knows the volume only later. */
function first(): Terms {
  const { fees } = sampleTerms().clauses
  const rules = fees.rules.map((rule) =>
    rule.id === 'wallet-volume'
      ? {
          ...rule,
          price: {
            kind: 'graduated' as const,
            tiers: [
              { upTo: '20000', ratePpm: 2_510 },
              { upTo: '60000', ratePpm: 1_730 },
              { upTo: null, ratePpm: 990 },
            ],
          },
        }
      : rule.id === 'merchant-qr'
        ? {
            ...rule,
            price: {
              kind: 'volume' as const,
              tiers: [
                { upTo: '45000', ratePpm: 3_790 },
                { upTo: null, ratePpm: 3_110 },
              ],
            },
          }
        : rule,
  )
  return sampleTerms({ clauses: { fees: { ...fees, rules } } })
}

function second(before: Terms): Terms {
  const revenueShare = {
    ...before.clauses.revenueShare,
    base: 'gross-fee' as const,
    shares: [
      { party: 'institution' as const, ppm: 617_000 },
      { party: 'wallet' as const, ppm: 383_000 },
    ],
  }
  return { ...before, version: 2, amends: termsRoot(before), clauses: { ...before.clauses, revenueShare } }
}

async function sell(t: Till, minor: bigint): Promise<string> {
  const { payment } = await pay(t.w, t.order({ minor }), null, 'test')
  t.scanAndPay((await attemptsOf(t.w, payment)).at(-1)?.code ?? '')
  await t.notices()
  await t.work()
  const paid = await paymentById(t.w, payment)
  expect(paid?.state).toBe('captured')
  return payment
}
const give = (t: Till, payment: string, minor: bigint) =>
  refund(t.w, payment as never, { amount: money('CNY', minor), reason: '退货' }, 'test')

/** Sales and part refunds over two fee months, an amendment among them. */
async function lived(t: Till): Promise<void> {
  const old = await sell(t, 13_337n)
  const whole = await sell(t, 9_999n)
  await give(t, whole, 9_999n)
  t.w.pass(12 * dayMs)
  for (const minor of [12_345n, 7_001n, 19_999n, 25_003n, 811n]) await sell(t, minor)
  const later = await sell(t, 33_331n)
  await give(t, old, 3_111n)
  t.w.pass(12 * dayMs) // into August, under the amendment
  for (const minor of [10_007n, 31_013n, 27_777n]) await sell(t, minor)
  await give(t, old, 4_007n)
  await give(t, later, 11_117n)
  t.w.pass(hourMs)
}

const at = '2026-07-12T02:00:00Z'
const amendedAt = Date.parse('2026-08-01T00:00:00+08:00')

test('replaying the versions that were in force gives what the ledger holds, without one cent of difference on any account', async () => {
  const terms = first()
  const t = await till({ at, terms })
  await amend(t.w, second(terms), amendedAt)
  await lived(t)
  const traffic = await historyOf(t.w, { partner, from: Date.parse(at) - 40 * dayMs, until: t.w.now() + 1, zone })
  const [result] = projectUnder(await governed(t.w, partner, traffic), traffic).currencies
  const ledger = (await trialBalance(t.w)).rows.filter(({ kind }) => !kind.startsWith('meter'))
  expect(result?.accounts).toEqual(
    ledger.map(({ kind, balance }) => ({ kind, minor: balance.minor })).sort((a, b) => (a.kind < b.kind ? -1 : 1)),
  )
  expect(result?.accounts.map(({ kind }) => kind)).toContain('revenue-share-expense')
  expect(result?.refunds).toBe(4)
  // And the other way round: terms that were not in force do not come to the ledger's result.
  const [other] = project(terms, traffic).currencies
  expect(other?.accounts).not.toEqual(result?.accounts)
})

test('a span that begins in the middle of a month stands on the meters and refunds from before it', async () => {
  const terms = first()
  const t = await till({ at, terms })
  await amend(t.w, second(terms), amendedAt)
  await lived(t)
  for (const days of [1, 13, 20]) {
    const span = { partner, from: t.w.now() - days * dayMs, until: t.w.now() + 1 }
    const traffic = await historyOf(t.w, { ...span, zone })
    const [result] = projectUnder(await governed(t.w, partner, traffic), traffic).currencies
    expect(result?.accounts).toEqual(await bookedOf(t.w, span))
  }
})
