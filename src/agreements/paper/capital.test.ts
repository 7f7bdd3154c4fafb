import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Currency } from '../../base/currency.ts'
import { currencies } from '../../base/currency.ts'
import { capitalOf, fromCapital } from './capital.ts'

const golden: [Currency, bigint, string][] = [
  ['CNY', 0n, '人民币零元整'],
  ['CNY', 1n, '人民币壹分'],
  ['CNY', 10n, '人民币壹角整'],
  ['CNY', 100n, '人民币壹元整'],
  ['CNY', 1_999n, '人民币壹拾玖元玖角玖分'],
  ['CNY', 10_005n, '人民币壹佰元零伍分'],
  ['CNY', 140_950n, '人民币壹仟肆佰零玖元伍角整'],
  ['CNY', 600_714n, '人民币陆仟零柒元壹角肆分'],
  // The examples of 附一 itself; where it allows 零 to be left out, it is.
  ['CNY', 168_032n, '人民币壹仟陆佰捌拾元叁角贰分'],
  ['CNY', 10_700_053n, '人民币壹拾万柒仟元伍角叁分'],
  ['CNY', 1_640_902n, '人民币壹万陆仟肆佰零玖元零贰分'],
  ['CNY', 32_504n, '人民币叁佰贰拾伍元零肆分'],
  ['CNY', 1_000_000_000n, '人民币壹仟万元整'],
  ['CNY', 10_000_500_000_000n, '人民币壹仟亿零伍佰万元整'],
  ['CNY', 1_000_000_050_000n, '人民币壹佰亿零伍佰元整'],
  ['JPY', 5_000n, '日元伍仟元整'],
  ['KWD', 1_005n, '科威特第纳尔壹元零伍厘'],
]

test.each(golden)('%s %s in capitals', (currency, minor, text) => {
  expect(capitalOf(currency, minor)).toBe(text)
  expect(fromCapital(currency, text)).toBe(minor)
})

test('every amount that can be written down reads back from its capitals', () => {
  const amount = fc.oneof(
    fc.bigInt(0n, 10n ** 18n - 1n),
    fc.bigInt(0n, 99_999n),
    fc.nat(17).map((zeros) => 10n ** BigInt(zeros)),
  )
  fc.assert(
    fc.property(fc.constantFrom(...currencies), amount, (currency, minor) => {
      expect(fromCapital(currency, capitalOf(currency, minor))).toBe(minor)
    }),
    { numRuns: 2_000 },
  )
})

test.each(['人民币伍元', '伍元整', '人民币伍元整整', '人民币零伍元整', '人民币5元整', '美元伍元整', ''])(
  '%s is not an amount',
  (text) => {
    expect(fromCapital('CNY', text)).toBe(null)
  },
)
