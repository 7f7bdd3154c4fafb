import { merchantById, storesOfMerchant } from '../merchants/find.ts'
import { partnerById } from '../partners/find.ts'
import { attemptsOf } from '../payments/find.ts'
import { scaAskOf } from '../payments/open.ts'
import type { Attempt, Payment } from '../payments/payment.ts'
import { paymentStates } from '../payments/view.ts'
import { authenticationOf } from '../sca/find.ts'
import { foreseen } from '../sca/requireAuthentication.ts'
import { psd2 } from '../sca/scaFacts.ts'
import { connected } from '../wallets/connected.ts'
import { bothTexts, moneyJson, timeJson } from '../world/money-json.ts'
import { z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { offersOf } from './offers.ts'
import { openLink } from './openLink.ts'
import { isEnded, type Phase, payerMay, phaseOf, phases } from './phase.ts'
import { qrCode } from './qrCode.ts'

const walletName = z.string()
const codeJson = z.strictObject({
  text: z.string(),
  size: z.int().meta({ description: 'Side of the square in modules, quiet zone included' }),
  path: z.string().meta({ description: 'The dark modules as an SVG path' }),
  open: z.strictObject({ url: z.string(), isSandbox: z.boolean() }).nullable(),
})

/** One order as whoever holds its address may see it: nothing of other orders, nothing personal, nothing of costs. */
export const checkoutJson = z
  .strictObject({
    merchant: bothTexts,
    store: bothTexts.nullable(),
    subject: z.string(),
    amount: moneyJson,
    refunded: moneyJson,
    state: paymentStates,
    phase: z.enum(phases),
    authentication: z
      .strictObject({
        state: z.enum(['none', 'required', 'done']),
        because: bothTexts,
        method: z.enum(['passkey', 'sms']).nullable(),
        mayTrust: z.boolean(),
        isSandbox: z.boolean(),
      })
      .meta({ description: 'Whether the payer has to confirm amount and payee with us before choosing a wallet' }),
    wallets: z.array(
      z.strictObject({ wallet: walletName, name: bothTexts, reason: bothTexts, refusal: bothTexts.nullable() }),
    ),
    chosen: z.strictObject({ wallet: walletName, name: bothTexts }).nullable(),
    code: codeJson.nullable(),
    message: bothTexts.nullable().meta({ description: 'Said while money may have moved' }),
    nextInquiryAt: timeJson.nullable(),
    expiresAt: timeJson,
    now: timeJson,
    returnUrl: z.string().nullable().meta({ description: 'Given when the order has ended' }),
    receipt: z
      .strictObject({ payment: z.string(), order: z.string(), walletNo: z.string().nullable(), paidAt: timeJson })
      .nullable(),
    may: z.array(z.enum(['choose', 'cancel'])),
  })
  .meta({ id: 'Checkout' })
export type CheckoutView = z.output<typeof checkoutJson>

export async function toCheckoutView(w: World, payment: Payment): Promise<CheckoutView> {
  const now = w.now()
  const phase = phaseOf(payment, now)
  const attempt = (await attemptsOf(w, payment.id)).at(-1) ?? null
  const { subject, amount, refunded, state, expiresAt } = payment
  return {
    ...(await namesOfPlace(w, payment)),
    subject,
    amount,
    refunded,
    state,
    phase,
    expiresAt,
    now,
    authentication: await authenticationView(w, payment),
    wallets: phase === 'choose' ? await offersOf(w, payment) : [],
    chosen: await chosenOf(w, payment),
    code: phase === 'scan' && attempt?.code ? await codeOf(w, attempt.wallet, attempt.code) : null,
    message: messages[phase] ?? null,
    nextInquiryAt: phase === 'unknown' || phase === 'ending' ? (attempt?.askAt ?? null) : null,
    returnUrl: isEnded(phase) ? payment.returnUrl : null,
    receipt: receiptOf(payment, attempt),
    may: payerMay(phase),
  }
}

async function authenticationView(w: World, payment: Payment): Promise<CheckoutView['authentication']> {
  const made = await authenticationOf(w, payment.id)
  const { required, because } = await foreseen(w, scaAskOf(payment))
  const isOpen = phaseOf(payment, w.now()) === 'choose'
  return {
    state: isOpen && required ? 'required' : made ? 'done' : 'none',
    because,
    method: made?.method ?? null,
    mayTrust: payment.amount.currency === psd2.currency,
    isSandbox: w.mode === 'sandbox',
  }
}

// Money may have moved: the payer must neither pay again nor be told that it failed.
const messages: Partial<Record<Phase, { zh: string; en: string }>> = {
  unknown: {
    zh: '结果确认中，请勿重复支付。钱包还没有给出明确结果，我们正在持续查询；如已扣款，会在确认后更新本页或原路退回。',
    en: 'We are checking; do not pay again. The wallet has not told us the outcome yet and we keep asking. If you were charged, this page will say so, or the money goes back the way it came.',
  },
  ending: {
    zh: '正在与钱包确认本单没有被支付，请勿再扫此前的二维码。',
    en: 'We are confirming with the wallet that nobody paid this order; do not use its code any more.',
  },
}

async function namesOfPlace(w: World, payment: Payment): Promise<Pick<CheckoutView, 'merchant' | 'store'>> {
  const merchant = await merchantById(w, payment.merchant)
  const stores = payment.store === null ? [] : await storesOfMerchant(w, payment.merchant)
  const store = stores.find(({ id }) => id === payment.store)
  return { merchant: merchant?.name ?? { zh: payment.merchant, en: payment.merchant }, store: store?.name ?? null }
}

async function chosenOf(w: World, { wallet, partner }: Payment): Promise<CheckoutView['chosen']> {
  if (wallet === null || partner === null) return null
  return { wallet, name: (await partnerById(w, partner))?.name ?? { zh: wallet, en: wallet } }
}

async function codeOf(w: World, wallet: string, text: string): Promise<CheckoutView['code']> {
  const at = await connected(w, wallet)
  return { text, ...qrCode(text), open: at && openLink(at.account.gateway, text) }
}

function receiptOf(payment: Payment, attempt: Attempt | null): CheckoutView['receipt'] {
  if (payment.capturedAt === null) return null
  const paidAt = attempt?.paidAt ?? payment.capturedAt
  return { payment: payment.id, order: payment.orderNo, walletNo: attempt?.walletNo ?? null, paidAt }
}
