import { expect, test } from 'vitest'
import { newDevice } from '../../test/authenticator.ts'
import { open } from '../../test/doors.ts'
import { till } from '../../test/paying.ts'
import { money } from '../base/money.ts'
import { readInbox } from '../identity/inbox.ts'
import { registerPasskey, registrationOptions } from '../identity/passkey.ts'
import { paymentById } from '../payments/find.ts'
import { pay } from '../payments/pay.ts'
import { authenticationOf } from '../sca/find.ts'
import { linkedDigest } from '../sca/linked.ts'
import { checkoutRoutes } from './routes.ts'

const consumer = { kind: 'consumer', id: 'con_01k0lin', name: '林小满' } as const

async function scene(minor = 528_000n) {
  const shop = await till()
  const { w } = shop
  const server = await open(w, checkoutRoutes)
  const device = newDevice()
  const asked = await registrationOptions(w, consumer)
  const made = device.createJSON(server.url, asked.options)
  const given = { challenge: asked.challenge, response: made as never, origin: server.url, name: '手机' }
  await registerPasskey(w, consumer, given)
  const order = async () => {
    const opened = await pay(
      w,
      shop.order({ product: 'online', wallet: null, minor, authenticate: true }),
      null,
      'test',
    )
    const at = `${server.url}/v1/checkouts/${opened.checkoutToken}`
    const post = async (verb: string, body: unknown) => {
      const headers = { 'content-type': 'application/json', origin: server.url }
      const reply = await fetch(`${at}/${verb}`, { method: 'POST', headers, body: JSON.stringify(body) })
      return { status: reply.status, json: (await reply.json()) as Record<string, unknown> }
    }
    const ask = async () =>
      (await post('authentication', { way: 'passkey' })).json as unknown as { challenge: string; options: object }
    const sign = (options: object) => device.getJSON(server.url, options)
    return { payment: opened.payment, at, post, ask, sign }
  }
  return { ...shop, order, device, url: server.url }
}

test('a payer confirms amount and payee with a passkey, and only then a wallet may be chosen', async () => {
  const { w, order } = await scene()
  const { payment, post, ask, sign } = await order()
  expect(await post('choose', { wallet: 'alipay' })).toMatchObject({ status: 403, json: { code: 'sca.required' } })
  const { challenge, options } = await ask()
  const confirmed = await post('authentication/confirm', { challenge, trust: false, passkey: sign(options) })
  expect(confirmed).toMatchObject({ status: 200, json: { authentication: { state: 'done', method: 'passkey' } } })
  expect(await post('choose', { wallet: 'alipay' })).toMatchObject({ status: 200 })
  const stored = await paymentById(w, payment)
  const linked = linkedDigest({ payment, payee: stored?.merchant ?? '', amount: money('CNY', 528_000n) })
  expect(await authenticationOf(w, payment)).toMatchObject({ payer: consumer.id, proof: 'two-factor', linked })
  expect(stored).toMatchObject({ level: 'B', exemption: null })
})

test('a signature made for one order confirms no other, and none twice', async () => {
  const { w, order } = await scene()
  const [one, other] = [await order(), await order()]
  const first = await one.ask()
  const answer = { challenge: first.challenge, trust: false, passkey: one.sign(first.options) }
  const crossed = await other.post('authentication/confirm', answer)
  expect(crossed.json.code).toBe('identity.other_digest')
  const second = await other.ask()
  const mixed = await other.post('authentication/confirm', { ...answer, challenge: second.challenge })
  expect(mixed.status).toBeGreaterThanOrEqual(400)
  expect(await authenticationOf(w, other.payment)).toBeNull()
  expect((await one.post('authentication/confirm', answer)).status).toBe(200)
  expect((await one.post('authentication/confirm', answer)).json.code).toBe('identity.challenge_spent')
})

test('a code says amount and payee, and is worth something for that order only', async () => {
  const { w, order } = await scene()
  const [one, other] = [await order(), await order()]
  const phone = '13800138000'
  const sent = await one.post('authentication', { way: 'sms', phone })
  expect(sent.json).toMatchObject({ masked: '138****8000' })
  const text = (await readInbox(w))[0]?.text.zh ?? ''
  expect(text).toContain('西湖茶社')
  expect(text).toContain('5,280.00')
  const code = /验证码 (\d{6})/.exec(text)?.[1] ?? ''
  const { challenge } = sent.json as { challenge: string }
  expect((await other.post('authentication/confirm', { challenge, trust: false, code, phone })).json.code).toBe(
    'identity.other_digest',
  )
  const wrong = code === '000000' ? '000001' : '000000'
  expect((await one.post('authentication/confirm', { challenge, trust: false, code: wrong, phone })).json.code).toBe(
    'identity.code_wrong',
  )
  const right = await one.post('authentication/confirm', { challenge, trust: false, code, phone })
  expect(right.json).toMatchObject({ authentication: { state: 'done', method: 'sms' } })
})
