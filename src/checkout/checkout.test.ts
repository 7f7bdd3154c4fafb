import { expect, test } from 'vitest'
import { caller, knowing, open } from '../../test/doors.ts'
import { pinOf, type Till, till } from '../../test/paying.ts'
import { minuteMs } from '../base/time.ts'
import { cancel } from '../payments/cancel.ts'
import { paymentById } from '../payments/find.ts'
import { pay, payWith } from '../payments/pay.ts'
import { attemptsOf } from '../payments/storeAttempt.ts'
import { keepConfirmed } from '../sca/confirm.ts'
import { checkoutRoutes } from './routes.ts'
import type { CheckoutView } from './view.ts'

type Shown = Omit<CheckoutView, 'now' | 'expiresAt'>
type Place = {
  till: Till
  at: string
  payment: string
  get(): Promise<Shown>
  post(verb: string, body?: unknown): Promise<{ status: number; json: Shown & { code: unknown } }>
}

async function checkout(changes: Parameters<Till['order']>[0] = {}): Promise<Place> {
  const shop = await till()
  const order = shop.order({ product: 'online', wallet: null, returnUrl: 'https://tea.example/done', ...changes })
  const opened = await pay(shop.w, order, null, 'test')
  const server = await open(shop.w, checkoutRoutes)
  const at = `${server.url}/v1/checkouts/${opened.checkoutToken}`
  return {
    till: shop,
    at,
    payment: opened.payment,
    get: async () => (await (await fetch(at)).json()) as Shown,
    post: async (verb, body = {}) => {
      const reply = await fetch(`${at}/${verb}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      return { status: reply.status, json: (await reply.json()) as never }
    },
  }
}

const alipay = { wallet: 'alipay' }

test('a checkout shows the order, the wallets that may pay it and why, and nothing of anybody', async () => {
  const { get } = await checkout()
  const shown = await get()
  expect(shown).toMatchObject({
    phase: 'choose',
    state: 'created',
    merchant: { zh: '西湖茶社' },
    subject: '龙井 两壶',
    may: ['choose', 'cancel'],
    returnUrl: null,
    code: null,
  })
  expect(shown.wallets).toEqual([
    expect.objectContaining({
      wallet: 'alipay',
      refusal: null,
      reason: { zh: '每 100 位付款人约有 54 位使用', en: 'About 54 of 100 shoppers pay with it' },
    }),
  ])
  expect(JSON.stringify(shown)).not.toMatch(/mer_|par_|agr_|payer/)
})

test.each(['', 'x', 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', '..%2Fpayments', '%F0%9F%8D%B5'])(
  'an address that is not this order’s is not found: "%s"',
  async (token) => {
    const { at } = await checkout()
    const reply = await fetch(at.replace(/[^/]+$/, token))
    expect(reply.status).toBe(404)
  },
)

test('choosing twice at once starts one attempt and shows one code', async () => {
  const { till: shop, payment, post, get } = await checkout()
  const answers = await Promise.all([post('choose', alipay), post('choose', alipay), post('choose', alipay)])
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  expect(await attemptsOf(shop.w, payment)).toHaveLength(1)
  expect(await get()).toMatchObject({
    phase: 'scan',
    code: { text: expect.stringMatching(/^https:/), open: { isSandbox: false } },
    chosen: alipay,
  })
})

test('what the shopper pays with the wallet is seen with its receipt and the way back', async () => {
  const { till: shop, post, get } = await checkout()
  const { json } = await post('choose', alipay)
  shop.scanAndPay((json.code as { text: string }).text)
  await shop.notices()
  const shown = await get()
  expect(shown).toMatchObject({ phase: 'paid', returnUrl: 'https://tea.example/done', may: [], code: null })
  expect(shown.receipt).toMatchObject({ order: 'T1', walletNo: expect.stringMatching(/^\d{28}$/) })
})

test('another wallet than the chosen one is refused while the first may be paid', async () => {
  const { post } = await checkout()
  await post('choose', alipay)
  expect(await post('choose', { wallet: 'wechatpay' })).toMatchObject({
    status: 409,
    json: { code: 'checkout.already_chosen' },
  })
})

test('a wallet that did not answer is shown as unknown: do not pay again, and it cannot be cancelled here', async () => {
  const { till: shop, post, get } = await checkout()
  shop.alipay.levers.pull({ kind: 'drop_response', times: null })
  const chosen = await post('choose', alipay)
  expect(chosen).toMatchObject({
    status: 202,
    json: { phase: 'unknown', message: { zh: expect.stringContaining('请勿重复支付') }, code: null },
  })
  expect((await get()).nextInquiryAt).not.toBeNull()
  expect(await post('cancel')).toMatchObject({
    status: 409,
    json: { code: 'checkout.being_checked', money: 'may_have_moved' },
  })
  shop.alipay.levers.releaseAll()
  await shop.wait(minuteMs)
  expect(await get()).toMatchObject({ phase: 'scan', message: null })
})

test('a cancelled order is confirmed by the wallet, and its code pays nothing any more', async () => {
  const { till: shop, post } = await checkout()
  const { json } = await post('choose', alipay)
  expect(await post('cancel')).toMatchObject({
    status: 200,
    json: { phase: 'cancelled', returnUrl: 'https://tea.example/done' },
  })
  expect(() => shop.scanAndPay((json.code as { text: string }).text)).toThrow()
  expect(await post('cancel')).toMatchObject({ status: 200, json: { phase: 'cancelled' } })
})

test('an order past its time takes no wallet, and one with a code ends only when the wallet has confirmed', async () => {
  const unchosen = await checkout()
  unchosen.till.w.pass(16 * minuteMs)
  expect(await unchosen.get()).toMatchObject({ phase: 'expired', may: [] })
  expect(await unchosen.post('choose', alipay)).toMatchObject({ status: 409, json: { code: 'checkout.over' } })
  const chosen = await checkout()
  await chosen.post('choose', alipay)
  chosen.till.w.pass(15 * minuteMs)
  expect(await chosen.get()).toMatchObject({
    phase: 'ending',
    code: null,
    message: { en: expect.stringContaining('do not use its code') },
  })
  await chosen.till.wait(2 * minuteMs)
  expect(await chosen.get()).toMatchObject({ phase: expect.stringMatching(/^(expired|cancelled)$/) })
})

test('an amount over the wallet’s limit is shown with the reason instead of failing later', async () => {
  const { get } = await checkout({ minor: 900_000_000n })
  expect((await get()).wallets).toMatchObject([{ wallet: 'alipay', refusal: { en: expect.stringContaining('limit') } }])
})

test('a payer the shop names sees what is left of the day, and an order above it is shown with the reason', async () => {
  const { till: shop, get } = await checkout({ payer: 'lin', minor: 5_000_000n })
  const left = async () => (await get()).wallets.map(({ reason, refusal }) => [reason.en, refusal?.en ?? null])
  expect(await left()).toEqual([[expect.stringContaining('100,000.00 CNY left today'), null]])
  for (const minor of [5_000_000n, 1_000n]) {
    const order = shop.order({ product: 'online', wallet: null, payer: 'lin', minor })
    const { payment } = await pay(shop.w, order, null, 'test')
    const made = await paymentById(shop.w, payment)
    if (minor >= 500_000n && made) {
      const linked = { payment, payee: made.merchant, amount: made.amount }
      const by = { payer: 'con_lin', counted: null, method: 'passkey', trust: false } as const
      await keepConfirmed(shop.w, linked, by)
    }
    await payWith(shop.w, payment, 'alipay')
  }
  expect(await left()).toEqual([
    [expect.any(String), expect.stringContaining('49,990.00 CNY can still be paid with this wallet today')],
  ])
})

test('an open page is told of every change, and the stream ends with the order', async () => {
  const { till: shop, at, post } = await checkout()
  const events = await fetch(`${at}/events`)
  expect(events.headers.get('content-type')).toContain('text/event-stream')
  const reading = phasesIn(events)
  const { json } = await post('choose', alipay)
  await new Promise((resolve) => setTimeout(resolve, 700))
  shop.scanAndPay((json.code as { text: string }).text)
  await shop.notices()
  expect(await reading).toEqual(expect.arrayContaining(['choose', 'scan', 'paid']))
})

test('an order open in too many pages refuses the next one and lets it ask instead', async () => {
  const { at, get } = await checkout()
  const streams = await Promise.all(Array.from({ length: 8 }, () => fetch(`${at}/events`)))
  expect((await fetch(`${at}/events`)).status).toBe(429)
  expect((await get()).phase).toBe('choose')
  for (const stream of streams) await stream.body?.cancel()
})

test('bodies with anything else in them change nothing', async () => {
  const { post, get } = await checkout()
  for (const body of [{}, { wallet: 'ALIPAY' }, { wallet: 'alipay', amount: '1' }, [], 'alipay'])
    expect((await post('choose', body)).status).toBeOneOf([400, 422])
  expect(await get()).toMatchObject({ phase: 'choose', chosen: null })
})

test('a till gets the code as a picture while there is one, and only its own', async () => {
  const shop = await till()
  const opened = await pay(shop.w, shop.order(), null, 'test')
  const till1 = { ...caller('tea', 'payments.read'), org: shop.order().merchant }
  const server = await open(shop.w, checkoutRoutes, { authenticate: knowing(till1, caller('other', 'payments.read')) })
  const ask = (who: string) =>
    fetch(`${server.url}/v1/payments/${opened.payment}/code.svg`, { headers: { authorization: `Bearer ${who}` } })
  const picture = await ask('tea')
  expect(picture.headers.get('content-type')).toBe('image/svg+xml')
  expect(await picture.text()).toMatch(/^<svg .*<path d="M\d/)
  expect((await ask('other')).status).toBe(404)
  await cancel(shop.w, opened.payment, 'test')
  expect((await ask('tea')).status).toBe(409)
})

test('only the phone’s password pays: the checkout itself has none', async () => {
  const { till: shop, post, get } = await checkout()
  const { json } = await post('choose', alipay)
  const { tradeToken } = shop.alipay.phone.scan('lin', (json.code as { text: string }).text)
  expect(() => shop.alipay.phone.confirm('lin', tradeToken, `${pinOf(shop.alipay)}x`)).toThrow()
  await shop.wait(minuteMs)
  expect((await get()).phase).toBe('confirming')
})

async function phasesIn(reply: Response): Promise<string[]> {
  const text = await reply.text()
  return [...text.matchAll(/"phase":"(\w+)"/g)].map(([, phase]) => phase ?? '')
}
