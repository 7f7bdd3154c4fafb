import { agreementFaults } from '../agreements/errors.ts'
import { isId } from '../base/id.ts'
import { merchantFaults } from '../merchants/errors.ts'
import { merchantsAfter } from '../merchants/find.ts'
import { partnersAll } from '../partners/find.ts'
import { scaFaults } from '../sca/errors.ts'
import {
  idJson,
  lineJson,
  minorJson,
  page,
  pageQuery,
  positiveMoneyJson,
  referenceJson,
  timeJson,
} from '../world/money-json.ts'
import { type Ask, type Route, route, type Sent, type Who, z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { cancel } from './cancel.ts'
import { paymentFaults } from './errors.ts'
import { hearNotice } from './hearNotice.ts'
import { inquire } from './inquire.ts'
import { pay } from './pay.ts'
import type { Payment } from './payment.ts'
import { refundOrAsk } from './refundOrAsk.ts'
import { previewJson, previewOf } from './refundPreview.ts'
import { releaseOrAsk } from './releaseOrAsk.ts'
import { paymentById } from './store.ts'
import { attemptsOf } from './storeAttempt.ts'
import { paymentsBy } from './storeList.ts'
import { namesOf, paymentJson, paymentRowJson, paymentStates, products, toPaymentView, toRowView } from './view.ts'

const one = z.strictObject({ id: idJson('pay') })
const refuses = [paymentFaults.notFound]

const orderBody = z.strictObject({
  merchant: idJson('mer').optional().meta({ description: 'Who is paid; a merchant’s own key need not name it' }),
  order: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .meta({ description: 'The merchant’s own order number, unique for ever' }),
  amount: positiveMoneyJson,
  product: products,
  subject: lineJson(120),
  wallet: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,30}$/)
    .optional(),
  store: idJson('sto').optional(),
  payer: referenceJson(64)
    .optional()
    .meta({ description: 'The merchant’s own reference of the payer; limits per payer count by it' }),
  payment_code: z
    .string()
    .regex(/^\d{16,24}$/)
    .optional()
    .meta({ description: 'The code the shopper shows (qr-consumer)' }),
  return_url: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .optional(),
  expires_in_minutes: z.int().min(1).max(1_440).optional(),
  authenticate: z
    .boolean()
    .optional()
    .meta({ description: 'The payer confirms amount and payee with us at the checkout, by passkey or code (online)' }),
})

export const paymentRoutes: Route[] = [
  route({
    name: 'createPayment',
    does: 'POST /v1/payments',
    tag: 'payments',
    summary: {
      zh: '发起支付：动态码、付款码或收银台',
      en: 'Start a payment: by a shown code, a scanned code, or at the checkout',
    },
    may: 'payments.create',
    body: orderBody,
    reply: paymentJson,
    status: 201,
    idempotent: true,
    refuses: [
      ...Object.values(paymentFaults),
      scaFaults.dayLimit,
      merchantFaults.notFound,
      merchantFaults.closed,
      agreementFaults.noneInForce,
      agreementFaults.stopped,
    ],
    handle: async (w, ask) => {
      const { body, who } = ask
      const merchant = who.orgKind === 'merchant' ? who.org : body.merchant
      if (merchant === undefined || !isId('mer', merchant)) throw paymentFaults.merchantMissing({}, '/merchant')
      if (who.orgKind === 'merchant' && body.merchant !== undefined && body.merchant !== who.org)
        throw merchantFaults.notFound({ merchant: body.merchant })
      const order = {
        merchant,
        orderNo: body.order,
        amount: body.amount,
        product: body.product,
        subject: body.subject,
        wallet: body.wallet ?? null,
        store: body.store ?? null,
        payer: body.payer ?? null,
        returnUrl: body.return_url ?? null,
        authenticate: body.authenticate ?? false,
        expiresInMinutes: body.expires_in_minutes ?? 15,
      }
      const opened = await pay(w, order, body.payment_code ?? null, actorOf(who))
      const payment = await visible(w, who, opened.payment)
      const checkout = opened.checkoutToken === null ? null : `/checkout/${opened.checkoutToken}`
      ask.answer.status(payment.state === 'unknown' ? 202 : opened.isNew ? 201 : 200)
      return await toPaymentView(w, payment, who, checkout)
    },
  }),
  route({
    name: 'listPayments',
    does: 'GET /v1/payments',
    tag: 'payments',
    summary: { zh: '支付列表，最新在前', en: 'Payments, newest first' },
    may: 'payments.read',
    query: z.strictObject({
      ...pageQuery,
      q: lineJson(100).optional(),
      state: z.union([paymentStates, z.array(paymentStates).max(10)]).optional(),
      wallet: lineJson(60).optional(),
      merchant: lineJson(60).optional(),
      product: products.optional(),
      least: minorJson.optional(),
      most: minorJson.optional(),
      from: timeJson.optional(),
      until: timeJson.optional(),
    }),
    reply: page(paymentRowJson),
    refuses: [],
    handle: listPayments,
  }),
  route({
    name: 'getPayment',
    does: 'GET /v1/payments/{id}',
    tag: 'payments',
    summary: { zh: '一笔支付', en: 'One payment' },
    may: 'payments.read',
    params: one,
    reply: paymentJson,
    refuses,
    handle: async (w, { who, params }) => toPaymentView(w, await visible(w, who, params.id), who),
  }),
  route({
    name: 'cancelPayment',
    does: 'POST /v1/payments/{id}/cancel',
    tag: 'payments',
    summary: { zh: '撤销未付款的支付', en: 'Cancel a payment that is not paid' },
    may: 'payments.cancel',
    params: one,
    body: z.strictObject({}),
    reply: paymentJson,
    status: 200,
    idempotent: true,
    refuses: [...refuses, paymentFaults.cannotCancel, paymentFaults.frozen],
    handle: async (w, { who, params }) => {
      await visible(w, who, params.id)
      await cancel(w, params.id, actorOf(who))
      return await toPaymentView(w, await visible(w, who, params.id), who)
    },
  }),
  route({
    name: 'inquirePayment',
    does: 'POST /v1/payments/{id}/inquire',
    tag: 'payments',
    summary: { zh: '立即向钱包查询结果', en: 'Ask the wallet now' },
    may: 'payments.inquire',
    params: one,
    body: z.strictObject({}),
    reply: paymentJson,
    status: 200,
    idempotent: true,
    refuses,
    handle: async (w, { who, params }) => {
      await visible(w, who, params.id)
      const attempt = (await attemptsOf(w, params.id)).at(-1)
      if (attempt) await inquire(w, attempt.id)
      return await toPaymentView(w, await visible(w, who, params.id), who)
    },
  }),
  route({
    name: 'releasePayment',
    does: 'POST /v1/payments/{id}/release',
    tag: 'payments',
    summary: {
      zh: '解除冻结：再次向钱包查询，以其答复为准；须有理由与凭据，按复核规则须经他人复核（202，见 approval）',
      en: 'Release a frozen payment by asking the wallet again; with reason and evidence, by the policy once another approved it (202, see `approval`)',
    },
    may: 'payments.inquire',
    params: one,
    body: z.strictObject({ reason: lineJson(400), evidence: lineJson(80) }),
    reply: paymentJson,
    idempotent: true,
    refuses: [...refuses, paymentFaults.notFrozen, paymentFaults.stillFrozen, paymentFaults.peopleRelease],
    handle: async (w, { who, params, body, answer, key }) => {
      await visible(w, who, params.id)
      const wish = { ...body, actor: actorOf(who) }
      const approval = await releaseOrAsk(w, params.id, wish, who, key && `${who.org} ${key}`)
      if (approval) answer.status(202)
      return await toPaymentView(w, await visible(w, who, params.id), who)
    },
  }),
  route({
    name: 'refundPayment',
    does: 'POST /v1/payments/{id}/refunds',
    tag: 'payments',
    summary: {
      zh: '全额或部分退款；人员的大额退款须他人复核（202，见 approval）',
      en: 'Refund a payment, whole or part; a person’s larger refund waits for another (202, see `approval`)',
    },
    may: 'payments.refund',
    params: one,
    body: z.strictObject({ amount: positiveMoneyJson, reason: lineJson(120) }),
    reply: paymentJson,
    status: 201,
    idempotent: true,
    refuses: [
      ...refuses,
      paymentFaults.cannotRefund,
      paymentFaults.overRefund,
      paymentFaults.refundRefused,
      paymentFaults.merchantFunds,
      paymentFaults.currencyDiffers,
      paymentFaults.frozen,
    ],
    handle: async (w, { who, params, body, answer, key }) => {
      await visible(w, who, params.id)
      const made = await refundOrAsk(w, params.id, { ...body, actor: actorOf(who) }, who, key && `${who.org} ${key}`)
      const view = await toPaymentView(w, await visible(w, who, params.id), who)
      const isOpen = 'approval' in made || view.refunds.find(({ id }) => id === made.refund)?.state === 'unknown'
      answer.status(isOpen ? 202 : 201)
      return view
    },
  }),
  route({
    name: 'previewRefund',
    does: 'GET /v1/payments/{id}/refund-preview',
    tag: 'payments',
    summary: { zh: '退款预览：哪些费用退回', en: 'Preview a refund: which fees come back' },
    may: 'payments.read',
    params: one,
    query: z.strictObject({ minor: minorJson.optional() }),
    reply: previewJson,
    refuses: [...refuses, paymentFaults.cannotRefund],
    handle: async (w, { who, params, query }) =>
      previewOf(w, await visible(w, who, params.id), query.minor ?? null, who),
  }),
  route({
    name: 'hearNotice',
    does: 'POST /v1/notices/{wallet}',
    tag: 'notices',
    summary: { zh: '钱包异步通知的入口', en: 'Where wallets send their notices' },
    may: 'public',
    params: z.strictObject({ wallet: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/) }),
    raw: true,
    reply: z.string(),
    refuses: [paymentFaults.walletUnknown],
    handle: async (w, { params, raw, headers, answer }): Promise<Sent> => {
      const reply = await hearNotice(w, params.wallet, raw, headers)
      return answer.bytes(reply.contentType, reply.body)
    },
  }),
]

/** The payment if this caller may know of it; a merchant sees only its own. */
export async function visible(w: World, who: Who, id: string): Promise<Payment> {
  const payment = await paymentById(w, id)
  const isTheirs =
    payment && (who.orgKind === 'institution' || who.orgKind === 'auditor' || payment.merchant === who.org)
  if (!isTheirs) throw paymentFaults.notFound({ payment: id })
  return payment
}

const actorOf = (who: Who): string => (who.kind === 'key' ? `key:${who.name}` : who.name)

type ListQuery = {
  limit?: number | undefined
  cursor?: string | undefined
  q?: string | undefined
  state?: string | string[] | undefined
  wallet?: string | undefined
  merchant?: string | undefined
  product?: string | undefined
  least?: bigint | undefined
  most?: bigint | undefined
  from?: number | undefined
  until?: number | undefined
}

async function listPayments(w: World, { who, query }: Ask<unknown, ListQuery>) {
  const limit = query.limit ?? 20
  const begins = (name: { zh: string; en: string }, id: string, wanted: string): boolean =>
    [id, name.zh, name.en].some((text) => text.toLowerCase().startsWith(wanted.toLowerCase()))
  const partners = query.wallet === undefined ? null : await partnersAll(w)
  const wallets = partners
    ?.filter(({ id, name, wallet }) => id === query.wallet || begins(name, wallet, query.wallet ?? ''))
    .map(({ wallet }) => wallet)
  const known = query.merchant === undefined ? null : await merchantsAfter(w, '', 1_000)
  const merchants = known?.filter(({ name, id }) => begins(name, id, query.merchant ?? '')).map(({ id }) => id)
  const payments = await paymentsBy(w, {
    merchant: who.orgKind === 'merchant' ? who.org : null,
    wallets: wallets ?? null,
    merchants: merchants ?? null,
    states: query.state === undefined ? null : [query.state].flat(),
    product: query.product ?? null,
    words: query.q ?? null,
    least: query.least ?? null,
    most: query.most ?? null,
    from: query.from ?? null,
    until: query.until ?? null,
    before: readCursor(query.cursor),
    limit: limit + 1,
  })
  const names = namesOf(w)
  const items = await Promise.all(payments.slice(0, limit).map((payment) => toRowView(payment, names)))
  const last = payments[limit - 1]
  return { items, next: payments.length > limit && last ? `${last.createdAt}.${last.id}` : null }
}

function readCursor(cursor: string | undefined): { at: number; id: string } | null {
  const found = /^(\d{1,15})\.(pay_[0-9a-z]{26})$/.exec(cursor ?? '')
  return found ? { at: Number(found[1]), id: found[2] ?? '' } : null
}
