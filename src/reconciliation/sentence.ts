import { written } from '../agreements/arithmetic.ts'
import { unreachable } from '../base/assert.ts'
import type { Match } from './match.ts'
import type { Finding } from './reconciliation.ts'
import { rateOf } from './reprice.ts'

export type Text = { zh: string; en: string }

/** What a match says to people: what differs, by how much, and what is likely behind it. */
export function sentenceOf(match: Match): Text {
  const days = match.lateDays
  switch (match.because) {
    case 'matched':
      return { zh: '双方一致', en: 'both sides agree' }
    case 'within-tolerance':
      return { zh: '差额在协议约定的容差之内', en: 'the difference lies within the agreed tolerance' }
    case 'late':
      return {
        zh: `双方一致；钱包晚 ${days} 日列入账单`,
        en: `both sides agree; the wallet listed it ${days} day(s) later`,
      }
    case 'unknown-payment':
      return {
        zh: '钱包有这笔收款，我方账上没有：可能是结果未知的付款其实已成功，或不是我方订单',
        en: 'the wallet took this payment and our books do not have it: an unknown outcome that had succeeded, or not our order',
      }
    case 'unknown-refund':
      return {
        zh: '钱包有这笔退款，我方账上没有：可能在钱包后台直接退款，或退款结果未知',
        en: 'the wallet gave this refund and our books do not have it: made at the wallet itself, or a refund with unknown outcome',
      }
    case 'absent':
      return {
        zh: '我方有这一笔，钱包账单没有：请向钱包查询',
        en: 'we have this and the wallet’s file does not: ask the wallet',
      }
    case 'absent-near-midnight':
      return {
        zh: '我方有这一笔，时间接近零点：多半列在次日账单',
        en: 'we have this close to midnight: most likely in the next day’s file',
      }
    case 'amount':
      return { zh: `金额不符：差 ${amountOf(match)}`, en: `the amounts differ by ${amountOf(match)}` }
    case 'fee':
      return feeSentence(match)
    case 'wallet-number':
      return {
        zh: '订单与金额一致，但钱包交易号与我方记录不同：同一订单可能被收款两次',
        en: 'order and amount agree but the wallet’s number is another than ours: the order may have been paid twice',
      }
    case 'twice-in-file':
      return { zh: '同一账单中重复出现', en: 'stands twice in this file' }
    case 'in-earlier-file':
      return { zh: '已在另一日的账单中出现过', en: 'had already stood in another day’s file' }
    case 'taken-back':
      return {
        zh: '钱包当日收款后全额退回，双方账上均无余额',
        en: 'the wallet took this and gave all of it back the same day: nothing is left on either side',
      }
    default:
      return unreachable(match.because)
  }
}

const amountOf = ({ difference }: Match): string => written(difference)

function feeSentence(match: Match): Text {
  const finding: Finding = match.finding ?? 'rate'
  const amount = match.ours ?? match.difference
  const rate = match.feeTheirs ? rateOf(match.feeTheirs, amount) : ''
  const more = match.difference.minor > 0n
  const zh = `钱包${more ? '多' : '少'}收 ${written({ ...match.difference, minor: more ? match.difference.minor : -match.difference.minor })}`
  const en = `the wallet took ${written({ ...match.difference, minor: more ? match.difference.minor : -match.difference.minor })} too ${more ? 'much' : 'little'}`
  const why: Record<Finding, Text> = {
    rate: {
      zh: `费率不是条款约定的费率（实收约 ${rate}）`,
      en: `not the rate of the clause (about ${rate} was taken)`,
    },
    tier: { zh: `按另一档费率计收（${rate}）`, en: `charged at another tier (${rate})` },
    rounding: { zh: '四舍五入方式不同', en: 'rounded in another way' },
    'unknown-fee': { zh: '没有任何条款约定这笔费用', en: 'no clause takes this fee' },
    'wrong-version': { zh: '按协议的另一版本计收', en: 'charged under another version of the agreement' },
    ours: { zh: '我方记账的费用与条款不符，应更正我方', en: 'our own booking does not follow the clause: mend ours' },
  }
  return finding === 'ours' ? why.ours : { zh: `${zh}：${why[finding].zh}`, en: `${en}: ${why[finding].en}` }
}
