import type { ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import fastifyStatic from '@fastify/static'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { Fault } from '../base/fault.ts'
import { newId } from '../base/id.ts'
import { type Authenticate, type Door, problemReply, type Reply, throughDoor } from './door.ts'
import { worldFaults } from './errors.ts'
import { houseDoors } from './house-doors.ts'
import { type GaugeRead, type Metrics, makeMetrics } from './metrics.ts'
import { limiter, type Rate } from './rate.ts'
import { nobody, type Route, type Who } from './route.ts'
import { cacheHeader, contentSecurity } from './security-headers.ts'
import { runFeed } from './sse.ts'
import type { World } from './world.ts'

/** A built site: files of `dir` under `prefix`; with `fallback` unknown pages below it answer that file (a single page app). */
export type StaticDir = { prefix: string; dir: string; fallback?: string }

export type ServerOptions = {
  routes: readonly Route[]
  authenticate: Authenticate
  /** 0 takes any free port. */
  port: number
  host?: string
  /** Shown as the title of the API document. */
  name: string
  staticDirs?: readonly StaticDir[]
  /** Origins besides our own host whose pages may change things with a cookie, e.g. a development server. */
  origins?: readonly string[]
  /** Migration files that must be applied before we are ready. */
  migrations?: readonly string[]
  /** Requests at work at once before we say 503; rates for each address and each recognised caller. */
  limits?: { inFlight?: number; byAddress?: Rate; byCaller?: Rate }
  /** Figures of the modules for /metrics, beside the house's own. */
  gauges?: readonly GaugeRead[]
  /** How long `stop` waits for requests at work. */
  stopMs?: number
  /** Behind a proxy that sets X-Forwarded-For. */
  trustProxy?: boolean
}

export type RunningServer = { url: string; address: AddressInfo; stop(): Promise<void> }

const bodyBytesMax = 1_048_576
const defaults = {
  inFlight: 512,
  byAddress: { perSecond: 2_000, burst: 4_000 },
  byCaller: { perSecond: 1_000, burst: 2_000 },
}

/**
 * Opens the house's doors on a port. Every refusal is an RFC 9457 problem, whoever refuses. Fault world.port_taken when
 * the port is in use.
 */
export async function startServer(w: World, options: ServerOptions): Promise<RunningServer> {
  const serving = makeServing(w, options)
  const app = openApp(w, options)
  await app.register(cookie)
  await app.register(helmet, contentSecurity)
  addHooks(w, app, serving)
  app.setErrorHandler((error, request, reply) => tell(w, error, request, reply))
  app.setNotFoundHandler((request, reply) => nothingHere(options, request, reply))
  for (const route of options.routes) addRoute(w, app, serving, route)
  const { routes, name, migrations = [] } = options
  for (const door of houseDoors(w, { routes, name, migrations, metrics: serving.metrics })) {
    app.get(door.path, { helmet: door.ownPolicy ? false : {} }, async (request, reply) =>
      write(reply, await door.answer(request)),
    )
  }
  await addStatic(app, options.staticDirs ?? [])
  const host = options.host ?? '127.0.0.1'
  try {
    await app.listen({ port: options.port, host })
  } catch (error) {
    await stop(app, serving, 0)
    throw (error as { code?: string }).code === 'EADDRINUSE'
      ? worldFaults.portTaken({ port: String(options.port) })
      : error
  }
  const address = app.server.address() as AddressInfo
  const local = ['127.0.0.1', '0.0.0.0', '::', '::1'].includes(host)
  const url = `http://${local ? 'localhost' : host}:${address.port}`
  return { url, address, stop: () => stop(app, serving, options.stopMs ?? 10_000) }
}

type Serving = {
  inFlight: number
  inFlightMax: number
  stopping: AbortController
  metrics: Metrics
  door: Omit<Door, 'recognised'>
  byAddress: (ip: string) => void
}

function makeServing(w: World, options: ServerOptions): Serving {
  const { inFlight, byAddress, byCaller } = { ...defaults, ...options.limits }
  const admitCaller = admitBy(byCaller)
  const admit = (who: Who): void => {
    if (who.kind !== 'nobody') admitCaller(`${who.org}/${who.id}`)
  }
  const serving: Serving = {
    inFlight: 0,
    inFlightMax: inFlight,
    stopping: new AbortController(),
    byAddress: admitBy(byAddress),
    metrics: makeMetrics(w, () => serving.inFlight, options.gauges),
    door: { authenticate: options.authenticate, origins: options.origins ?? [], admit },
  }
  return serving
}

function admitBy(rate: Rate): (caller: string) => void {
  const limit = limiter(rate)
  return (caller) => {
    const said = limit(caller)
    if (!said.allowed) throw worldFaults.tooManyRequests({ afterSeconds: String(said.afterSeconds) })
  }
}

function openApp(w: World, { trustProxy = false }: ServerOptions): FastifyInstance {
  const app = Fastify({
    logger: false, // our own line for each answer says more and is redacted
    trustProxy,
    bodyLimit: bodyBytesMax,
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    return503OnClosing: false, // our own hook says so as a problem
    genReqId: () => newId('req', w.now(), w.random),
    routerOptions: { maxParamLength: 500 },
    frameworkErrors: (error, request, reply) => void tell(w, error, request, reply as unknown as FastifyReply),
    clientErrorHandler: (error, socket) => {
      if (socket.writable && error.code !== 'ECONNRESET')
        socket.write(rawProblem(error.code, newId('req', w.now(), w.random)))
      socket.destroy()
    },
  })
  // Bodies stay bytes until the door reads them itself: strictly, and only after it knows who is asking.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body))
  return app
}

const whoAsked = new WeakMap<FastifyRequest, Who>()

function addHooks(w: World, app: FastifyInstance, serving: Serving): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id).header('cache-control', 'no-store')
    const startedMs = performance.now()
    serving.inFlight++
    // `close` comes after every answer and also when the caller hangs up, unlike Fastify's onResponse.
    reply.raw.once('close', () => {
      serving.inFlight--
      record(w, serving, request, reply, performance.now() - startedMs)
    })
    if (serving.stopping.signal.aborted) throw worldFaults.stopping()
    if (request.url.startsWith('/health/')) return
    if (serving.inFlight > serving.inFlightMax) throw worldFaults.overloaded()
    serving.byAddress(request.ip)
  })
  app.addHook('onSend', async (_, reply) => {
    if (serving.stopping.signal.aborted) reply.header('connection', 'close')
  })
}

function record(w: World, { metrics }: Serving, request: FastifyRequest, reply: FastifyReply, ms: number): void {
  const route = request.routeOptions.url ?? 'nowhere'
  const status = reply.raw.headersSent ? reply.raw.statusCode : 499 // the caller hung up before we answered
  metrics.answered(route, request.method, status, ms / 1_000)
  if (route.startsWith('/health/') || route === '/metrics') return
  const who = whoAsked.get(request) ?? nobody
  const line = {
    requestId: request.id,
    method: request.method,
    route,
    status,
    ms: Math.round(ms * 10) / 10,
    who: `${who.kind}:${who.id}`,
    org: who.org,
  }
  w.log.info(line, 'answered')
}

function addRoute(w: World, app: FastifyInstance, serving: Serving, route: Route): void {
  app.route({
    method: route.method,
    url: route.path.replace(/\{(\w+)\}/g, ':$1'),
    handler: async (request, reply) => {
      const door: Door = { ...serving.door, recognised: (who) => void whoAsked.set(request, who) }
      const answered = await throughDoor(w, door, route, {
        method: request.method,
        target: request.originalUrl,
        // Copied: the router's objects are not plain ones, and a digest is only made of plain ones.
        params: { ...(request.params as Record<string, string>) },
        query: { ...(request.query as Record<string, string | string[]>) },
        headers: headersOf(request),
        cookies: request.cookies as Record<string, string>,
        raw: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
        requestId: request.id,
        ip: request.ip,
      })
      return answered.feed ? await stream(w, serving, request, reply, answered) : write(reply, answered)
    },
  })
}

function headersOf(request: FastifyRequest): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers)) if (typeof value === 'string') headers[name] = value
  return headers
}

function write(reply: FastifyReply, { status, headers, cookies, body }: Reply): FastifyReply {
  for (const text of cookies) reply.header('set-cookie', text)
  return reply.code(status).headers(headers).send(body)
}

async function stream(
  w: World,
  serving: Serving,
  request: FastifyRequest,
  reply: FastifyReply,
  { headers, feed }: Reply,
): Promise<void> {
  if (!feed) return
  reply.hijack()
  const response: ServerResponse = reply.raw
  const always = {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  }
  response.writeHead(200, { ...headers, ...always, 'x-request-id': request.id })
  serving.inFlight-- // a quiet listener is no work at hand
  response.once('close', () => void serving.inFlight++)
  await runFeed(response, feed, serving.stopping.signal).catch((error: unknown) =>
    w.log.error({ requestId: request.id, error }, 'a stream of events broke off'),
  )
}

function tell(w: World, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = error instanceof Fault ? error : ofFastify(error)
  const answered = problemReply(known ?? error, request.id, request.headers['accept-language'])
  if (answered.status >= 500 && !(known && known.status === 503)) {
    w.log.error({ requestId: request.id, route: request.routeOptions?.url, error }, 'a request failed by our mistake')
  }
  return write(reply, answered)
}

// Fastify's own refusals carry a code and a status below 500; everything else is not its.
function ofFastify(error: unknown): Fault | null {
  const { code, statusCode } = error as { code?: string; statusCode?: number }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return worldFaults.bodyTooLarge({ most: String(bodyBytesMax) })
  if (statusCode === 415) return worldFaults.mediaType()
  if (code === 'FST_ERR_BAD_URL') return worldFaults.badRequest({ because: 'URL' })
  if (statusCode === 403 || statusCode === 404) return worldFaults.notFound()
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return worldFaults.badRequest({ because: code ?? 'HTTP' })
  return null
}

function rawProblem(code: string, requestId: string): string {
  const fault =
    code === 'HPE_HEADER_OVERFLOW'
      ? worldFaults.headersTooLarge()
      : code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? worldFaults.requestTimeout()
        : worldFaults.badRequest({ because: 'HTTP' })
  const { status, headers, body } = problemReply(fault, requestId, undefined)
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 ${status} Refused\r\n${head.join('')}content-length: ${body.length}\r\nconnection: close\r\n\r\n${body.toString()}`
}

// An address with other methods is 405 with Allow; a page of a single page app is its index; the rest is 404.
function nothingHere(
  { routes, staticDirs = [] }: ServerOptions,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const path = request.url.split('?')[0] ?? '/'
  const others = routes.filter((route) => patternOf(route.path).test(path)).map((route) => route.method)
  if (others.length > 0) throw worldFaults.methodNotAllowed({ allow: [...new Set(others)].sort().join(', ') })
  const site = staticDirs
    .filter((dir) => dir.fallback && path.startsWith(dir.prefix))
    .sort((a, b) => b.prefix.length - a.prefix.length)[0]
  const isPage = ['GET', 'HEAD'].includes(request.method) && !/^\/v1(\/|$)/.test(path) && !/\.[^/]*$/.test(path)
  if (!site?.fallback || !isPage) throw worldFaults.notFound()
  return reply.code(200).sendFile(site.fallback, site.dir)
}

const patternOf = (path: string): RegExp => new RegExp(`^${path.replace(/\./g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`)

async function addStatic(app: FastifyInstance, dirs: readonly StaticDir[]): Promise<void> {
  for (const [at, { prefix, dir }] of dirs.entries()) {
    const setHeaders = (reply: FastifyReply, path: string): void =>
      void reply.header('cache-control', cacheHeader(path))
    await app.register(fastifyStatic, { root: dir, prefix, decorateReply: at === 0, cacheControl: false, setHeaders })
  }
}

// No new connection, feeds ended, requests at work finished or, after `mostMs`, cut.
async function stop(app: FastifyInstance, serving: Serving, mostMs: number): Promise<void> {
  serving.stopping.abort()
  const cut = setTimeout(() => app.server.closeAllConnections(), mostMs)
  await app.close()
  clearTimeout(cut)
  serving.metrics.stop()
}
