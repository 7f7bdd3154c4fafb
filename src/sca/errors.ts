import { faults } from '../base/fault.ts'

export const scaFaults = faults('sca', {
  required: {
    status: 403,
    party: 'payer',
    zh: '这笔支付需要付款人先验证身份（{zh}）',
    en: 'the payer has to be authenticated first ({en})',
  },
  notLinked: {
    status: 409,
    party: 'payer',
    zh: '验证时确认的金额或收款方与这笔支付不一致，请重新验证',
    en: 'the amount or payee that was confirmed is not that of this payment; authenticate again',
  },
  dayLimit: {
    status: 422,
    party: 'payer',
    retry: 'other_method',
    zh: '超出条码支付当日限额：按 {level} 级验证每日最高 {max}，今天还可付 {left}（银发〔2017〕296号）。请改用更强的验证方式，或明天再付',
    en: 'over the day’s limit of bar code payments: level {level} allows {max} a day, {left} are left today (PBOC notice 296 of 2017). Confirm more strongly, or pay tomorrow',
  },
  notThisPayer: {
    status: 403,
    party: 'payer',
    zh: '这枚通行密钥不属于付款人',
    en: 'this passkey is not of a payer',
  },
  fraudTwice: {
    status: 409,
    retry: 'never',
    zh: '这笔支付已登记为欺诈',
    en: 'this payment is reported as fraud already',
  },
  paymentUnknown: { status: 404, retry: 'never', zh: '没有这笔已收款的支付', en: 'there is no such captured payment' },
})
