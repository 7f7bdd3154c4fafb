import fc from 'fast-check'
import { expect, test } from 'vitest'
import { idOf, noodles, partner, tea, termsWith } from '../../test/settled.ts'
import { termsRoot } from '../agreements/digest.ts'
import { priceCapture } from '../agreements/price.ts'
import { priceRefund } from '../agreements/refundPrice.ts'
import { add, money, sum, zero } from '../base/money.ts'
import { type ClearingLine, chargesOf, merchantNet, walletNet } from './clearing.ts'
import { itemsOf, partOf } from './item.ts'
import { currenciesToSettle, merchantKey, planSettlement, sumsOf } from './plan.ts'
import { statementOf } from './statement.ts'

const terms = termsWith()
const versionDigest = termsRoot(terms)
const settlement = { partner, agreement: terms.agreement, versionDigest, net: 'net' as const }

const sale = fc.record({
  minor: fc.bigInt({ min: 1n, max: 5_000_000n }),
  merchant: fc.constantFrom(tea, noodles),
  product: fc.constantFrom('online' as const, 'qr-merchant' as const),
  backPpm: fc.option(fc.bigInt({ min: 1n, max: 1_000_000n })),
})
const day = fc.array(sale, { maxLength: 30 }).map((sales) => {
  let volume = 0n
  return sales.flatMap(({ minor, merchant, product, backPpm }, at): ClearingLine[] => {
    const amount = money('CNY', minor)
    const priced = priceCapture(terms, {
      product,
      amount,
      meters: new Map([['wallet-volume', { volume, count: BigInt(at) }]]),
    })
    volume += minor
    const paid = lineOf(
      { amount, merchant, product, orderNo: `o${at}`, kind: 'payment', object: idOf('pay', `${at}`) },
      priced,
    )
    const back = backPpm === null ? 0n : (minor * backPpm) / 1_000_000n
    if (back === 0n) return [paid]
    const returned = priceRefund(terms, {
      lines: priced,
      captured: amount,
      refundedBefore: zero('CNY'),
      refund: money('CNY', back),
    })
    return [
      paid,
      lineOf(
        {
          amount: money('CNY', -back),
          merchant,
          product,
          orderNo: `o${at}`,
          kind: 'refund',
          object: idOf('ref', `${at}`),
        },
        returned,
      ),
    ]
  })
})

function lineOf(
  of: Pick<ClearingLine, 'amount' | 'merchant' | 'product' | 'orderNo' | 'kind' | 'object'>,
  priced: ClearingLine['clauses'],
): ClearingLine {
  return {
    ...of,
    partner,
    wallet: 'alipay',
    id: idOf('clr', of.object),
    requestNo: of.kind === 'refund' ? of.object : null,
    walletNo: null,
    at: 0,
    meters: new Map(),
    agreement: terms.agreement,
    version: 1,
    versionDigest,
    clauses: priced,
    ...chargesOf(of.amount, priced),
    settlementDay: '2026-07-01',
    settlement: null,
  }
}

const plenty = (lines: readonly ClearingLine[]) =>
  new Map(
    sumsOf(lines).map((one) => [
      merchantKey(one),
      { broughtForward: zero('CNY'), available: money('CNY', 10n ** 12n) },
    ]),
  )

test('the positions of a day add up to its lines, whoever is asked', () => {
  fc.assert(
    fc.property(day, (lines) => {
      const { positions } = planSettlement(settlement, sumsOf(lines), plenty(lines))
      const wallet = positions.filter(({ party }) => party === 'wallet').map(({ net }) => net)
      const merchants = positions
        .filter(({ party }) => party === 'merchant')
        .map(({ net, carriedForward }) => add(net, carriedForward))
      expect(sum('CNY', wallet)).toEqual(
        sum(
          'CNY',
          lines.map((line) => money('CNY', walletNet(line).minor - line.revenueShare.minor)),
        ),
      )
      expect(sum('CNY', merchants)).toEqual(sum('CNY', lines.map(merchantNet)))
    }),
  )
})

test('wallet, merchants and institution each compute the same totals, and nothing is left over', () => {
  fc.assert(
    fc.property(day, (lines) => {
      const { positions } = planSettlement(settlement, sumsOf(lines), plenty(lines))
      const wallet = statementOf(lines, 'wallet', 'CNY')
      const ours = statementOf(lines, 'institution', 'CNY')
      const merchants = [tea, noodles].map((id) => statementOf(lines, `merchant:${id}`, 'CNY'))
      const owed = positions.find(({ party }) => party === 'wallet')?.net.minor ?? 0n
      expect(wallet.net.minor).toBe(-owed)
      expect(sum('CNY', [wallet.net, ours.net, ...merchants.map(({ net }) => net)]).minor).toBe(0n)
      expect(wallet.digest).toBe(ours.digest)
      expect(statementOf([...lines].reverse(), 'wallet', 'CNY').digest).toBe(wallet.digest)
      for (const { side, net } of merchants) {
        const position = positions.find(({ counterparty }) => side === `merchant:${counterparty}`)
        expect(net.minor).toBe(position ? position.net.minor + position.carriedForward.minor : 0n)
      }
    }),
  )
})

test('one cent more on one line gives another digest', () => {
  fc.assert(
    fc.property(
      day.filter((lines) => lines.length > 0),
      fc.nat(),
      (lines, pick) => {
        const changed = lines.map((line, at) =>
          at === pick % lines.length ? { ...line, amount: money('CNY', line.amount.minor + 1n) } : line,
        )
        fc.pre(changed.every((line) => line.amount.minor !== 0n))
        expect(statementOf(changed, 'wallet', 'CNY').digest).not.toBe(statementOf(lines, 'wallet', 'CNY').digest)
      },
    ),
  )
})

test('a settlement empties what its lines put on the accounts', () => {
  fc.assert(
    fc.property(day, fc.constantFrom('net' as const, 'gross' as const), (lines, net) => {
      const { postings } = planSettlement({ ...settlement, net }, sumsOf(lines), plenty(lines))
      const moved = new Map<string, bigint>()
      for (const { debit, credit, amount } of postings.flatMap(({ transfers }) => transfers)) {
        moved.set(debit.kind, (moved.get(debit.kind) ?? 0n) + amount.minor)
        moved.set(credit.kind, (moved.get(credit.kind) ?? 0n) - amount.minor)
      }
      const shares = sum(
        'CNY',
        lines.map(({ revenueShare }) => revenueShare),
      ).minor
      expect(moved.get('wallet-receivable') ?? 0n).toBe(-sum('CNY', lines.map(walletNet)).minor)
      expect(moved.get('wallet-payable') ?? 0n).toBe(shares)
      expect(moved.get('settlement-in-transit') ?? 0n).toBe(sum('CNY', lines.map(walletNet)).minor - shares)
    }),
  )
})

test('carried money is paid when the pending account can give it, and never twice', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.bigInt({ min: -5_000n, max: 5_000n }), fc.bigInt({ min: 0n, max: 3_000n })), {
        maxLength: 12,
      }),
      (days) => {
        let broughtForward = zero('CNY')
        let paid = 0n
        for (const [due, available] of days) {
          const one = {
            ...sumsOf([])[0],
            merchant: tea,
            currency: 'CNY' as const,
            payments: { amount: money('CNY', due), count: 1 },
            refunds: { amount: zero('CNY'), count: 0 },
            adjustments: { amount: zero('CNY'), count: 0 },
            merchantFee: zero('CNY'),
            walletFee: zero('CNY'),
            revenueShare: zero('CNY'),
          }
          const { positions } = planSettlement(
            settlement,
            [one],
            new Map([[merchantKey(one), { broughtForward, available: money('CNY', available) }]]),
          )
          const position = positions.find(({ party }) => party === 'merchant')
          if (!position) throw new Error('a merchant has its position')
          expect(position.net.minor >= 0n && position.net.minor <= available).toBe(true)
          paid += position.net.minor
          broughtForward = position.carriedForward
        }
        expect(paid + broughtForward.minor).toBe(days.reduce((all, [due]) => all + due, 0n))
      },
    ),
  )
})

test('a currency waits while its net is under the minimum, also when we would pay', () => {
  const line = (minor: bigint) =>
    lineOf(
      {
        amount: money('CNY', minor),
        merchant: tea,
        product: 'online',
        orderNo: 'o',
        kind: minor > 0n ? 'payment' : 'refund',
        object: 'pay_1',
      },
      [],
    )
  const rule = { net: 'net' as const, minimum: money('CNY', 100n) }
  expect(currenciesToSettle(sumsOf([line(99n)]), rule)).toEqual([])
  expect(currenciesToSettle(sumsOf([line(-99n)]), rule)).toEqual([])
  expect(currenciesToSettle(sumsOf([line(100n)]), rule)).toEqual(['CNY'])
  expect(currenciesToSettle(sumsOf([line(-100n)]), rule)).toEqual(['CNY'])
})

test('the wallet sees no merchant fee and no merchant sees the wallet’s', () => {
  fc.assert(
    fc.property(day, (lines) => {
      for (const item of lines.flatMap(itemsOf)) {
        const { receives, pays } = partOf(
          item,
          item.kind === 'merchant-fee' ? 'wallet' : `merchant:${item.line.merchant}`,
        )
        if (item.kind === 'merchant-fee' || item.kind === 'wallet-fee' || item.kind === 'revenue-share')
          expect(receives || pays).toBe(false)
      }
    }),
  )
})
