import { assert } from '../base/assert.ts'
import { digestOf } from '../base/digest.ts'
import { Fault } from '../base/fault.ts'
import type { Actor } from './actor.ts'
import { worldFaults } from './errors.ts'
import { answerOnce, type Kept } from './idempotency.ts'
import { type Incoming, parseRequest } from './parse.ts'
import { faultOf, problemOf, problemType } from './problem.ts'
import { type Answer, type Ask, type CookieOptions, nobody, type Route, sent, type Who, z } from './route.ts'
import type { Feed } from './sse.ts'
import type { World } from './world.ts'

/** What a caller shows to be recognised. */
export type Shown = {
  authorization: string | null
  cookies: Readonly<Record<string, string>>
  ip: string
  userAgent: string
  /** The request itself, for callers who sign theirs: method, path with query and headers as they came, and the body's bytes. */
  method: string
  target: string
  headers: Readonly<Record<string, string>>
  raw: Buffer
  /** What the door asks for, so that a browser signed in twice (console and consumer) comes as the right one. */
  may: string
}

/** Recognises a caller; null when what was shown recognises nobody. */
export type Authenticate = (w: World, shown: Shown) => Promise<Who | null>

export type Request = Incoming & {
  method: string
  /** Path and query as they came. */
  target: string
  cookies: Readonly<Record<string, string>>
  requestId: string
  ip: string
}

/** A finished answer: bytes, or a stream still to be fed. */
export type Reply = {
  status: number
  headers: Record<string, string>
  cookies: string[]
  body: Buffer
  feed: Feed | null
}

/** A door of the house itself: outside the API, read only, for operators and for people who read the API. */
export type HouseDoor = {
  path: string
  /** True when the answer brings its own Content-Security-Policy. */
  ownPolicy?: true
  answer: (request: { ip: string; headers: Readonly<Record<string, unknown>> }) => Promise<Reply>
}

export type Door = {
  authenticate: Authenticate
  /** Origins of browsers allowed to change things besides our own host. */
  origins: readonly string[]
  /** Counts a recognised caller's requests; throws when there were too many. */
  admit: (who: Who) => void
  /** Told who it was as soon as it is known, for the log. */
  recognised: (who: Who) => void
}

/**
 * One request from its headers to its answer: who is it, may they, is the input clean, was it asked before, then the
 * handler, then the answer through its schema. A handler never sees a request that failed before it. Throws faults.
 */
export async function throughDoor(w: World, door: Door, route: Route, request: Request): Promise<Reply> {
  refuseCrossSite(door, route, request)
  const who = await recognise(w, door, route, request)
  door.recognised(who)
  refuseUnlessAllowed(route, who)
  door.admit(who)
  const { params, query, body, json } = parseRequest(route, request)
  const key = keyOf(route, request)
  const making = newReply(route)
  const ask: Ask = {
    who,
    params,
    query,
    body,
    key,
    raw: request.raw,
    headers: request.headers,
    cookies: request.cookies,
    requestId: request.requestId,
    ip: request.ip,
    answer: making.answer,
  }
  const work = async (): Promise<Reply> =>
    making.finish(await route.handle({ ...w, actor: actorOf(who, request) }, ask))
  if (!route.idempotent || key === null) return await work()
  // Nobody has no organisation to keep keys apart by; the path (a checkout's secret token) does it for them.
  const org = who.kind === 'nobody' ? `public:${digestOf(JSON.stringify(request.params))}` : who.org
  const input = { params: request.params, query: request.query, body: route.raw ? digestOf(request.raw) : json }
  const kept = await answerOnce(w, { org, route: route.name, key, input }, async () => await keptReply(work, request))
  return replyOf(kept)
}

async function recognise(w: World, door: Door, route: Route, request: Request): Promise<Who> {
  const authorization = request.headers['authorization'] ?? null
  if (authorization === null && Object.keys(request.cookies).length === 0) return nobody
  const userAgent = request.headers['user-agent'] ?? ''
  const { cookies, ip, method, target, headers, raw } = request
  const shown: Shown = { authorization, cookies, ip, userAgent, method, target, headers, raw, may: route.may }
  return (await door.authenticate(w, shown)) ?? nobody
}

function refuseUnlessAllowed(route: Route, who: Who): void {
  if (route.may === 'public') return
  if (who.kind === 'nobody') throw worldFaults.notSignedIn()
  // A consumer is nobody's user: only doors that name what consumers may do open for them.
  if (route.may === 'signed-in' && who.orgKind !== 'consumer') return
  // A route that forgot to say who may is closed to everybody.
  if (!route.may || !who.permissions.has(route.may)) throw worldFaults.notAllowed({ may: route.may || '-' })
}

/**
 * A browser sends our cookie with requests other sites start, so a change without an Authorization header must come from
 * a page of ours (OWASP CSRF prevention: Fetch Metadata, then Origin). Wallets' notices bring neither cookie nor origin.
 */
function refuseCrossSite(door: Door, route: Route, request: Request): void {
  if (route.method === 'GET' || request.headers['authorization'] !== undefined) return
  const origin = request.headers['origin']
  const site = request.headers['sec-fetch-site']
  const cookies = Object.keys(request.cookies).length > 0
  if (origin === undefined && site === undefined && !cookies) return
  if (origin !== undefined && (hostOf(origin) === request.headers['host'] || door.origins.includes(origin))) return
  if (origin === undefined && site === 'same-origin') return
  throw worldFaults.crossSite()
}

const actorOf = (who: Who, { requestId }: Request): Actor => ({
  kind: who.kind,
  id: who.id,
  org: who.org,
  request: requestId,
})

const hostOf = (origin: string): string | null => (URL.canParse(origin) ? new URL(origin).host : null)

function keyOf(route: Route, request: Request): string | null {
  const key = request.headers['idempotency-key']
  if (key === undefined) {
    if (route.idempotent) throw worldFaults.idempotencyKeyMissing()
    return null
  }
  if (!/^[\x21-\x7e]{1,128}$/.test(key)) throw worldFaults.idempotencyKeyInvalid()
  return key
}

type Making = { answer: Answer; finish(value: unknown): Reply }

function newReply(route: Route): Making {
  const reply: Reply = { status: route.status ?? 200, headers: {}, cookies: [], body: Buffer.alloc(0), feed: null }
  const answer: Answer = {
    status: (status) => {
      reply.status = status
    },
    header: (name, value) => {
      reply.headers[name.toLowerCase()] = value
    },
    cookie: (name, value, options) => void reply.cookies.push(cookieText(name, value, options)),
    bytes: (type, body, filename) => {
      reply.headers['content-type'] = type
      if (filename)
        reply.headers['content-disposition'] = `attachment; filename*=UTF-8''${encodeURIComponent(filename)}`
      reply.body = Buffer.from(body)
      return sent
    },
    sse: (feed) => {
      reply.feed = feed
      return sent
    },
  }
  const finish = (value: unknown): Reply => {
    if (value === sent || reply.status === 204) return reply
    reply.headers['content-type'] = 'application/json; charset=utf-8'
    // Through the schema: what it does not name does not leave the house, and an answer that breaks it is our mistake.
    reply.body = Buffer.from(JSON.stringify(z.encode(route.reply, value as never)))
    return reply
  }
  return { answer, finish }
}

function cookieText(name: string, value: string, options: CookieOptions = {}): string {
  const { seconds, path = '/', sameSite = 'Lax', readable, secure } = options
  const age = seconds === undefined ? '' : `; Max-Age=${seconds}`
  return `${name}=${encodeURIComponent(value)}; Path=${path}; SameSite=${sameSite}${age}${readable ? '' : '; HttpOnly'}${secure ? '; Secure' : ''}`
}

/** A fault as the reply that tells it. */
export function problemReply(error: unknown, requestId: string, language: string | undefined): Reply {
  const fault = faultOf(error, requestId)
  const body = Buffer.from(JSON.stringify(problemOf(fault, requestId, language)))
  const headers: Record<string, string> = { 'content-type': problemType }
  if (fault.values['afterSeconds']) headers['retry-after'] = fault.values['afterSeconds']
  else if (fault.status === 503 || fault.status === 409) headers['retry-after'] = '1'
  if (fault.values['allow']) headers['allow'] = fault.values['allow']
  // What has to be confirmed before the same request is sent again: the act and the digest it is bound to.
  const { act, bound } = fault.values
  if (act && bound) headers['covenant-step-up'] = `${act} ${bound}`
  if (fault.status === 401) headers['www-authenticate'] = 'Bearer'
  return { status: fault.status, headers, cookies: [], body, feed: null }
}

// A handler's refusal is an answer too and is kept, unless it invites to ask again with the same key or it was our failure.
async function keptReply(work: () => Promise<Reply>, request: Request): Promise<Kept> {
  try {
    const { status, headers, body, cookies, feed } = await work()
    assert(
      cookies.length === 0 && !feed,
      'a kept answer sets no cookie and is no stream: a replay could not give them again',
    )
    return { status, headers, body, replayed: false, keep: status < 500 }
  } catch (error) {
    if (!(error instanceof Fault) || error.status >= 500 || error.retry === 'same_key' || error.retry === 'after')
      throw error
    const { status, headers, body } = problemReply(error, request.requestId, request.headers['accept-language'])
    return { status, headers, body, replayed: false, keep: true }
  }
}

const replyOf = ({ status, headers, body, replayed }: Kept): Reply => ({
  status,
  body,
  cookies: [],
  feed: null,
  headers: replayed ? { ...headers, 'idempotent-replayed': 'true' } : headers,
})
