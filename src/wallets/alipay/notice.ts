import type { Notice, NoticeHeaders, NoticeReading, TradeState, WalletAccount } from '../wallet.ts'
import { keysFor, readable } from './gateway.ts'
import { isSignedNotice, type Params } from './signature.ts'
import { fromLocal, fromYuan, stateOf, textIn, traced } from './wire.ts'

const noticeMax = 64 * 1024

/**
 * Reads an asynchronous notice (a form) from its exact bytes. The signature is checked before anything else is believed, then
 * that it is for our application and our seller, as opendocs.alipay.com/open/194/103296 asks; whoever applies it still
 * compares order number and amount with what was sent. Values are decoded once: a second decoding breaks on a per cent sign.
 */
export function readNotice(account: WalletAccount, raw: Buffer, _headers: NoticeHeaders): NoticeReading {
  const params = formOf(raw)
  if (!params) return forged('unreadable', 'not a form, too long, or a field stands twice')
  if (!params['sign']) return forged('unsigned', 'no signature')
  if ((params['sign_type'] ?? 'RSA2') !== 'RSA2')
    return forged('bad_signature', `signed as ${params['sign_type']?.slice(0, 16)}, not as RSA2`)
  const keys = keysFor(account, params['alipay_cert_sn'] ?? null)
  if (!readable(account, 'trusted key', () => keys.some((key) => isSignedNotice(params, key)))) {
    return forged('bad_signature', 'not signed by any key that we trust')
  }
  if (params['app_id'] !== account.appId) return forged('other_account', `for application ${params['app_id']}`)
  const seller = params['seller_id']
  if (account.sellerId !== null && seller !== undefined && seller !== account.sellerId) {
    return forged('other_seller', `for seller ${seller}`)
  }
  return understood(params, traced(raw.toString('utf8')))
}

function forged(because: (NoticeReading & { outcome: 'forged' })['because'], detail: string): NoticeReading {
  return { outcome: 'forged', because, detail }
}

function formOf(raw: Buffer): Params | null {
  if (raw.length === 0 || raw.length > noticeMax) return null
  const params: Record<string, string> = {}
  for (const [name, value] of new URLSearchParams(raw.toString('utf8'))) {
    if (Object.hasOwn(params, name) || name === '__proto__') return null
    params[name] = value
  }
  return params
}

function understood(params: Params, text: string): NoticeReading {
  const id = textIn(params, 'notify_id') ?? ''
  const notUnderstood = (detail: string): NoticeReading => ({ outcome: 'not_understood', id, detail, text })
  const state = stateOf(textIn(params, 'trade_status'))
  const orderNo = textIn(params, 'out_trade_no')
  const walletNo = textIn(params, 'trade_no')
  const amount = fromYuan(textIn(params, 'total_amount'))
  const sentAt = fromLocal(params['notify_time'] ?? '')
  if (id === '' || params['notify_type'] !== 'trade_status_sync')
    return notUnderstood(`a notice of type ${params['notify_type']}`)
  if (!state) return notUnderstood(`a trade state that we do not know: ${params['trade_status']}`)
  if (!orderNo || !walletNo || !amount || sentAt === null) return notUnderstood('a field is missing or not in its form')
  const kind = kindOf(params, state)
  const at = fromLocal(momentOf(params, kind) ?? '') ?? sentAt
  return {
    outcome: 'notice',
    id,
    kind,
    state,
    orderNo,
    walletNo,
    amount,
    requestNo: kind === 'refund' ? textIn(params, 'out_biz_no') : null,
    refundedTotal: kind === 'refund' ? fromYuan(textIn(params, 'refund_fee')) : null,
    payerId: textIn(params, 'buyer_open_id') ?? textIn(params, 'buyer_id'),
    payerName: textIn(params, 'buyer_logon_id'),
    at,
    sentAt,
    text,
  }
}

// A refund is told by gmt_refund: its state is paid while something is left and closed when all went back.
function kindOf(params: Params, state: TradeState): Notice['kind'] {
  if (params['gmt_refund']) return 'refund'
  return state === 'closed' ? 'closed' : 'payment'
}

function momentOf(params: Params, kind: Notice['kind']): string | undefined {
  if (kind === 'refund') return params['gmt_refund']
  return kind === 'closed' ? params['gmt_close'] : (params['gmt_payment'] ?? params['gmt_create'])
}
