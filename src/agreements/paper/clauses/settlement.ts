import type { Terms } from '../../terms.ts'
import type { Block } from '../speech.ts'
import { en, sentence, speaker, zh } from '../speech.ts'

/** When and how money is paid over. */
export function settlementProse(terms: Terms): Block[] {
  const s = speaker(terms.clauses.settlement, '/clauses/settlement')
  const { currency } = s.it
  return [
    sentence(
      zh`每日于 ${s.text('zone')} 当地时间 ${s.text('cutOff')} 截止；钱包方在截止后第 ${s.count('cycleDays')} 个${s.word('businessDaysOnly', 'businessDays')}以 ${s.text('currency')} 结算，结算方式：${s.word('net', 'net')}。`,
      en`Each day closes at ${s.text('cutOff')} local time of ${s.text('zone')}; the Wallet settles in ${s.text('currency')} this many ${s.word('businessDaysOnly', 'businessDays')} after closing: ${s.count('cycleDays')}; the amount is ${s.word('net', 'net')}.`,
    ),
    sentence(
      zh`节假日：${s.texts('holidays')}。调休工作日：${s.texts('workdays')}。`,
      en`Holidays: ${s.texts('holidays')}. Weekend days that are worked: ${s.texts('workdays')}.`,
    ),
    sentence(
      zh`结算起点为 ${s.amount('minimum', currency)}，不足者并入下期；换汇加点为 ${s.ppm('fxMarkupPpm')}。`,
      en`Sums below ${s.amount('minimum', currency)} wait for the next cycle; the mark-up on exchange is ${s.ppm('fxMarkupPpm')}.`,
    ),
    sentence(
      zh`对账差异应于 ${s.count('discrepancyDays')} 日内提出；单笔差额不超过 ${s.amount('tolerance', currency)}的不视为差异。`,
      en`Discrepancies are raised within ${s.count('discrepancyDays')} days; a difference of a line of up to ${s.amount('tolerance', currency)} is none.`,
    ),
  ]
}

/** How a payment is undone, and how it is disputed. */
export function refundsProse(terms: Terms): Block[] {
  const r = speaker(terms.clauses.refunds, '/clauses/refunds')
  return [
    sentence(
      zh`支付后 ${r.count('windowDays')} 日内可以退款；部分退款：${r.word('partial', 'partial')}。累计退款不得超过原支付金额。`,
      en`A payment may be refunded within ${r.count('windowDays')} days; refunds in part: ${r.word('partial', 'partial')}. Refunds together never exceed the payment.`,
    ),
    sentence(
      zh`付款人可在支付后 ${r.count('disputeDays')} 日内提出争议；调单应在 ${r.count('answerDays')} 日内答复，每笔支付至多调单 ${r.count('retrievalsMax')} 次。`,
      en`A payer may dispute a payment within ${r.count('disputeDays')} days; a retrieval request is answered within ${r.count('answerDays')} days, and the number of retrievals of a payment is at most ${r.count('retrievalsMax')}.`,
    ),
    sentence(
      zh`对答复不服的，可在 ${r.count('escalationDays')} 日内升级处理，至多升级 ${r.count('escalationsMax')} 次。`,
      en`A party not content with the answer may escalate within ${r.count('escalationDays')} days; the number of escalations is at most ${r.count('escalationsMax')}.`,
    ),
  ]
}
