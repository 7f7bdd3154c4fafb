import fc from 'fast-check'
import { expect, test } from 'vitest'
import { idOf, partner, tea, termsWith } from '../../test/settled.ts'
import { termsRoot } from '../agreements/digest.ts'
import { priceCapture } from '../agreements/price.ts'
import { priceRefund } from '../agreements/refundPrice.ts'
import type { Terms } from '../agreements/terms.ts'
import { money } from '../base/money.ts'
import { type ClearingLine, chargesOf } from '../settlement/clearing.ts'
import type { BillRow } from '../wallets/wallet.ts'
import { feeJudge } from './judge.ts'

const terms = termsWith()
const root = termsRoot(terms)

/** The same agreement with another price of the wallet's fee. */
function pricedAt(ratePpm: number): Terms {
  const rules = terms.clauses.fees.rules.map((rule) =>
    rule.payee === 'wallet'
      ? { ...rule, price: { kind: 'percentage' as const, ratePpm, fixed: '0', floor: null, cap: null } }
      : rule,
  )
  return { ...terms, version: 2, clauses: { ...terms.clauses, fees: { ...terms.clauses.fees, rules } } }
}

type Of = Pick<ClearingLine, 'kind' | 'orderNo' | 'object' | 'amount' | 'clauses' | 'meters'>
const lineOf = (of: Of): ClearingLine => ({
  ...of,
  ...chargesOf(of.amount, of.clauses),
  id: `clr_${of.object.padStart(26, '0')}`,
  partner,
  wallet: 'alipay',
  merchant: tea,
  product: 'qr-merchant',
  requestNo: of.kind === 'refund' ? of.object : null,
  walletNo: null,
  at: 0,
  agreement: terms.agreement,
  version: 1,
  versionDigest: root,
  settlementDay: '2026-07-01',
  settlement: null,
})

function sold(minor: bigint, volume: bigint): ClearingLine {
  const amount = money('CNY', minor)
  const meters = new Map([['wallet-volume', { volume, count: 3n }]])
  const clauses = priceCapture(terms, { product: 'qr-merchant', amount, meters })
  return lineOf({ kind: 'payment', orderNo: 'o1', object: idOf('pay', '1').slice(4, 24), amount, clauses, meters })
}

const charging = (line: ClearingLine, minor: bigint): BillRow =>
  ({ fee: money('CNY', -minor), amount: line.amount, received: line.amount }) as BillRow

test('the fee that the agreement asks for is never called a difference, wherever the month stands', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 10n ** 9n }), fc.bigInt({ min: 0n, max: 10n ** 10n }), (minor, volume) => {
      const line = sold(minor, volume)
      const judged = feeJudge([line], new Map([[root, terms]]))(charging(line, line.walletFee.minor), line)
      expect(judged).toMatchObject({ finding: null, expected: line.walletFee, path: '/clauses/fees/rules/2' })
    }),
  )
})

test('refunds in any cut are repriced to what they returned', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 100n, max: 10n ** 8n }),
      fc.array(fc.bigInt({ min: 1n, max: 30n }), { minLength: 1, maxLength: 5 }),
      (minor, parts) => {
        const line = sold(minor, 0n)
        const lines = [line]
        let before = 0n
        for (const [at, percent] of parts.entries()) {
          const refund = (minor * percent) / 100n
          if (refund === 0n || before + refund > minor) continue
          const ask = {
            lines: line.clauses,
            captured: line.amount,
            refundedBefore: money('CNY', before),
            refund: money('CNY', refund),
          }
          before += refund
          const object = `zz${at}`
          lines.push(
            lineOf({
              kind: 'refund',
              orderNo: 'o1',
              object,
              amount: money('CNY', -refund),
              clauses: priceRefund(terms, ask),
              meters: new Map(),
            }),
          )
        }
        const judge = feeJudge(lines, new Map([[root, terms]]))
        for (const one of lines) {
          expect(judge(charging(one, one.walletFee.minor), one)).toMatchObject({
            finding: null,
            expected: one.walletFee,
          })
        }
      },
    ),
  )
})

test('a wrong fee is called by what is behind it', () => {
  const line = sold(1_000_000n, 0n)
  const next = pricedAt(2_800)
  const versions = new Map([
    [root, terms],
    [termsRoot(next), next],
  ])
  const finding = (theirs: bigint, of = line, known: ReadonlyMap<string, Terms> = versions) =>
    feeJudge([of], known)(charging(of, theirs), of).finding
  expect(finding(2_500n)).toBe(null)
  expect(finding(2_499n)).toBe('rounding')
  expect(finding(2_000n)).toBe('tier')
  expect(finding(2_800n)).toBe('wrong-version')
  expect(finding(2_800n, line, new Map([[root, terms]]))).toBe('rate')
  expect(finding(6_000n)).toBe('rate')
})

test('a fee that no clause takes, and a booking of ours beside its clause, have their own names', () => {
  const rules = terms.clauses.fees.rules.filter(({ payee }) => payee !== 'wallet')
  const free: Terms = { ...terms, clauses: { ...terms.clauses, fees: { ...terms.clauses.fees, rules } } }
  const line = sold(1_000_000n, 0n)
  const without = { ...line, ...chargesOf(line.amount, []), clauses: [] }
  expect(feeJudge([without], new Map([[root, free]]))(charging(without, 1n), without).finding).toBe('unknown-fee')
  const misbooked = { ...line, walletFee: money('CNY', 2_600n) }
  const judged = feeJudge([misbooked], new Map([[root, terms]]))(charging(misbooked, 2_500n), misbooked)
  expect(judged).toMatchObject({ finding: 'ours', expected: { minor: 2_500n } })
})
