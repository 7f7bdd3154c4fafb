import { faults } from '../base/fault.ts'

export const paymentFaults = faults('payments', {
  notFound: { status: 404, retry: 'never', zh: '没有这笔支付：{payment}', en: 'there is no such payment: {payment}' },
  merchantMissing: { status: 422, zh: '请写明收款商户', en: 'name the merchant who is paid' },
  orderDiffers: {
    status: 422,
    retry: 'never',
    zh: '商户订单号 {order} 已用于另一笔内容不同的支付',
    en: 'order {order} already belongs to a payment with other content',
  },
  walletUnknown: {
    status: 422,
    retry: 'other_method',
    zh: '不支持的钱包：{wallet}',
    en: 'this wallet is not connected: {wallet}',
  },
  walletNeeded: { status: 422, zh: '请写明使用哪个钱包', en: 'name the wallet to pay with' },
  codeNeeded: { status: 422, zh: '被扫支付需要付款码', en: 'a consumer-presented payment needs the payment code' },
  codeNotAllowed: {
    status: 422,
    zh: '只有被扫支付可以带付款码',
    en: 'only a consumer-presented payment takes a payment code',
  },
  outOfScope: {
    status: 422,
    party: 'us',
    retry: 'other_method',
    zh: '协议不允许这笔支付：{zh}',
    en: 'the agreement does not allow this payment: {en}',
  },
  overLimit: {
    status: 422,
    party: 'payer',
    retry: 'other_method',
    zh: '超出协议限额：{windowZh}最高 {max}',
    en: 'over the limit of the agreement: at most {max} per {window}',
  },
  over: {
    status: 409,
    retry: 'never',
    zh: '该支付已结束或已过期（{state}），请重新下单',
    en: 'this payment is over ({state}); place the order again',
  },
  cannotCancel: {
    status: 409,
    retry: 'never',
    zh: '支付处于「{state}」，不能撤销；已收款请退款',
    en: 'a payment that is {state} cannot be cancelled; refund it if it was paid',
  },
  cannotRefund: {
    status: 409,
    retry: 'never',
    zh: '支付处于「{state}」，不能退款',
    en: 'a payment that is {state} cannot be refunded',
  },
  overRefund: {
    status: 422,
    retry: 'after_fix',
    zh: '退款超出可退金额 {max}',
    en: 'at most {max} can still be refunded',
  },
  refundRefused: {
    status: 422,
    retry: 'never',
    zh: '协议不允许这笔退款：{zh}',
    en: 'the agreement does not allow this refund: {en}',
  },
  frozen: {
    status: 409,
    party: 'us',
    retry: 'after',
    money: 'may_have_moved',
    zh: '该支付已冻结，等待人工核实：{because}',
    en: 'this payment is frozen until a person has looked: {because}',
  },
  merchantFunds: {
    status: 422,
    retry: 'after',
    zh: '商户待结算资金不足，暂不能退款',
    en: 'the merchant has too little pending money to bear this refund now',
  },
  currencyDiffers: { status: 422, zh: '币种与支付不一致', en: 'the currency is not that of the payment' },
})
