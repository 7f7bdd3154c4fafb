import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { caller, hollowWorld, knowing, open } from '../../test/doors.ts'
import { testWorld } from '../../test/house.ts'
import { makeLog } from './log.ts'
import { route, z } from './route.ts'

const hello = route({
  name: 'hello',
  does: 'GET /v1/hello/{card}',
  tag: 'hello',
  summary: { zh: '你好', en: 'Hello' },
  may: 'signed-in',
  params: z.object({ card: z.string() }),
  reply: z.object({ hello: z.string() }),
  refuses: [],
  handle: () => ({ hello: '你好' }),
})

test('ready means the database answers and our migrations are applied; alive needs neither', async () => {
  const w = await testWorld()
  const ready = await open(w, [], { migrations: ['world/0001_world.sql', 'world/0002_answer.sql'] })
  expect(await (await fetch(`${ready.url}/health/ready`)).json()).toEqual({
    ready: true,
    checks: { database: true, migrations: true },
  })
  const behind = await open(w, [], { migrations: ['world/9999_tomorrow.sql'] })
  expect((await fetch(`${behind.url}/health/ready`)).status).toBe(503)
  const lost = await open(hollowWorld(), [])
  expect(await (await fetch(`${lost.url}/health/ready`)).json()).toEqual({
    ready: false,
    checks: { database: false, migrations: false },
  })
  expect((await fetch(`${lost.url}/health/live`)).status).toBe(200)
})

test('metrics count answers by route and status, for our own machine only', async () => {
  const server = await open(hollowWorld(), [hello], { authenticate: knowing(caller('mei')) })
  await fetch(`${server.url}/v1/hello/1`, { headers: { authorization: 'Bearer mei' } })
  await fetch(`${server.url}/v1/hello/1`)
  const text = await (await fetch(`${server.url}/metrics`)).text()
  expect(text).toContain('covenant_http_requests_total{route="/v1/hello/:card",method="GET",status="200"} 1')
  expect(text).toContain('covenant_http_requests_total{route="/v1/hello/:card",method="GET",status="401"} 1')
  for (const name of ['http_in_flight', 'event_loop_lag_seconds', 'db_waiting'])
    expect(text).toContain(`covenant_${name} `)
  expect((await fetch(`${server.url}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.9' } })).status).toBe(404)
})

test('each answer is one log line with its request id, route, status, time and caller, and without what was in the path', async () => {
  const lines: string[] = []
  const log = makeLog('info', { write: (line) => void lines.push(line) })
  const server = await open(hollowWorld(log), [hello], { authenticate: knowing(caller('mei')) })
  const answer = await fetch(`${server.url}/v1/hello/4111111111111111?`, { headers: { authorization: 'Bearer mei' } })
  await answer.text()
  for (let attempt = 0; lines.length === 0 && attempt < 200; attempt++)
    await new Promise((resolve) => setTimeout(resolve, 5))
  expect(lines).toHaveLength(1)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'info',
    what: 'answered',
    requestId: answer.headers.get('x-request-id'),
    method: 'GET',
    route: '/v1/hello/:card',
    status: 200,
    ms: expect.any(Number),
    who: 'key:mei',
    org: 'org_mei',
  })
  expect(lines[0]).not.toContain('4111')
})

test('the API document and its reader come from our own server, scripts by digest', async () => {
  const server = await open(hollowWorld(), [hello])
  expect(await (await fetch(`${server.url}/openapi.json`)).json()).toMatchObject({
    openapi: '3.1.1',
    info: { title: 'Test' },
  })
  const page = await fetch(`${server.url}/docs`)
  const html = await page.text()
  expect(html).toContain('/openapi.json')
  expect(html).not.toMatch(/(src|href)="(https?:)?\/\//)
  expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self' 'sha256-[\w+/=]+'/)
  expect((await fetch(`${server.url}/docs/js/scalar.js`)).headers.get('content-type')).toContain('text/javascript')
})

test('a built site answers its files, its index for its own pages, and never hides an API address', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'covenant-site-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  mkdirSync(join(dir, 'console/assets'), { recursive: true })
  mkdirSync(join(dir, 'checkout'))
  writeFileSync(join(dir, 'console/index.html'), '<title>console</title>')
  writeFileSync(join(dir, 'console/assets/a-1.js'), 'let a')
  writeFileSync(join(dir, 'checkout/index.html'), '<title>checkout</title>')
  writeFileSync(join(dir, 'secret.txt'), 'secret')
  const server = await open(hollowWorld(), [hello], {
    staticDirs: [
      { prefix: '/', dir: join(dir, 'console'), fallback: 'index.html' },
      { prefix: '/checkout/', dir: join(dir, 'checkout'), fallback: 'index.html' },
    ],
  })
  const get = async (path: string) => {
    const answer = await fetch(server.url + path)
    return [answer.status, (await answer.text()).slice(0, 40), answer.headers.get('cache-control')]
  }
  expect(await get('/')).toEqual([200, '<title>console</title>', 'no-cache'])
  expect(await get('/payments/pay_1')).toEqual([200, '<title>console</title>', 'no-cache'])
  expect(await get('/checkout/token-1')).toEqual([200, '<title>checkout</title>', 'no-cache'])
  expect(await get('/assets/a-1.js')).toEqual([200, 'let a', 'public, max-age=31536000, immutable'])
  for (const path of ['/assets/none.js', '/v1/none', '/..%2fsecret.txt', '/%2e%2e/secret.txt', '/.env']) {
    expect([path, (await get(path))[0]]).toEqual([path, 404])
  }
})
