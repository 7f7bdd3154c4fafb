import { faults } from '../base/fault.ts'

export const scaFaults = faults('sca', {
  required: {
    status: 403,
    party: 'payer',
    zh: '这笔支付需要付款人先验证身份（{because}）',
    en: 'the payer has to be authenticated first ({because})',
  },
  notLinked: {
    status: 409,
    party: 'payer',
    zh: '验证时确认的金额或收款方与这笔支付不一致，请重新验证',
    en: 'the amount or payee that was confirmed is not that of this payment; authenticate again',
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
