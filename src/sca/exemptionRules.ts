import type { Counter, Facts, ScaParameters, SmallPayments } from './scaFacts.ts'

/** Why a payment may go without strong customer authentication (RTS (EU) 2018/389). */
export type Exemption =
  | 'contactless'
  | 'trusted-beneficiary'
  | 'recurring'
  | 'own-accounts'
  | 'low-value'
  | 'corporate'
  | 'risk-analysis'

/** Whether anything of the house hands in the facts this exemption needs; the others are decided by the same function. */
type Used = 'online' | 'not yet'

export type ExemptionRule = {
  exemption: Exemption
  rule: string
  place: readonly Facts['place'][]
  used: Used
  zh: string
  en: string
  holds(facts: Facts, parameters: ScaParameters): boolean
}

const remote = ['remote'] as const
const anywhere = ['remote', 'contactless'] as const

/** The exemptions of the regulation in the order they are looked at; those that use up no counter come first. */
export const exemptions: readonly ExemptionRule[] = [
  {
    exemption: 'trusted-beneficiary', // art. 13: on a list the payer made, with strong authentication, at its institution
    rule: 'RTS 13',
    place: remote,
    used: 'online',
    zh: '付款人信任的收款方',
    en: 'a trusted beneficiary',
    holds: ({ isTrusted }) => isTrusted,
  },
  {
    exemption: 'recurring', // art. 14: the series was confirmed when made; all after it with the same amount and payee
    rule: 'RTS 14',
    place: remote,
    used: 'not yet',
    zh: '同一收款方、同一金额的定期付款',
    en: 'one of a series with the same amount and payee',
    holds: ({ amount, payee, series }) =>
      !!series?.isConfirmed &&
      !!payee &&
      series.payee === payee &&
      series.amount.currency === amount.currency &&
      series.amount.minor === amount.minor,
  },
  {
    exemption: 'own-accounts', // art. 15: same person on both sides, both accounts with the same institution
    rule: 'RTS 15',
    place: remote,
    used: 'not yet',
    zh: '本人账户之间',
    en: 'between accounts of the same person',
    holds: ({ holders }) =>
      !!holders?.payer && holders.payer === holders.payee && !!holders.payerAt && holders.payerAt === holders.payeeAt,
  },
  {
    exemption: 'corporate', // art. 17: no consumers, and a process the competent authority is satisfied with
    rule: 'RTS 17',
    place: anywhere,
    used: 'not yet',
    zh: '企业专用支付流程',
    en: 'a secure corporate payment process',
    holds: ({ corporate }, { corporateProtocols }) =>
      !!corporate && !corporate.isConsumer && corporateProtocols.includes(corporate.protocol),
  },
  {
    exemption: 'contactless', // art. 11
    rule: 'RTS 11',
    place: ['contactless'],
    used: 'not yet',
    zh: '小额近场支付',
    en: 'a contactless payment of low value',
    holds: ({ amount, contactless }, parameters) => isSmall(amount.minor, contactless, parameters.contactless),
  },
  {
    exemption: 'low-value', // art. 16
    rule: 'RTS 16',
    place: remote,
    used: 'online',
    zh: '小额',
    en: 'a low value',
    holds: ({ amount, counter }, { lowValue }) => isSmall(amount.minor, counter, lowValue),
  },
  {
    exemption: 'risk-analysis',
    rule: 'RTS 18',
    place: remote,
    used: 'online',
    zh: '低风险',
    en: 'a low risk',
    holds: isLowRisk,
  },
]

// Stricter than the text, which counts "previous" payments: this one counts already, so the sum and the number include it.
function isSmall(minor: bigint, counter: Counter | null | undefined, { most, sum, count, by }: SmallPayments): boolean {
  if (!counter || minor > most) return false
  const fits = { sum: counter.sum + minor <= sum, count: counter.count + 1 <= count }
  return by === 'both' ? fits.sum && fits.count : fits[by]
}

// RTS art. 18 and 20: the band that covers the amount must be met now. The regulation lets two bad quarters pass before the
// exemption ends; we end it at once. Without any volume there is no rate to speak of, and so no exemption.
function isLowRisk({ amount, fraud }: Facts, { riskAnalysis }: ScaParameters): boolean {
  const band = riskAnalysis.find(({ most }) => amount.minor <= most)
  return (
    band !== undefined && fraud !== null && fraud.volume > 0n && fraud.fraud * 1_000_000n <= band.ratePpm * fraud.volume
  )
}
