import { request as httpRequest } from 'node:http'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { caller, hollowWorld, knowing, open } from '../../test/doors.ts'
import { faults } from '../base/fault.ts'
import { worldFaults } from './errors.ts'
import { makeLog } from './log.ts'
import { moneyJson, page, pageQuery, positiveMoneyJson, timeJson } from './money-json.ts'
import { type Route, route, z } from './route.ts'
import type { ServerOptions } from './server.ts'

const teaFaults = faults('tea', {
  soldOut: { status: 409, zh: '{name}已售完', en: '{name} is sold out' },
  clauseSays: { status: 422, zh: '协议不允许', en: 'the agreement does not allow it', party: 'wallet' },
})

let handled: unknown[] = []

const order = route({
  name: 'orderTea',
  does: 'POST /v1/teas/{tea}/orders',
  tag: 'teas',
  summary: { zh: '点茶', en: 'Order tea' },
  may: 'teas.order',
  params: z.object({ tea: z.string().max(40) }),
  query: z.strictObject({ table: z.string().regex(/^\d+$/).optional() }),
  body: z.strictObject({
    amount: positiveMoneyJson,
    at: timeJson.optional(),
    note: z.string().max(200).optional(),
    tags: z.record(z.string().max(20), z.unknown()).optional(),
  }),
  reply: z.object({ tea: z.string(), amount: moneyJson, at: timeJson.nullable() }),
  status: 201,
  refuses: [teaFaults.soldOut, teaFaults.clauseSays],
  handle: async (_, { params, body }) => {
    handled.push(body)
    if (params.tea === 'gone') throw teaFaults.soldOut({ name: '龙井' })
    if (params.tea === 'forbidden') throw teaFaults.clauseSays({}, '/clauses/limits/rows/0')
    if (params.tea === 'broken') throw new Error('secret detail in /root/teapot')
    if (params.tea === 'keyless') throw worldFaults.keyMissing({ file: '/root/teapot.key' })
    if (params.tea === 'wrong') return { tea: 'wrong', amount: { currency: 'XXX', minor: 1n } as never, at: null }
    return { tea: params.tea, amount: body.amount, at: body.at ?? null, hidden: 'cost price' } as never
  },
})

const menu = route({
  name: 'listTeas',
  does: 'GET /v1/teas',
  tag: 'teas',
  summary: { zh: '茶单', en: 'List teas' },
  may: 'public',
  query: z.strictObject(pageQuery),
  reply: page(z.object({ name: z.string() })),
  refuses: [],
  handle: (_, { query }) => ({ items: [{ name: String(query.limit ?? 20) }], next: null }),
})

const me = caller('mei', 'teas.order')
const guest = caller('guest')

async function teaHouse(extra: Route[] = [], options: Partial<ServerOptions> = {}) {
  handled = []
  const w = hollowWorld()
  const server = await open(w, [order, menu, ...extra], { authenticate: knowing(me, guest), ...options })
  const post = (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
    fetch(server.url + path, {
      method: 'POST',
      body,
      headers: { authorization: 'Bearer mei', 'content-type': 'application/json', ...headers },
    })
  return { server, post }
}

const good = '{"amount":{"currency":"CNY","minor":"1999"}}'

test('a clean request reaches its handler with parsed values, and only named members leave the house', async () => {
  const { post } = await teaHouse()
  const answer = await post(
    '/v1/teas/longjing/orders',
    '{"amount":{"currency":"CNY","minor":"1999"},"at":"2026-07-01T10:00:00+08:00"}',
  )
  expect(answer.status).toBe(201)
  expect(handled).toEqual([{ amount: { currency: 'CNY', minor: 1999n }, at: Date.parse('2026-07-01T02:00:00Z') }])
  expect(await answer.json()).toEqual({
    tea: 'longjing',
    amount: { currency: 'CNY', minor: '1999' },
    at: '2026-07-01T02:00:00.000Z',
  })
})

const deep = `${'['.repeat(40)}${']'.repeat(40)}`
const badBodies: [string, string | Buffer, number, string, Record<string, string>?][] = [
  ['an unknown member', '{"amount":{"currency":"CNY","minor":"1"},"price":1}', 400, 'world.input_invalid'],
  ['an unknown member deep inside', '{"amount":{"currency":"CNY","minor":"1","x":1}}', 400, 'world.input_invalid'],
  ['half a text', '{"amount":', 400, 'world.malformed_json'],
  ['a trailing comma', '{"amount":{"currency":"CNY","minor":"1"},}', 400, 'world.malformed_json'],
  ['a comment', '/* x */{}', 400, 'world.malformed_json'],
  ['NaN', '{"amount":NaN}', 400, 'world.malformed_json'],
  ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22]), 400, 'world.malformed_json'],
  ['a surrogate in UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 400, 'world.malformed_json'],
  ['a byte order mark', Buffer.from(`\ufeff${good}`), 400, 'world.malformed_json'],
  ['a member twice', '{"amount":{"currency":"CNY","minor":"1","minor":"2"}}', 400, 'world.member_twice'],
  ['a member twice, once escaped', '{"note":"a","n\\u006fte":"b"}', 400, 'world.member_twice'],
  ['a member twice after normalisation', '{"tags":{"\u00e9":1,"e\u0301":2}}', 400, 'world.member_twice'],
  ['__proto__', '{"__proto__":{"admin":true}}', 400, 'world.member_forbidden'],
  ['__proto__ escaped', '{"\\u005f_proto__":1}', 400, 'world.member_forbidden'],
  ['constructor in a free record', '{"tags":{"constructor":{"prototype":1}}}', 400, 'world.member_forbidden'],
  ['NUL in a text', '{"note":"a\\u0000b"}', 400, 'world.text_not_allowed'],
  ['NUL in a name', '{"a\\u0000b":1}', 400, 'world.text_not_allowed'],
  ['a lone surrogate', '{"note":"\\ud800"}', 400, 'world.text_not_allowed'],
  ['a fraction', '{"amount":{"currency":"CNY","minor":19.99}}', 400, 'world.number_not_whole'],
  ['an exponent', '{"tags":{"n":1e400}}', 400, 'world.number_not_whole'],
  ['a number beyond 53 bits', '{"tags":{"n":9007199254740993}}', 400, 'world.number_not_whole'],
  ['an amount as a number', '{"amount":{"currency":"CNY","minor":1999}}', 400, 'world.input_invalid'],
  ['a negative amount', '{"amount":{"currency":"CNY","minor":"-1"}}', 400, 'world.input_invalid'],
  ['a zero amount', '{"amount":{"currency":"CNY","minor":"0"}}', 400, 'world.input_invalid'],
  ['an amount with a leading zero', '{"amount":{"currency":"CNY","minor":"01"}}', 400, 'world.input_invalid'],
  ['an amount with a point', '{"amount":{"currency":"CNY","minor":"1.0"}}', 400, 'world.input_invalid'],
  ['an amount of 2^63', '{"amount":{"currency":"CNY","minor":"9223372036854775808"}}', 400, 'world.input_invalid'],
  ['a currency that is none', '{"amount":{"currency":"CNX","minor":"1"}}', 400, 'world.input_invalid'],
  ['a time that is none', '{"amount":{"currency":"CNY","minor":"1"},"at":"2026-02-30"}', 400, 'world.input_invalid'],
  ['an array', '[]', 400, 'world.input_invalid'],
  ['null', 'null', 400, 'world.input_invalid'],
  ['too deep', `{"tags":{"a":${deep}}}`, 400, 'world.too_deep'],
  ['too many members', `{"tags":{"a":[${'1,'.repeat(20_001)}1]}}`, 400, 'world.too_many_members'],
  ['nothing', '', 400, 'world.body_missing'],
  ['more than a megabyte', `{"note":"${'x'.repeat(1_100_000)}"}`, 413, 'world.body_too_large'],
  ['a form', 'amount=1', 415, 'world.media_type', { 'content-type': 'application/x-www-form-urlencoded' }],
  ['no media type', good, 415, 'world.media_type', { 'content-type': '' }],
  ['another encoding', good, 415, 'world.media_type', { 'content-type': 'application/json; charset=gbk' }],
]

test.each(badBodies)('%s is refused as a problem and reaches no handler', async (_, body, status, code, headers) => {
  const { post } = await teaHouse()
  const answer = await post('/v1/teas/longjing/orders', body, headers)
  const problem = (await answer.json()) as Record<string, unknown>
  expect([answer.status, problem['code'], problem['status']]).toEqual([status, code, status])
  expect(answer.headers.get('content-type')).toContain('application/problem+json')
  expect(problem['requestId']).toBe(answer.headers.get('x-request-id'))
  for (const text of ['zh', 'en', 'party', 'retry', 'money', 'type', 'title', 'detail'])
    expect(problem[text]).toBeTruthy()
  expect(handled).toEqual([])
})

const badAddresses: [string, string, string, number, string][] = [
  ['NUL in the path', 'POST', '/v1/teas/a%00b/orders', 400, 'world.text_not_allowed'],
  ['NUL in the query', 'POST', '/v1/teas/a/orders?table=%00', 400, 'world.text_not_allowed'],
  ['an unknown query member', 'POST', '/v1/teas/a/orders?chair=1', 400, 'world.input_invalid'],
  ['a query member twice', 'POST', '/v1/teas/a/orders?table=1&table=2', 400, 'world.input_invalid'],
  ['__proto__ in the query', 'GET', '/v1/teas?__proto__=1', 400, 'world.member_forbidden'],
  ['a limit of nought', 'GET', '/v1/teas?limit=0', 400, 'world.input_invalid'],
  ['a limit above 100', 'GET', '/v1/teas?limit=101', 400, 'world.input_invalid'],
  ['broken percent signs', 'POST', '/v1/teas/%ff%/orders', 400, 'world.bad_request'],
  ['an unknown address', 'GET', '/v1/coffees', 404, 'world.not_found'],
  ['another method', 'DELETE', '/v1/teas', 405, 'world.method_not_allowed'],
  ['a method nobody knows', 'PROPFIND', '/v1/teas', 405, 'world.method_not_allowed'],
  ['a tea that is gone', 'POST', '/v1/teas/gone/orders', 409, 'tea.sold_out'],
]

test.each(badAddresses)('%s: %s %s is a problem', async (_, method, path, status, code) => {
  const { server } = await teaHouse()
  const headers = { authorization: 'Bearer mei', 'content-type': 'application/json' }
  const answer = await fetch(server.url + path, { method, headers, ...(method === 'POST' ? { body: good } : {}) })
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([status, code])
  if (status === 405) expect(answer.headers.get('allow')).toBe('GET')
})

test('a problem speaks the language asked for and names the clause that refused', async () => {
  const { post } = await teaHouse()
  const problem = await (await post('/v1/teas/forbidden/orders', good, { 'accept-language': 'zh-CN,zh;q=0.9' })).json()
  expect(problem).toMatchObject({
    detail: '协议不允许',
    party: 'wallet',
    clause: '/clauses/limits/rows/0',
    status: 422,
  })
})

test('every place at fault is named, not only the first', async () => {
  const { post } = await teaHouse()
  const problem = (await (
    await post('/v1/teas/a/orders', '{"amount":{"currency":"X","minor":"-"},"note":1}')
  ).json()) as { issues: { at: string }[] }
  expect(problem.issues.map((issue) => issue.at)).toEqual(['/amount/currency', '/amount/minor', '/note'])
})

test('our own mistake is a 500 that tells nothing of the inside and is logged under the request id', async () => {
  const lines: string[] = []
  const w = hollowWorld(makeLog('info', { write: (line) => void lines.push(line) }))
  const server = await open(w, [order], { authenticate: knowing(me) })
  const headers = { authorization: 'Bearer mei', 'content-type': 'application/json' }
  for (const tea of ['broken', 'wrong', 'keyless']) {
    const answer = await fetch(`${server.url}/v1/teas/${tea}/orders`, { method: 'POST', body: good, headers })
    const text = await answer.text()
    expect(answer.status).toBe(500)
    expect(text).not.toMatch(/teapot|root|zod|stack/i)
    const { requestId } = JSON.parse(text) as { requestId: string }
    expect(lines.some((line) => line.includes(requestId) && line.includes('"level":"error"'))).toBe(true)
  }
  expect(lines.join()).not.toContain('Bearer')
})

test('whoever is not recognised gets 401, whoever may not gets 403, and a route that says nobody may is closed', async () => {
  const closed = { ...menu, name: 'closed', path: '/v1/closed', may: undefined as never }
  const { server, post } = await teaHouse([closed])
  expect((await post('/v1/teas/a/orders', good, { authorization: 'Bearer stranger' })).status).toBe(401)
  expect((await fetch(`${server.url}/v1/teas/a/orders`, { method: 'POST' })).status).toBe(401)
  expect((await post('/v1/teas/a/orders', good, { authorization: 'Bearer guest' })).status).toBe(403)
  expect((await fetch(`${server.url}/v1/closed`)).status).toBe(401)
  expect((await fetch(`${server.url}/v1/closed`, { headers: { authorization: 'Bearer mei' } })).status).toBe(403)
  expect(handled).toEqual([])
})

const browsers: [string, Record<string, string>, number][] = [
  ['our own page', { cookie: 'session=mei', origin: 'self', 'sec-fetch-site': 'same-origin' }, 201],
  ['our own page without Origin', { cookie: 'session=mei', 'sec-fetch-site': 'same-origin' }, 201],
  ['a page allowed by name', { cookie: 'session=mei', origin: 'http://dev.example' }, 201],
  ['another site', { cookie: 'session=mei', origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 403],
  ['a sister site', { cookie: 'session=mei', 'sec-fetch-site': 'same-site' }, 403],
  ['a sandboxed frame', { cookie: 'session=mei', origin: 'null' }, 403],
  ['a cookie with no word of where it comes from', { cookie: 'session=mei' }, 403],
]

test.each(browsers)('a change with a cookie from %s', async (_, headers, status) => {
  const { server } = await teaHouse([], { origins: ['http://dev.example'] })
  const { origin, ...rest } = headers
  const all = {
    ...rest,
    'content-type': 'application/json',
    ...(origin ? { origin: origin === 'self' ? server.url : origin } : {}),
  }
  expect(await sendRaw(`${server.url}/v1/teas/a/orders`, all, good)).toBe(status)
})

test('random JSON never makes a 5xx', async () => {
  const { post } = await teaHouse([], {
    limits: { byAddress: { perSecond: 1e6, burst: 1e6 }, byCaller: { perSecond: 1e6, burst: 1e6 } },
  })
  const anyJson = fc.oneof(
    fc.json({ maxDepth: 5 }),
    fc
      .record({
        amount: fc.jsonValue(),
        note: fc.jsonValue(),
        tags: fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()),
      })
      .map((value) => JSON.stringify(value)),
    fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
    fc
      .tuple(fc.constant(good), fc.nat(good.length), fc.string())
      .map(([text, at, more]) => text.slice(0, at) + more + text.slice(at)),
  )
  await fc.assert(
    fc.asyncProperty(anyJson, async (body) => {
      const answer = await post('/v1/teas/longjing/orders', body)
      await answer.arrayBuffer()
      expect(answer.status).toBeLessThan(500)
    }),
    { numRuns: 300 },
  )
})

// fetch does not let a page choose Origin or Sec-Fetch-Site; a plain request does.
function sendRaw(url: string, headers: Record<string, string>, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sending = httpRequest(url, { method: 'POST', headers }, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
    sending.on('error', reject)
    sending.end(body)
  })
}
