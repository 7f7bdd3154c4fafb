import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { caller, hollowWorld, knowing, open } from '../../test/doors.ts'
import { type Route, route, z } from './route.ts'
import { type ServerOptions, startServer } from './server.ts'

const menu = route({
  name: 'listTeas',
  does: 'GET /v1/teas',
  tag: 'teas',
  summary: { zh: '茶单', en: 'List teas' },
  may: 'public',
  reply: z.object({ items: z.array(z.string()) }),
  refuses: [],
  handle: () => ({ items: ['龙井'] }),
})

async function doors(extra: Route[] = [], options: Partial<ServerOptions> = {}) {
  const authenticate = knowing(caller('mei'), caller('guest'))
  const server = await open(hollowWorld(), [menu, ...extra], { authenticate, ...options })
  const get = (path: string, who: string) => fetch(server.url + path, { headers: { authorization: `Bearer ${who}` } })
  return { server, get }
}

test('too many requests of one caller get 429 with the time to wait, and others are still served', async () => {
  const { get } = await doors([], { limits: { byCaller: { perSecond: 1, burst: 3 } } })
  const answers = await Promise.all([1, 2, 3, 4].map(() => get('/v1/teas', 'mei')))
  expect(answers.map((answer) => answer.status).sort((a, b) => a - b)).toEqual([200, 200, 200, 429])
  expect(answers.find((answer) => answer.status === 429)?.headers.get('retry-after')).toBe('1')
  expect((await get('/v1/teas', 'guest')).status).toBe(200)
})

/** A route whose handler waits until it is let go. */
function slowRoute() {
  let started = 0
  let letGo = (): void => undefined
  const held = new Promise<void>((resolve) => (letGo = resolve))
  const slow = route({
    name: 'slow',
    does: 'GET /v1/slow',
    tag: 'teas',
    summary: { zh: '慢', en: 'Slow' },
    may: 'public',
    reply: z.object({ done: z.literal(true) }),
    refuses: [],
    handle: async () => {
      started++
      await held
      return { done: true as const }
    },
  })
  return { slow, letGo: () => letGo(), started: async (n: number) => await until(() => started >= n) }
}

test('beyond its bound of requests at work the house says 503 at once, and health still answers', async () => {
  const { slow, letGo, started } = slowRoute()
  const { server } = await doors([slow], { limits: { inFlight: 2 } })
  const held = [fetch(`${server.url}/v1/slow`), fetch(`${server.url}/v1/slow`)]
  await started(2)
  const refused = await fetch(`${server.url}/v1/teas`)
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1'])
  expect(((await refused.json()) as { code: string }).code).toBe('world.overloaded')
  expect((await fetch(`${server.url}/health/live`)).status).toBe(200)
  letGo()
  expect((await Promise.all(held)).map((answer) => answer.status)).toEqual([200, 200])
})

test('stopping finishes the request at work, refuses new ones and frees the port', async () => {
  const { slow, letGo, started } = slowRoute()
  const server = await startServer(hollowWorld(), {
    routes: [slow, menu],
    authenticate: knowing(),
    port: 0,
    name: 'Test',
  })
  const atWork = fetch(`${server.url}/v1/slow`)
  await started(1)
  const stopped = server.stop()
  letGo()
  expect(await (await atWork).json()).toEqual({ done: true })
  await stopped
  await expect(fetch(`${server.url}/v1/teas`)).rejects.toThrow()
  const next = await startServer(hollowWorld(), {
    routes: [],
    authenticate: knowing(),
    port: server.address.port,
    name: 'Test',
  })
  await next.stop()
})

test('stopping does not wait for ever for a handler that hangs', async () => {
  const { slow, started } = slowRoute()
  const server = await startServer(hollowWorld(), {
    routes: [slow],
    authenticate: knowing(),
    port: 0,
    name: 'Test',
    stopMs: 50,
  })
  const atWork = fetch(`${server.url}/v1/slow`).catch(() => 'cut')
  await started(1)
  await server.stop()
  expect(await atWork).toBe('cut')
})

test('a port in use is one clear fault', async () => {
  const { server } = await doors()
  const again = startServer(hollowWorld(), {
    routes: [],
    authenticate: knowing(),
    port: server.address.port,
    name: 'Test',
  })
  await expect(again).rejects.toMatchObject({ code: 'world.port_taken', values: { port: String(server.address.port) } })
})

const wrongBytes: [string, string, number, string][] = [
  ['bytes that are not HTTP', 'HELLO TEA\r\n\r\n', 400, 'world.bad_request'],
  [
    '20 kB of headers',
    `GET / HTTP/1.1\r\nhost: x\r\ntea: ${'x'.repeat(20_000)}\r\n\r\n`,
    431,
    'world.headers_too_large',
  ],
  ['NUL in a header', 'GET / HTTP/1.1\r\nhost: x\r\ntea: a\0b\r\n\r\n', 400, 'world.bad_request'],
  [
    'two lengths of one body',
    'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    400,
    'world.bad_request',
  ],
]

test.each(wrongBytes)('%s get a problem too', async (_, bytes, status, code) => {
  const { server } = await doors()
  const said = await new Promise<string>((resolve) => {
    const socket = connect(server.address.port, '127.0.0.1', () => socket.write(bytes))
    let text = ''
    socket.on('data', (more) => {
      text += more.toString()
    })
    socket.on('close', () => resolve(text))
  })
  expect(said).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  expect(said).toContain(`"code":"${code}"`)
})

test('pages carry the headers that keep a browser from being misled', async () => {
  const { server } = await doors()
  const { headers } = await fetch(`${server.url}/v1/teas`)
  expect(headers.get('content-security-policy')).toContain("script-src 'self';")
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('x-powered-by')).toBeNull()
})

test('a raw route gets the bytes as they came, and answers bytes', async () => {
  const notice = route({
    name: 'hear',
    does: 'POST /v1/notices',
    tag: 'teas',
    summary: { zh: '通知', en: 'Notice' },
    may: 'public',
    raw: true,
    reply: z.string(),
    media: 'text/plain',
    refuses: [],
    handle: (_, { raw, answer }) => answer.bytes('text/plain; charset=utf-8', raw),
  })
  const { server } = await doors([notice])
  const bytes = Buffer.from([0, 255, 13, 10, 0xd8])
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const answer = await fetch(`${server.url}/v1/notices`, { method: 'POST', body: bytes, headers })
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes)
})

test('a stream sends its events and ends when the server stops', async () => {
  const feed = route({
    name: 'watch',
    does: 'GET /v1/watch',
    tag: 'teas',
    summary: { zh: '看', en: 'Watch' },
    may: 'public',
    reply: z.string(),
    media: 'text/event-stream',
    refuses: [],
    handle: (_, { answer }) =>
      answer.sse(async (stream) => {
        stream.send({ event: 'tea', id: '1', data: { name: '龙井\n' } })
        await stream.ended
      }),
  })
  const server = await startServer(hollowWorld(), { routes: [feed], authenticate: knowing(), port: 0, name: 'Test' })
  const answer = await fetch(`${server.url}/v1/watch`)
  expect(answer.headers.get('content-type')).toContain('text/event-stream')
  const reading = answer.text()
  await until(() => true)
  await server.stop()
  expect(await reading).toContain('id: 1\nevent: tea\ndata: {"name":"龙井\\n"}\n\n')
})

async function until(holds: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt++) {
    await new Promise((resolve) => setTimeout(resolve, 10))
    if (holds()) return
  }
  throw new Error('waited in vain')
}
