import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import type { Fetch } from '../../world/world.ts'
import { billFile } from './simulator-bill.ts'
import { answerGateway, type Sleep } from './simulator-gateway.ts'
import { leverKinds, pullFrom } from './simulator-levers.ts'
import type { Forgery, Postman } from './simulator-notices.ts'
import { type Phone, PhoneRefusal, phoneTexts } from './simulator-phone.ts'
import type { Simulation } from './simulator-state.ts'

export type Ask = { method: string; url: string; body: string; origin: string | null; host: string }
export type Answered = { status: number; type: string; body: string | Buffer; headers?: Record<string, string> } | 'cut'
export type Inside = {
  s: Simulation
  phone: Phone
  postman: Postman
  sleep: Sleep
  phoneDir: string | null
  url: string
  tick: () => Promise<void>
}

/** One door for everything: the gateway, the bill, the phone, the levers and the phone's static files. */
export async function handle(inside: Inside, ask: Ask): Promise<Answered> {
  const { pathname, searchParams } = new URL(ask.url, 'http://simulator')
  try {
    if (pathname === '/gateway.do') return await gateway(inside, ask)
    // Other web pages may not drive the phone or the levers: same origin or no browser at all.
    if (ask.origin !== null && ask.origin !== `http://${ask.host}`) return json(403, { code: 'other_origin' })
    if (pathname === '/bill') return bill(inside.s, searchParams)
    if (pathname.startsWith('/phone/'))
      return phoneCall(inside.phone, ask, pathname.slice('/phone/'.length), searchParams)
    if (pathname === '/levers' || pathname.startsWith('/levers/'))
      return await leverCall(inside, ask, pathname.slice('/levers'.length))
    return ask.method === 'GET' && inside.phoneDir
      ? await staticFile(inside.phoneDir, pathname)
      : json(404, { code: 'not_found' })
  } catch (error) {
    if (error instanceof PhoneRefusal) {
      const { status, zh, en } = phoneTexts[error.code]
      return json(status, { code: error.code, zh, en })
    }
    return json(500, { code: 'simulator_broken', detail: error instanceof Error ? error.message : 'unknown' })
  }
}

/** The same door without a socket: a lost line is what node's fetch throws for one. */
export function inProcess(door: (ask: Ask) => Promise<Answered>): Fetch {
  return async (address, init) => {
    const { pathname, search } = new URL(address)
    const body = typeof init?.body === 'string' ? init.body : ''
    const answering = door({ method: init?.method ?? 'GET', url: pathname + search, body, origin: null, host: '' })
    const reply = await (init?.signal ? orAborted(answering, init.signal) : answering)
    if (reply === 'cut') throw new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } })
    return new Response(typeof reply.body === 'string' ? reply.body : new Uint8Array(reply.body), {
      status: reply.status,
      headers: { 'content-type': reply.type },
    })
  }
}

// Whatever comes first: the answer, or the end of the caller's patience.
async function orAborted<T>(answering: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted()
  const aborted = Promise.withResolvers<never>()
  const stop = (): void => aborted.reject(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await Promise.race([answering, aborted.promise])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

async function gateway(inside: Inside, ask: Ask): Promise<Answered> {
  const query = ask.url.includes('?') ? ask.url.slice(ask.url.indexOf('?') + 1) : ''
  const reply = await answerGateway(inside.s, query, ask.body, inside.sleep, inside.url)
  return reply === 'cut' ? 'cut' : { ...reply, type: 'text/html;charset=utf-8' }
}

function bill(s: Simulation, query: URLSearchParams): Answered {
  const file = billFile(s, query.get('app_id') ?? '', query.get('day') ?? '')
  return file ? { status: 200, type: 'application/zip', body: file } : json(404, { code: 'no_bill' })
}

function phoneCall(phone: Phone, ask: Ask, verb: string, query: URLSearchParams): Answered {
  const shopper = query.get('shopper') ?? ''
  if (ask.method === 'GET') {
    if (verb === 'wallets') return json(200, { items: phone.wallets(), next: null })
    if (verb === 'pending') return json(200, { items: phone.pending(shopper), next: null })
    if (verb === 'bills') return json(200, { items: phone.bills(shopper), next: null })
  }
  if (ask.method === 'POST') {
    const given = objectIn(ask.body)
    const text = (name: string): string =>
      typeof given[name] === 'string' ? (given[name] as string).slice(0, 512) : ''
    const fund = text('fund') === '' ? null : text('fund')
    if (verb === 'scan') return json(200, phone.scan(text('shopper'), text('code')))
    if (verb === 'code') return json(200, phone.code(text('shopper')))
    if (verb === 'confirm' || verb === 'confirm-pending') {
      return json(200, phone.confirm(text('shopper'), text('tradeToken'), text('pin'), fund))
    }
  }
  return json(404, { code: 'not_found' })
}

async function leverCall({ s, postman, tick }: Inside, ask: Ask, rest: string): Promise<Answered> {
  if (ask.method === 'GET' && rest === '') return json(200, { items: s.levers.list(), kinds: leverKinds, next: null })
  if (ask.method === 'DELETE') {
    if (rest === '') s.levers.releaseAll()
    else s.levers.release(rest.slice(1))
    return json(200, { items: s.levers.list(), next: null })
  }
  if (ask.method !== 'POST') return json(404, { code: 'not_found' })
  const given = objectIn(ask.body)
  if (rest === '/tick') {
    await tick()
    return json(200, { items: postman.deliveries.slice(-20), next: null })
  }
  if (rest === '/forge') {
    const how = forgeries.find((each) => each === given['how'])
    if (!how || typeof given['orderNo'] !== 'string') return json(422, { code: 'not_a_forgery', forgeries })
    return json(200, { answered: await postman.forge(given['orderNo'], how) })
  }
  const pull = pullFrom(given)
  return pull ? json(201, { id: s.levers.pull(pull) }) : json(422, { code: 'not_a_lever', kinds: leverKinds })
}

const forgeries: readonly Forgery[] = [
  'unsigned',
  'bad_signature',
  'other_key',
  'altered_amount',
  'other_app',
  'other_seller',
]

function objectIn(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body === '' ? '{}' : body)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : {}
  } catch {
    return {}
  }
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
  '.ico': 'image/x-icon',
}

async function staticFile(folder: string, pathname: string): Promise<Answered> {
  const root = normalize(folder)
  const path = normalize(join(root, decodeURIComponent(pathname === '/' ? '/index.html' : pathname)))
  if (!path.startsWith(root.endsWith(sep) ? root : root + sep)) return json(404, { code: 'not_found' })
  try {
    const headers = {
      'content-security-policy': "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'",
    }
    return {
      status: 200,
      type: types[extname(path)] ?? 'application/octet-stream',
      body: await readFile(path),
      headers,
    }
  } catch {
    return json(404, { code: 'not_found' })
  }
}

const json = (status: number, value: unknown): Answered => ({
  status,
  type: 'application/json; charset=utf-8',
  body: JSON.stringify(value),
})
