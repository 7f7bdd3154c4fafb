import { expect, test } from 'vitest'
import { knowing, open } from '../../test/doors.ts'
import { till } from '../../test/paying.ts'
import { noodles, tea } from '../../test/settled.ts'
import type { Who } from '../world/route.ts'
import { paymentRoutes } from './routes.ts'

const key = (id: string, org: string): Who => ({
  kind: 'key',
  session: null,
  assurance: { methods: [], factors: 0, at: 0 },
  id,
  name: id,
  org,
  orgKind: 'merchant',
  role: 'api-key',
  permissions: new Set(['payments.create', 'payments.read', 'payments.refund', 'payments.cancel', 'payments.inquire']),
})
const own = key('own', tea)
const other = key('other', noodles)
const reader: Who = { ...key('reader', tea), permissions: new Set(['payments.read']) }

const good = {
  order: 'R-1',
  amount: { currency: 'CNY', minor: '12800' },
  product: 'qr-merchant',
  subject: '明前龙井 一壶',
  wallet: 'alipay',
}

async function doors() {
  const t = await till()
  const { url } = await open(t.w, paymentRoutes, { authenticate: knowing(own, other, reader) })
  const post = async (body: string, changes: Record<string, string> = {}) => {
    const headers = {
      authorization: 'Bearer own',
      'content-type': 'application/json',
      'idempotency-key': 'k-1',
      ...changes,
    }
    const reply = await fetch(`${url}/v1/payments`, { method: 'POST', headers, body })
    return { status: reply.status, headers: reply.headers, text: await reply.text() }
  }
  const count = async (table: string): Promise<number> =>
    Number((await t.w.db.pool.query(`select count(*) as n from ${table}`)).rows[0].n)
  return { t, url, post, count }
}

const wrong = (changes: object): string => JSON.stringify({ ...good, ...changes })
const amount = (minor: unknown, currency: unknown = 'CNY') => wrong({ amount: { currency, minor } })

test('a bad order is refused with a code in both languages, and changes nothing', async () => {
  const { post, count, t } = await doors()
  const bodies: [what: string, body: string, status: number][] = [
    ['malformed JSON', '{"order": "R-1",', 400],
    ['an unknown member', wrong({ discount: '5' }), 400],
    ['a currency that is none', amount('100', 'XYZ'), 400],
    ['a currency outside the agreement', amount('100', 'USD'), 422],
    ['a negative amount', amount('-100'), 400],
    ['nothing', amount('0'), 400],
    ['a fraction as text', amount('1.5'), 400],
    ['a fraction as number', '{"order":"R-1","amount":{"currency":"CNY","minor":1.5}}', 400],
    ['a number instead of digits', amount(100), 400],
    ['more than 63 bits', amount('9223372036854775808'), 400],
    ['a NUL', wrong({ subject: 'a\u0000b' }), 400],
    ['a lone surrogate', JSON.stringify(good).replace('明前龙井', '\\ud800'), 400],
    ['a member twice', JSON.stringify(good).replace('{', '{"order":"R-2",'), 400],
    ['more than a megabyte', wrong({ subject: 'x'.repeat(1_100_000) }), 413],
    ['a wallet nobody knows', wrong({ wallet: 'moonpay' }), 422],
    ['a shown code without one', wrong({ product: 'qr-consumer' }), 422],
    ['a code where none belongs', wrong({ payment_code: '281234567890123456' }), 422],
    ['another merchant', wrong({ merchant: noodles }), 404],
    ['over the limit of the agreement', amount('500001'), 422],
  ]
  for (const [place, [what, body, status]] of bodies.entries()) {
    const reply = await post(body, { 'idempotency-key': `bad-${place}` })
    const problem = JSON.parse(reply.text) as { code: string; zh: string; en: string; money: string }
    expect([what, reply.status], reply.text).toEqual([what, status])
    expect(reply.headers.get('content-type')).toContain('application/problem+json')
    expect(problem.code).toMatch(/^[a-z]+\.[a-z_]+$/)
    expect(problem.zh).toMatch(/[\u4e00-\u9fff]/)
    expect(problem.en.length).toBeGreaterThan(3)
    expect(problem.money).toBe('none_moved')
  }
  for (const table of ['payments.payment', 'payments.attempt', 'ledger.journal', 'world.outbox']) {
    expect([table, await count(table)]).toEqual([table, 0])
  }
  expect(t.alipay.books.trades.size).toBe(0)
})

test('sixty-four callers on one key make one payment and hear one answer', async () => {
  const { post, count } = await doors()
  const body = JSON.stringify(good)
  const replies = await Promise.all(Array.from({ length: 64 }, () => post(body)))
  const made = replies.filter(({ status }) => status === 201)
  expect(made.length).toBeGreaterThan(0)
  expect(new Set(made.map(({ text }) => text)).size).toBe(1)
  expect(replies.every(({ status }) => status === 201 || status === 409)).toBe(true)
  expect(await count('payments.payment')).toBe(1)
  const again = await post(body)
  expect([again.status, again.headers.get('idempotent-replayed'), again.text]).toEqual([201, 'true', made[0]?.text])
  expect((await post(amount('1'))).status).toBe(422)
})

test('the same order under another key is the same payment; other content under it is refused', async () => {
  const { post, count } = await doors()
  const first = JSON.parse((await post(JSON.stringify(good))).text) as { id: string }
  const again = await post(JSON.stringify(good), { 'idempotency-key': 'k-2' })
  expect([again.status, (JSON.parse(again.text) as { id: string }).id]).toEqual([200, first.id])
  const changed = await post(amount('1'), { 'idempotency-key': 'k-3' })
  expect([changed.status, (JSON.parse(changed.text) as { code: string }).code]).toEqual([422, 'payments.order_differs'])
  expect(await count('payments.payment')).toBe(1)
})

test('who may only read cannot make us ask the wallet', async () => {
  const { url, post } = await doors()
  const { id } = JSON.parse((await post(JSON.stringify(good))).text) as { id: string }
  const headers = { authorization: 'Bearer reader', 'content-type': 'application/json', 'idempotency-key': 'r-1' }
  const asked = await fetch(`${url}/v1/payments/${id}/inquire`, { method: 'POST', headers, body: '{}' })
  const read = (await (await fetch(`${url}/v1/payments/${id}`, { headers })).json()) as { may: string[] }
  expect([asked.status, read.may]).toEqual([403, []])
})

test('a merchant can neither see nor move the payment of another', async () => {
  const { url, post } = await doors()
  const { id } = JSON.parse((await post(JSON.stringify(good))).text) as { id: string }
  const headers = { authorization: 'Bearer other', 'content-type': 'application/json', 'idempotency-key': 'o-1' }
  const refundBody = JSON.stringify({ amount: { currency: 'CNY', minor: '1' }, reason: 'x' })
  const tries = [
    await fetch(`${url}/v1/payments/${id}`, { headers }),
    await fetch(`${url}/v1/payments/${id}/cancel`, { method: 'POST', headers, body: '{}' }),
    await fetch(`${url}/v1/payments/${id}/inquire`, { method: 'POST', headers, body: '{}' }),
    await fetch(`${url}/v1/payments/${id}/refunds`, { method: 'POST', headers, body: refundBody }),
    await fetch(`${url}/v1/payments/${id}/refund-preview`, { headers }),
  ]
  expect(tries.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404])
  const list = (await (await fetch(`${url}/v1/payments`, { headers })).json()) as { items: unknown[] }
  expect(list.items).toEqual([])
})
