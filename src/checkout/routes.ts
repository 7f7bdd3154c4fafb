import { agreementFaults } from '../agreements/errors.ts'
import { digestOf } from '../base/digest.ts'
import { identityFaults } from '../identity/errors.ts'
import { assertionJson, attestationJson } from '../identity/passkeyJson.ts'
import { merchantFaults } from '../merchants/errors.ts'
import { paymentFaults } from '../payments/errors.ts'
import { attemptsOf, paymentOfCheckout } from '../payments/find.ts'
import type { Payment } from '../payments/payment.ts'
import { visible } from '../payments/routes.ts'
import { scaFaults } from '../sca/errors.ts'
import { vaultFaults } from '../vault/errors.ts'
import { idJson, timeJson } from '../world/money-json.ts'
import { type Route, route, type Sent, z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { askCode, askPasskey, confirmByCode, confirmByPasskey, enrolPayer, type Question } from './authenticatePayer.ts'
import { chooseAtCheckout } from './chooseAtCheckout.ts'
import { checkoutFaults } from './errors.ts'
import { leaveCheckout } from './leaveCheckout.ts'
import { qrSvg } from './qrCode.ts'
import { type CheckoutView, checkoutJson, toCheckoutView } from './view.ts'
import { watchCheckout } from './watchCheckout.ts'

// The payer's doors. Whoever holds the address holds the order: 24 random bytes, of which only the digest is stored.
const byToken = z.strictObject({
  token: z.string().max(200).meta({ description: 'The secret part of the checkout’s address' }),
})
const asking = [identityFaults.codeLater, identityFaults.smsOff, identityFaults.smsFailed, vaultFaults.valueInvalid]
const answering = [
  identityFaults.noSuchChallenge,
  identityFaults.otherPurpose,
  identityFaults.otherDigest,
  identityFaults.challengeSpent,
  identityFaults.challengeExpired,
  identityFaults.codeWrong,
  identityFaults.originForeign,
  identityFaults.passkeyUnknown,
  identityFaults.passkeyOfOther,
  identityFaults.passkeyRefused,
  identityFaults.passkeyCopied,
]
const questionJson = z
  .strictObject({
    challenge: z.string(),
    options: z.unknown().meta({ description: 'Options of WebAuthn for the browser; null for a code' }),
    masked: z.string().nullable(),
    resendAt: timeJson.nullable(),
  })
  .meta({ id: 'PayerQuestion' })
const confirmedJson = checkoutJson
  .extend({ enrolment: questionJson.nullable() })
  .meta({ id: 'CheckoutConfirmed', description: '`enrolment` lets the browser that confirmed by code keep a passkey' })
const common = { tag: 'checkout', may: 'public', params: byToken, reply: checkoutJson } as const

export const checkoutRoutes: Route[] = [
  route({
    ...common,
    name: 'getCheckout',
    does: 'GET /v1/checkouts/{token}',
    summary: { zh: '收银台：一笔订单的现状', en: 'The checkout: where an order stands' },
    refuses: [checkoutFaults.notFound],
    handle: async (w, { params }) => toCheckoutView(w, await ofToken(w, params.token)),
  }),
  route({
    ...common,
    name: 'chooseWallet',
    does: 'POST /v1/checkouts/{token}/choose',
    summary: { zh: '付款人选择钱包', en: 'The payer chooses a wallet' },
    body: z.strictObject({ wallet: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/) }),
    refuses: [
      checkoutFaults.notFound,
      checkoutFaults.alreadyChosen,
      checkoutFaults.over,
      paymentFaults.walletUnknown,
      paymentFaults.outOfScope,
      paymentFaults.overLimit,
      paymentFaults.cannotCancel,
      agreementFaults.noneInForce,
      agreementFaults.stopped,
      merchantFaults.closed,
      scaFaults.required,
    ],
    handle: async (w, { params, body, answer }) => {
      await chooseAtCheckout(w, await ofToken(w, params.token), body.wallet)
      return await said(w, params.token, answer.status)
    },
  }),
  route({
    ...common,
    name: 'askPayer',
    does: 'POST /v1/checkouts/{token}/authentication',
    summary: {
      zh: '请付款人确认金额与收款方：通行密钥或短信验证码',
      en: 'Ask the payer to confirm amount and payee, by passkey or a code',
    },
    body: z.discriminatedUnion('way', [
      z.strictObject({ way: z.literal('passkey') }),
      z.strictObject({ way: z.literal('sms'), phone: z.string().min(5).max(24) }),
    ]),
    reply: questionJson,
    refuses: [checkoutFaults.notFound, checkoutFaults.over, ...asking],
    handle: async (w, { params, body }) => {
      const payment = await ofToken(w, params.token)
      return body.way === 'sms' ? await askCode(w, payment, body.phone) : await askPasskey(w, payment)
    },
  }),
  route({
    ...common,
    name: 'confirmPayer',
    does: 'POST /v1/checkouts/{token}/authentication/confirm',
    summary: { zh: '付款人的确认', en: 'The payer’s confirmation' },
    body: z.strictObject({
      challenge: idJson('chl'),
      trust: z.boolean(),
      passkey: assertionJson.optional(),
      code: z
        .string()
        .regex(/^\d{6}$/)
        .optional(),
      phone: z.string().min(5).max(24).optional(),
    }),
    reply: confirmedJson,
    refuses: [
      checkoutFaults.notFound,
      checkoutFaults.over,
      checkoutFaults.noAnswer,
      scaFaults.notThisPayer,
      ...answering,
    ],
    handle: async (w, { params, body: { challenge, trust, passkey, code, phone }, headers, answer }) => {
      const payment = await ofToken(w, params.token)
      let enrolment: Question | null = null
      if (passkey)
        await confirmByPasskey(w, payment, { challenge, response: passkey, origin: headers['origin'], trust })
      else if (code && phone) enrolment = await confirmByCode(w, payment, { challenge, code, phone })
      else throw checkoutFaults.noAnswer()
      return { ...(await said(w, params.token, answer.status)), enrolment }
    },
  }),
  route({
    ...common,
    name: 'enrolPayer',
    does: 'POST /v1/checkouts/{token}/passkey',
    summary: { zh: '为下次付款留下通行密钥', en: 'Keep a passkey for the next payment' },
    body: z.strictObject({ challenge: idJson('chl'), passkey: attestationJson }),
    refuses: [checkoutFaults.notFound, scaFaults.notThisPayer, identityFaults.passkeyTwice, ...answering],
    handle: async (w, { params, body, headers, answer }) => {
      const { challenge, passkey: response } = body
      await enrolPayer(w, await ofToken(w, params.token), { challenge, response, origin: headers['origin'] })
      return await said(w, params.token, answer.status)
    },
  }),
  route({
    ...common,
    name: 'leaveCheckout',
    does: 'POST /v1/checkouts/{token}/cancel',
    summary: { zh: '付款人取消', en: 'The payer gives up' },
    body: z.strictObject({}),
    refuses: [
      checkoutFaults.notFound,
      checkoutFaults.over,
      checkoutFaults.beingChecked,
      paymentFaults.cannotCancel,
      paymentFaults.frozen,
    ],
    handle: async (w, { params, answer }) => {
      await leaveCheckout(w, await ofToken(w, params.token))
      return await said(w, params.token, answer.status)
    },
  }),
  route({
    ...common,
    name: 'watchCheckout',
    does: 'GET /v1/checkouts/{token}/events',
    summary: { zh: '收银台的实时变化', en: 'What changes at the checkout, as it happens' },
    media: 'text/event-stream',
    reply: z.string(),
    refuses: [checkoutFaults.notFound, checkoutFaults.tooManyListeners],
    handle: async (w, { params, answer }): Promise<Sent> =>
      answer.sse(watchCheckout(w, (await ofToken(w, params.token)).id)),
  }),
  route({
    name: 'getPaymentCode',
    does: 'GET /v1/payments/{id}/code.svg',
    tag: 'payments',
    summary: { zh: '付款二维码图片，供收银机显示', en: 'The code to scan as a picture, for a till to show' },
    may: 'payments.read',
    params: z.strictObject({ id: idJson('pay') }),
    media: 'image/svg+xml',
    reply: z.string(),
    refuses: [paymentFaults.notFound, checkoutFaults.noCode],
    handle: async (w, { who, params, answer }): Promise<Sent> => {
      const payment = await visible(w, who, params.id)
      const code = payment.state === 'needs_action' ? (await attemptsOf(w, payment.id)).at(-1)?.code : null
      if (!code) throw checkoutFaults.noCode({ state: payment.state })
      return answer.bytes('image/svg+xml', qrSvg(code))
    },
  }),
]

async function ofToken(w: World, token: string): Promise<Payment> {
  const payment = await paymentOfCheckout(w, digestOf(token))
  if (!payment) throw checkoutFaults.notFound()
  return payment
}

// An outcome that is not known is an answer, not an error: 202.
async function said(w: World, token: string, status: (code: 200 | 202) => void): Promise<CheckoutView> {
  const payment = await ofToken(w, token)
  status(payment.state === 'unknown' ? 202 : 200)
  return await toCheckoutView(w, payment)
}
