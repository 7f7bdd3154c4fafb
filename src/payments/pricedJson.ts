import type { PricedLine } from '../agreements/price.ts'
import type { Currency } from '../base/currency.ts'
import { type Money, money } from '../base/money.ts'
import type { Priced } from './payment.ts'

type MoneyText = { currency: Currency; minor: string }
type LineJson = Omit<PricedLine, 'amount'> & { amount: MoneyText }
type PricedJson = { lines: LineJson[]; meters: { rule: string; volume: string; count: string }[] }

const toText = ({ currency, minor }: Money): MoneyText => ({ currency, minor: minor.toString() })
const fromText = ({ currency, minor }: MoneyText): Money => money(currency, BigInt(minor))

/** Priced lines as they are stored: amounts as digits, so that no reader can round them. */
export const linesToJson = (lines: readonly PricedLine[]): LineJson[] =>
  lines.map((line) => ({ ...line, amount: toText(line.amount) }))

export const linesFromJson = (lines: readonly LineJson[]): PricedLine[] =>
  lines.map((line) => ({ ...line, amount: fromText(line.amount) }))

export const pricedToJson = ({ lines, meters }: Priced): PricedJson => ({
  lines: linesToJson(lines),
  meters: meters.map(({ rule, volume, count }) => ({ rule, volume: volume.toString(), count: count.toString() })),
})

export const pricedFromJson = ({ lines, meters }: PricedJson): Priced => ({
  lines: linesFromJson(lines),
  meters: meters.map(({ rule, volume, count }) => ({ rule, volume: BigInt(volume), count: BigInt(count) })),
})
