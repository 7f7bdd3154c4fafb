import type { Currency } from '../base/currency.ts'
import type { Money } from '../base/money.ts'

/** Why a payment may go without strong customer authentication (RTS (EU) 2018/389). */
export type Exemption = 'low-value' | 'trusted-beneficiary' | 'risk-analysis'

export type Reason = { zh: string; en: string }

/** What was answered for one payment, with the rule that decided. */
export type Requirement = { required: boolean; exemption: Exemption | null; rule: string; because: Reason }

/** What has gone without authentication since the payer was last authenticated. */
export type Counter = { sum: bigint; count: number }

/** Fraud and volume of remote payments in the last 90 days, in minor units. */
export type FraudWindow = { fraud: bigint; volume: bigint }

export type ScaParameters = {
  currency: Currency
  /** RTS art. 16: at most this much, and since the last authentication at most this sum or this many. */
  lowValue: { most: bigint; sum: bigint; count: number; by: 'sum' | 'count' }
  /** RTS art. 18 and annex, remote card-based payments: up to `most` while fraud is at most `rate` parts per million. */
  riskAnalysis: readonly { most: bigint; ratePpm: bigint }[]
}

/** PSD2, by currency of the payment. The regulation counts in euro; a payment in another currency is outside this table. */
export const psd2: ScaParameters = {
  currency: 'EUR',
  lowValue: { most: 3_000n, sum: 10_000n, count: 5, by: 'sum' },
  riskAnalysis: [
    { most: 10_000n, ratePpm: 1_300n },
    { most: 25_000n, ratePpm: 600n },
    { most: 50_000n, ratePpm: 100n },
  ],
}

/** From this amount on, an online order in CNY is confirmed with us as well. A rule of our own, no law: edit with care. */
export const ownRule: Money = { currency: 'CNY', minor: 500_000n }

export type Remote = {
  amount: Money
  /** The merchant asked that its payer be authenticated with us. */
  wanted: boolean
  /** Null when nobody told who pays: what cannot be counted is not exempt. */
  counter: Counter | null
  isTrusted: boolean
  fraud: FraudWindow
}

/**
 * Whether a remote payment needs strong customer authentication. Pure; the counters are read and moved under a lock by
 * `requireAuthentication`. Whatever is unclear is answered with "required".
 */
export function requirementOf(payment: Remote, parameters: ScaParameters = psd2): Requirement {
  const { amount, wanted } = payment
  if (wanted) return required('merchant', { zh: '商户要求', en: 'the merchant asks for it' })
  if (amount.currency === ownRule.currency && amount.minor >= ownRule.minor)
    return required('own', { zh: '金额较大，需本人确认', en: 'a large amount is confirmed in person' })
  if (amount.currency !== parameters.currency)
    return { required: false, exemption: null, rule: 'outside', because: outside }
  if (payment.isTrusted)
    return exempt('trusted-beneficiary', 'RTS 13', 'EU 2018/389 第 13 条：付款人信任的收款方', 'a trusted beneficiary')
  if (isLowValue(payment, parameters)) return exempt('low-value', 'RTS 16', 'EU 2018/389 第 16 条：小额', 'a low value')
  if (isLowRisk(payment, parameters))
    return exempt('risk-analysis', 'RTS 18', 'EU 2018/389 第 18 条：低风险', 'a low risk')
  return required('PSD2 97', { zh: 'PSD2 第 97 条：强客户认证', en: 'PSD2 art. 97: strong customer authentication' })
}

/** RTS art. 16: this payment counts already, so the sum and the number include it. */
function isLowValue({ amount, counter }: Remote, { lowValue }: ScaParameters): boolean {
  if (counter === null || amount.minor > lowValue.most) return false
  return lowValue.by === 'sum' ? counter.sum + amount.minor <= lowValue.sum : counter.count + 1 <= lowValue.count
}

// RTS art. 18 and 20: the band that covers the amount must be met now. The regulation lets two bad quarters pass before the
// exemption ends; we end it at once. Without any volume there is no rate to speak of, and so no exemption.
function isLowRisk({ amount, fraud }: Remote, { riskAnalysis }: ScaParameters): boolean {
  const band = riskAnalysis.find(({ most }) => amount.minor <= most)
  return band !== undefined && fraud.volume > 0n && fraud.fraud * 1_000_000n <= band.ratePpm * fraud.volume
}

/** Rate of fraud in parts per million of the volume, rounded up; null without volume. */
export const fraudPpm = ({ fraud, volume }: FraudWindow): bigint | null =>
  volume === 0n ? null : (fraud * 1_000_000n + volume - 1n) / volume

const outside: Reason = { zh: '由钱包验证付款人', en: 'the wallet confirms who pays' }

const required = (rule: string, because: Reason): Requirement => ({ required: true, exemption: null, rule, because })

const exempt = (exemption: Exemption, rule: string, zh: string, en: string): Requirement => ({
  required: false,
  exemption,
  rule,
  because: { zh, en: `${rule}: ${en}` },
})
