import { type Money, money } from '../base/money.ts'
import { dayOf } from '../base/time.ts'
import { record } from '../world/record.ts'
import type { Inside, World } from '../world/world.ts'
import { scaFaults } from './errors.ts'
import { inWords } from './inWords.ts'
import type { Level } from './level.ts'
import { payerOf, readPayerOf } from './payerLink.ts'
import { addDayUse, type DaySum, endDayUse, lockDaySum, readDaySum } from './storeDays.ts'

/** The rules of 条码支付业务规范（试行）(银发〔2017〕296号, in force since 2018-04-01), article 12, as data. */
export const barCodeRules = {
  source: '银发〔2017〕296号',
  zone: 'Asia/Shanghai',
  products: ['qr-merchant', 'qr-consumer'],
  currency: 'CNY',
  /** Most that one payer may pay in a day, in minor units; null is what the contract says. */
  daySum: { A: null, B: 500_000n, C: 100_000n, D: 50_000n },
} as const satisfies {
  source: string
  zone: string
  products: readonly string[]
  currency: Money['currency']
  daySum: Record<Level, bigint | null>
}

/** A bar code payment as this rule sees it. `payer` is the merchant's own reference, null when nobody told who pays. */
export type BarCodePayment = { payment: string; product: string; payer: string | null; level: Level; amount: Money }

/**
 * Counts a payment in its payer's day under the lock of that day, or refuses it: fault `sca.day_limit`, which says what is left.
 * Against the limit of a level counts what was paid that day at this level and at weaker ones, so that a stronger confirmation
 * raises the limit within the day and a weak one never uses up more than its own. When nobody told who pays, only the payment
 * itself is held against the sum: the wallet, which knows, counts the day.
 */
export async function countDay(i: Inside, asked: BarCodePayment): Promise<void> {
  const max = limitOf(asked)
  if (max === undefined) return
  const { payment, level, amount } = asked
  const payer = await payerOf(i, asked.payer)
  const day = dayOf(i.now(), barCodeRules.zone)
  const used = payer === null ? 0n : usedAt(await lockDaySum(i, payer, day), level)
  if (max !== null && used + amount.minor > max) throw over(level, max, used)
  if (payer === null) return
  await addDayUse(i, { payment, payer, day, level, minor: amount.minor })
  record(i, { act: 'sca.count_day', object: payment, facts: { level, day, rule: barCodeRules.source } })
}

/** A payment that ended without money gives its share of the day back. */
export const giveBackDay = async (i: Inside, payment: string): Promise<void> => {
  if (await endDayUse(i, payment)) record(i, { act: 'sca.give_back_day', object: payment })
}

/** What a payer may still pay today at a level: null without a limit, or when it does not fall under this rule. */
export async function leftToday(w: World, asked: BarCodePayment): Promise<Money | null> {
  const max = limitOf(asked)
  if (max === undefined || max === null) return null
  const payer = await readPayerOf(w, asked.payer)
  const used = payer === null ? 0n : usedAt(await readDaySum(w, payer, dayOf(w.now(), barCodeRules.zone)), asked.level)
  return money(barCodeRules.currency, used >= max ? 0n : max - used)
}

/** What counts against the limit of a level: this level and the weaker ones. */
export const usedAt = ({ b, c, d }: DaySum, level: Level): bigint =>
  level === 'D' ? d : level === 'C' ? c + d : b + c + d

/** Undefined when the payment is none of a bar code in China. */
const limitOf = ({ product, level, amount }: BarCodePayment): bigint | null | undefined =>
  amount.currency === barCodeRules.currency && barCodeRules.products.some((one) => one === product)
    ? barCodeRules.daySum[level]
    : undefined

const over = (level: Level, max: bigint, used: bigint) =>
  scaFaults.dayLimit({ level, max: inYuan(max), left: inYuan(used >= max ? 0n : max - used) })

const inYuan = (minor: bigint): string => inWords({ currency: barCodeRules.currency, minor })
