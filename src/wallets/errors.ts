import { faults } from '../base/fault.ts'
import type { DeclineReason } from './wallet.ts'

/** Mistakes of whoever set an account up, mended before anything is sent. What a wallet says is never a fault. */
export const walletFaults = faults('wallets', {
  notKnown: {
    status: 404,
    zh: '没有名为 {wallet} 的钱包接口',
    en: 'there is no wallet connector named {wallet}',
    party: 'us',
  },
  keyUnreadable: {
    status: 422,
    zh: '钱包账户 {app} 的{what}无法读取，应为 PEM 格式的 RSA 2048 位或更长的密钥或证书',
    en: 'the {what} of wallet account {app} cannot be read; a PEM key or certificate with RSA of 2048 bits or more is needed',
    party: 'us',
  },
  noTrustedKey: {
    status: 422,
    zh: '钱包账户 {app} 没有可用于验签的钱包公钥或证书',
    en: 'wallet account {app} has no key or certificate of the wallet to verify with',
    party: 'us',
  },
  currency: {
    status: 422,
    zh: '{wallet} 不支持币种 {currency}',
    en: '{wallet} does not take {currency}',
    retry: 'other_method',
  },
})

/** What a refusal means to the people who read it, one sentence in each language. */
export const declineTexts: Record<DeclineReason, { zh: string; en: string }> = {
  insufficient_funds: { zh: '付款人余额不足', en: 'the payer has not enough funds' },
  payer_limit: { zh: '超出付款人在钱包的支付限额', en: 'over a limit of the payer at the wallet' },
  payer_refused: { zh: '付款人取消或无法支付', en: 'the payer refused or may not pay' },
  code_invalid: {
    zh: '付款码无效、已用过或已过期，请刷新后重试',
    en: 'the payment code is not valid, used or too old',
  },
  order_exists: {
    zh: '订单号已被另一笔内容不同的订单使用',
    en: 'the order number is taken by an order with other contents',
  },
  already_paid: { zh: '订单已支付', en: 'the order is paid' },
  order_closed: { zh: '订单已关闭', en: 'the order is closed' },
  order_not_found: { zh: '钱包没有这笔订单', en: 'the wallet knows no such order' },
  too_late: { zh: '已超过钱包允许的时限', en: 'past the time the wallet allows' },
  over_refund: { zh: '退款金额超过可退金额', en: 'more than is left to refund' },
  merchant_funds: { zh: '商户在钱包的可用余额不足', en: 'the seller’s balance at the wallet is too small' },
  state: { zh: '订单当前状态不允许此操作', en: 'not allowed in the order’s state' },
  risk: { zh: '被钱包风控拦截', en: 'stopped by the wallet’s risk control' },
  not_permitted: { zh: '钱包未授予此项权限或签约', en: 'the wallet has not granted this right' },
  invalid_request: { zh: '请求参数不被钱包接受', en: 'the wallet does not accept the request' },
}
