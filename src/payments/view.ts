import { refundable } from '../agreements/refundable.ts'
import { money, zero } from '../base/money.ts'
import { approvalBriefJson, approvalsWaiting } from '../identity/approvalView.ts'
import { merchantById, storesOfMerchant } from '../merchants/find.ts'
import { partnerById } from '../partners/find.ts'
import { bothTexts, digestJson, moneyJson, timeJson } from '../world/money-json.ts'
import type { Who } from '../world/route.ts'
import { z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { becauseText } from './because.ts'
import { isOpen, type Payment, type Refund, refundableMinor } from './payment.ts'
import { termsOfPayment } from './refundPlan.ts'
import { attemptsOf } from './storeAttempt.ts'
import { refundsOf } from './storeRefund.ts'

// What the API says of a payment. Names are those of product.md.

export const named = z.strictObject({ id: z.string(), name: bothTexts }).meta({ id: 'Named' })
export const versionRef = z
  .strictObject({ agreement: z.string(), version: z.int(), digest: digestJson })
  .meta({ id: 'VersionRef', description: 'The signed version that governs it' })

export const paymentStates = z.enum([
  'created',
  'needs_action',
  'processing',
  'captured',
  'partly_refunded',
  'refunded',
  'declined',
  'cancelled',
  'expired',
  'unknown',
])
export const products = z.enum(['online', 'qr-merchant', 'qr-consumer', 'nfc', 'in-app'])

const row = {
  id: z.string(),
  order: z.string(),
  merchant: named,
  wallet: named.nullable(),
  product: products,
  subject: z.string(),
  amount: moneyJson,
  refunded: moneyJson,
  state: paymentStates,
  createdAt: timeJson,
  capturedAt: timeJson.nullable(),
}
export const paymentRowJson = z.strictObject(row).meta({ id: 'PaymentRow' })

export const paymentJson = z
  .strictObject({
    ...row,
    store: named.nullable(),
    walletNo: z.string().nullable(),
    payer: z.string().nullable(),
    agreement: versionRef.nullable(),
    nextInquiryAt: timeJson.nullable(),
    expiresAt: timeJson.nullable(),
    refundable: moneyJson,
    refunds: z.array(
      z.strictObject({
        id: z.string(),
        amount: moneyJson,
        state: z.enum(['processing', 'refunded', 'declined', 'unknown']),
        reason: z.string(),
        at: timeJson,
        by: bothTexts,
      }),
    ),
    /** What the shopper scans; null when there is nothing to scan. */
    code: z.string().nullable(),
    checkout: z.string().nullable(),
    evidence: z.array(bothTexts).meta({ description: 'Why the outcome is not known, newest last' }),
    frozen: bothTexts.nullable(),
    approval: approvalBriefJson.nullable().meta({ description: 'A refund of it that waits for other people' }),
    may: z.array(z.enum(['refund', 'cancel', 'inquire', 'release'])),
    mayNot: z.record(z.string(), bothTexts),
  })
  .meta({ id: 'Payment' })

export type PaymentRowView = z.output<typeof paymentRowJson>
export type PaymentView = z.output<typeof paymentJson>

/** Names of merchants and wallets, read once for a whole page. */
export type Names = (kind: 'merchant' | 'partner', id: string) => Promise<{ zh: string; en: string }>

export function namesOf(w: World): Names {
  const known = new Map<string, Promise<{ zh: string; en: string }>>()
  const read = async (kind: 'merchant' | 'partner', id: string): Promise<{ zh: string; en: string }> => {
    const found = kind === 'merchant' ? await merchantById(w, id) : await partnerById(w, id)
    return found?.name ?? { zh: id, en: id }
  }
  return (kind, id) => {
    const key = `${kind} ${id}`
    const name = known.get(key) ?? read(kind, id)
    known.set(key, name)
    return name
  }
}

/** A line of a list. */
export async function toRowView(payment: Payment, names: Names): Promise<PaymentRowView> {
  const wallet =
    payment.partner === null ? null : { id: payment.wallet ?? '', name: await names('partner', payment.partner) }
  return {
    id: payment.id,
    order: payment.orderNo,
    merchant: { id: payment.merchant, name: await names('merchant', payment.merchant) },
    wallet,
    product: payment.product,
    subject: payment.subject,
    amount: payment.amount,
    refunded: payment.refunded,
    state: payment.state,
    createdAt: payment.createdAt,
    capturedAt: payment.capturedAt,
  }
}

/** The whole payment as one caller may see it, with the moves this caller may make now. */
export async function toPaymentView(
  w: World,
  payment: Payment,
  who: Who,
  checkout: string | null = null,
): Promise<PaymentView> {
  const attempt = (await attemptsOf(w, payment.id)).at(-1) ?? null
  const refunds = await refundsOf(w, payment.id)
  const stores = payment.store === null ? [] : await storesOfMerchant(w, payment.merchant)
  const store = stores.find(({ id }) => id === payment.store)
  const root = payment.versionDigest
  return {
    ...(await toRowView(payment, namesOf(w))),
    store: store ? { id: store.id, name: store.name } : null,
    walletNo: attempt?.walletNo ?? null,
    payer: attempt?.payer ?? null,
    agreement:
      root === null ? null : { agreement: payment.agreement ?? '', version: payment.version ?? 0, digest: root },
    nextInquiryAt: isOpen(payment.state) ? (attempt?.askAt ?? null) : null,
    expiresAt: isOpen(payment.state) ? payment.expiresAt : null,
    refundable:
      payment.priced === null
        ? zero(payment.amount.currency)
        : money(payment.amount.currency, refundableMinor(payment)),
    refunds: refunds.map(refundView),
    code: payment.state === 'needs_action' ? (attempt?.code ?? null) : null,
    checkout,
    evidence: attempt?.because ? [becauseText(attempt.because)] : [],
    frozen: payment.frozen === null ? null : becauseText(payment.frozen),
    approval: (await approvalsWaiting(w, who, payment.id))[0] ?? null,
    ...(await movesOf(w, payment, who)),
  }
}

type Texts = Record<string, { zh: string; en: string }>

/** What this caller may do now, and why not what people expect here. */
async function movesOf(w: World, payment: Payment, who: Who): Promise<{ may: PaymentView['may']; mayNot: Texts }> {
  const no: Texts = {}
  if (payment.frozen !== null)
    no['refund'] = { zh: '支付已冻结，等待人工核实', en: 'the payment is frozen until a person has looked' }
  else if (payment.priced === null) no['refund'] = { zh: '尚未收款，无可退', en: 'nothing was collected yet' }
  else if (refundableMinor(payment) === 0n) no['refund'] = { zh: '已全部退款', en: 'all of it has been refunded' }
  else {
    const terms = await termsOfPayment(w, payment)
    const least = money(payment.amount.currency, refundableMinor(payment))
    const capturedAt = payment.capturedAt ?? payment.createdAt
    const verdict = refundable(terms, {
      capturedAt,
      at: w.now(),
      captured: payment.amount,
      refundedBefore: payment.refunded,
      refund: least,
    })
    if (!verdict.allowed) no['refund'] = { zh: verdict.zh, en: verdict.en }
  }
  if (!isOpen(payment.state)) {
    no['cancel'] = { zh: '支付已有结果，不能撤销', en: 'the payment has its outcome and cannot be cancelled' }
    no['inquire'] = { zh: '支付已有结果，无需查询', en: 'the payment has its outcome, there is nothing to ask' }
  } else if (payment.wallet === null)
    no['inquire'] = { zh: '付款人尚未选择钱包', en: 'the payer has not chosen a wallet yet' }
  if (payment.frozen === null) no['release'] = { zh: '支付没有冻结', en: 'the payment is not frozen' }
  else if (who.kind !== 'user' || who.orgKind !== 'institution')
    no['release'] = { zh: '冻结只能由本机构人员解除', en: 'only people of the institution release a frozen payment' }
  const allowed = {
    refund: 'payments.refund',
    cancel: 'payments.cancel',
    inquire: 'payments.inquire',
    release: 'payments.inquire',
  } as const
  for (const [move, permission] of Object.entries(allowed)) {
    if (!who.permissions.has(permission))
      no[move] ??= { zh: '你的角色没有这项权限', en: 'your role does not have this permission' }
  }
  return { may: (['refund', 'cancel', 'inquire', 'release'] as const).filter((move) => !(move in no)), mayNot: no }
}

const refundView = (made: Refund): PaymentView['refunds'][number] => ({
  id: made.id,
  amount: made.amount,
  state: made.state === 'asked' ? 'processing' : made.state,
  reason: made.reason,
  at: made.createdAt,
  by: { zh: made.actor, en: made.actor },
})
