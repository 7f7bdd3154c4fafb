import { declineTexts } from '../wallets/errors.ts'
import type { DeclineReason } from '../wallets/wallet.ts'

type Text = { zh: string; en: string }

// The history keeps one short sentence for each step; people read it in their own language. What the table does not know is
// shown as it was written: better a foreign word than none.
const sentences: Record<string, string> = {
  created: '创建',
  'code shown': '已出示收款码',
  'the payer is confirming': '付款人正在确认',
  paid: '钱包确认已付款',
  'cancelled on request': '应要求撤销',
  'refund asked': '已申请退款',
  'late success': '支付结束后才到的成功',
  'late success given back': '迟到的收款已退还',
  'released, to be asked again': '已解除冻结，重新向钱包查询',
  'released, to be given back anew': '已解除冻结，重新退还迟到的收款',
  'released: the wallet says what our books hold': '已解除冻结：钱包的答复与我方账务一致',
  'cancelled after it was paid': '付款后被撤销，钱包已退回',
  'the wallet closed the order unpaid': '钱包关闭了未付款的订单',
  'the wallet cancelled a payment that is in our books': '钱包撤销了我方已入账的支付',
  'paid, but a cancel is on its way': '已付款，但撤销请求尚未答复',
  'waiting changes nothing': '付款人确认中，无变化',
  'payment waiting': '付款人确认中',
  'payment paid': '已付款',
  'payment finished': '已付款（交易完结）',
  'closed closed': '订单已关闭',
  'no wallet was chosen in time': '付款人未在有效期内选择钱包',
  refund: '已退款',
  'the refund is booked': '该退款已入账',
  timeout: '等待钱包应答超时',
  connection_lost: '连接中断',
  never_connected: '未能连上钱包',
  http_error: '钱包返回异常状态',
  unreadable: '应答无法解析',
  unsigned: '应答没有签名',
  bad_signature: '应答验签失败',
  mismatch: '应答与请求不一致',
  wallet_busy: '钱包表示结果未定',
  unknown_word: '应答含有未知的状态',
  moved_on: '该单号已有后续状态',
}

const words: Record<string, string> = {
  timeout: 'no answer in time',
  connection_lost: 'the connection was lost',
  never_connected: 'the wallet could not be reached',
  http_error: 'the wallet answered with an error status',
  unreadable: 'the answer could not be read',
  unsigned: 'the answer was not signed',
  bad_signature: 'the answer’s signature is wrong',
  mismatch: 'the answer is about something else',
  wallet_busy: 'the wallet does not know either',
  unknown_word: 'the answer holds a state we do not know',
  moved_on: 'the order has moved on',
}

const states: Record<string, string> = {
  captured: '已收款',
  partly_refunded: '部分退款',
  refunded: '已退款',
  declined: '已拒绝',
  cancelled: '已撤销',
  expired: '已过期',
} // prettier: one list

type Form = [form: RegExp, zh: (inner: string) => string, en: (inner: string) => string]

const forms: Form[] = [
  [/^the wallet confirmed the cancel \(\w+\)$/, () => '钱包确认撤销', () => 'the wallet confirmed the cancel'],
  [
    /^a late success could not be given back: (.+)$/,
    (inner) => `迟到的收款未能退还：${becauseText(inner).zh}`,
    (inner) => `a late success could not be given back: ${becauseText(inner).en}`,
  ],
  [
    /^a second trade (\S+) for one order$/,
    (inner) => `同一订单有第二笔钱包交易 ${inner}`,
    (inner) => `a second trade ${inner} for one order`,
  ],
  [/^frozen: (.+)$/, (inner) => `已冻结：${becauseText(inner).zh}`, (inner) => `frozen: ${becauseText(inner).en}`],
  [
    /^not executed: (.+)$/,
    (inner) => `钱包未受理：${becauseText(inner).zh}`,
    (inner) => `not executed: ${becauseText(inner).en}`,
  ],
  [/^refund (ref_\w+)$/, (inner) => `退款 ${inner}`, (inner) => `refund ${inner}`],
  [
    /^refund declined: (.+)$/,
    (inner) => `退款被拒：${becauseText(inner).zh}`,
    (inner) => `refund declined: ${becauseText(inner).en}`,
  ],
  [
    /^the payment is (\w+)$/,
    (inner) => `支付已是「${states[inner] ?? inner}」，无变化`,
    (inner) => `the payment is ${inner} already`,
  ],
  [
    /^late success after (\w+)$/,
    (inner) => `「${states[inner] ?? inner}」之后才到的成功`,
    (inner) => `late success after ${inner}`,
  ],
]

/** Why something happened to a payment, in both languages, from the sentence its history keeps. */
export function becauseText(because: string): Text {
  const sentence = sentences[because]
  if (sentence !== undefined) return { zh: sentence, en: words[because] ?? because }
  const [reason = '', code] = because.split(': ')
  if (Object.hasOwn(declineTexts, reason)) {
    const { zh, en } = declineTexts[reason as DeclineReason]
    return code === undefined ? { zh, en } : { zh: `${zh}（${code}）`, en: `${en} (${code})` }
  }
  for (const [form, zh, en] of forms) {
    const found = form.exec(because)
    if (found) return { zh: zh(found[1] ?? ''), en: en(found[1] ?? '') }
  }
  return { zh: because, en: because }
}

const entryWords: Record<string, Text> = {
  capture: { zh: '收款', en: 'capture' },
  refund: { zh: '退款', en: 'refund' },
  'merchant-fee': { zh: '商户手续费', en: 'merchant fee' },
  'wallet-fee': { zh: '钱包通道费', en: 'wallet fee' },
  'revenue-share': { zh: '收入分成', en: 'revenue share' },
  'refund-hold': { zh: '冻结待退资金', en: 'money held for the refund' },
  'refund-released': { zh: '解冻', en: 'hold released' },
  'taken-back': { zh: '自应付商户转回', en: 'taken back from what is owed' },
  'late-success': { zh: '迟到收款挂账', en: 'late success kept apart' },
  'late-success-returned': { zh: '迟到收款退还', en: 'late success given back' },
}

/** What an entry was booked for, in both languages. */
export const entryText = (why: string): Text => entryWords[why] ?? { zh: why, en: why }
