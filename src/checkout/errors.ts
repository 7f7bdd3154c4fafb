import { faults } from '../base/fault.ts'

export const checkoutFaults = faults('checkout', {
  notFound: {
    status: 404,
    party: 'payer',
    retry: 'never',
    zh: '没有这个收银台，请从商户重新打开',
    en: 'there is no such checkout; open it again from the shop',
  },
  alreadyChosen: {
    status: 409,
    party: 'payer',
    retry: 'never',
    zh: '本单已选择「{wallet}」，请用它完成支付；要换方式请先取消本单',
    en: 'this order is already being paid with {wallet}; finish there, or cancel the order first',
  },
  over: {
    status: 409,
    party: 'payer',
    retry: 'never',
    zh: '本单已结束或已过期，请回到商户重新下单',
    en: 'this order has ended or expired; order again at the shop',
  },
  beingChecked: {
    status: 409,
    party: 'us',
    retry: 'after',
    money: 'may_have_moved',
    zh: '本单结果确认中，暂时不能取消，请勿重复支付',
    en: 'the outcome of this order is being checked; it cannot be cancelled now, do not pay again',
  },
  noAnswer: {
    status: 400,
    party: 'payer',
    zh: '请提交通行密钥的签名或六位验证码',
    en: 'send the signature of a passkey or the six digits of a code',
  },
  noCode: {
    status: 409,
    retry: 'never',
    zh: '支付处于「{state}」，没有可展示的二维码',
    en: 'a payment that is {state} has no code to show',
  },
  tooManyListeners: {
    status: 429,
    party: 'payer',
    retry: 'after',
    zh: '本单打开的页面过多，请稍后再试',
    en: 'this order is open in too many pages; try again shortly',
  },
})
