import type { Money } from '../base/money.ts'
import { type Exemption, exemptions } from './exemptionRules.ts'
import { inWords } from './inWords.ts'
import { type Facts, type FraudWindow, psd2, type ScaParameters } from './scaFacts.ts'

export type Reason = { zh: string; en: string }

/** What was answered for one payment, with the rule that decided. */
export type Requirement = { required: boolean; exemption: Exemption | null; rule: string; because: Reason }

/** From this amount on, an online order in CNY is confirmed with us as well. A rule of our own, no law: edit with care. */
export const ownRule: Money = { currency: 'CNY', minor: 500_000n }

/**
 * Whether a payment needs strong customer authentication. Pure; the counters are read and moved under a lock by
 * `requireAuthentication`. Whatever is unclear is answered with "required", and a fact that nobody gave opens nothing.
 */
export function requirementOf(payment: Facts, parameters: ScaParameters = psd2): Requirement {
  const { amount, wanted } = payment
  if (wanted) return required('merchant', { zh: '商户要求付款人验证身份', en: 'the merchant asks for it' })
  if (amount.currency === ownRule.currency && amount.minor >= ownRule.minor)
    return required('own', {
      zh: `满 ${inWords(ownRule)} 的线上订单需本人确认`,
      en: `online orders of ${inWords(ownRule)} or more are confirmed in person`,
    })
  if (amount.currency !== parameters.currency)
    return { required: false, exemption: null, rule: 'outside', because: outside }
  const granted = exemptions.find(({ place, holds }) => place.includes(payment.place) && holds(payment, parameters))
  return granted ? exempt(granted) : required('PSD2 97', whyRequired(payment, parameters))
}

/** Rate of fraud in parts per million of the volume, rounded up; null without volume. */
export const fraudPpm = ({ fraud, volume }: FraudWindow): bigint | null =>
  volume === 0n ? null : (fraud * 1_000_000n + volume - 1n) / volume

// What a payer is told: which of the small exemptions would have let the payment pass, and why it does not today.
function whyRequired({ place, amount, counter, contactless }: Facts, parameters: ScaParameters): Reason {
  const [limits, used] =
    place === 'contactless' ? [parameters.contactless, contactless] : [parameters.lowValue, counter]
  const { currency } = parameters
  const most = inWords({ currency, minor: limits.most })
  if (amount.minor > limits.most)
    return { zh: `${law.zh}：超过 ${most} 的付款需本人确认`, en: `${law.en}: payments above ${most} are confirmed` }
  if (!used) return { zh: `${law.zh}：商户未告知付款人是谁`, en: `${law.en}: the merchant did not say who pays` }
  const sum = inWords({ currency, minor: limits.sum })
  return {
    zh: `${law.zh}：自上次确认以来的小额付款已有 ${inWords({ currency, minor: used.sum })}（${used.count} 笔），连同本单超过 ${sum} 或 ${limits.count} 笔`,
    en: `${law.en}: ${inWords({ currency, minor: used.sum })} in ${used.count} small payments since you last confirmed; this one passes ${sum} or ${limits.count} payments`,
  }
}

const law: Reason = { zh: '欧盟强客户认证（PSD2 第 97 条）', en: 'EU strong customer authentication (PSD2 art. 97)' }

const outside: Reason = { zh: '由钱包验证付款人', en: 'the wallet confirms who pays' }

const required = (rule: string, because: Reason): Requirement => ({ required: true, exemption: null, rule, because })

const exempt = ({ exemption, rule, zh, en }: (typeof exemptions)[number]): Requirement => ({
  required: false,
  exemption,
  rule,
  because: { zh: `${rule}：${zh}`, en: `${rule}: ${en}` },
})
