import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleepReally } from 'node:timers/promises'
import type { Random } from '../../base/random.ts'
import { type Day, dayMs } from '../../base/time.ts'
import type { Fetch } from '../../world/world.ts'
import { type Statement, statementOf } from './simulator-bill.ts'
import { type Books, openBooks, type Shopper, type Trade } from './simulator-books.ts'
import { type Ask, handle, inProcess } from './simulator-door.ts'
import { openJournal } from './simulator-journal.ts'
import type { SimulatorKeys } from './simulator-keys.ts'
import { type Levers, makeLevers } from './simulator-levers.ts'
import { makePostman, type Postman } from './simulator-notices.ts'
import { demoShoppers, makePhone, type Phone } from './simulator-phone.ts'
import type { Simulation } from './simulator-state.ts'
import { ripen, usualFee, usualFeeBack } from './simulator-trades.ts'

export type SimulatorOptions = {
  /** 0 takes any free port; null opens none (then only `fetch` reaches it). */
  port: number | null
  host?: '127.0.0.1'
  now: () => number
  random: Random
  keys: SimulatorKeys
  /** Delivers notices. */
  fetch: Fetch
  /** Waits before a delayed answer, in milliseconds. */
  sleep?: (ms: number) => Promise<unknown>
  /** Where it remembers; without it, only in memory. */
  journalPath?: string | null
  /** Static files of the browser phone wallet. */
  phoneDir?: string | null
  /** True: nothing happens by itself, only in `tick()`. For a moved clock. */
  manual?: boolean
  shoppers?: readonly Shopper[]
  fee?: (trade: Trade) => bigint
  feeBack?: (trade: Trade, refundedBeforeFen: bigint, refundFen: bigint) => bigint
  refundWindowDays?: number
  /** Above this a shopper types the password for a shown code; each may choose it in the wallet's own settings. */
  passwordAboveFen?: bigint
}

export type AlipaySimulator = {
  /** `http://127.0.0.1:4701`; the gateway is `/gateway.do` below it. */
  readonly url: string
  /** Reaches the same doors without a socket, for months of history in minutes. */
  readonly fetch: Fetch
  readonly phone: Phone
  readonly levers: Levers
  readonly postman: Postman
  readonly books: Omit<Books, 'put' | 'drop' | 'commit' | 'nextNumber'>
  /** What a seller's day truly came to, whatever a lever did to the file. */
  statement(appId: string, day: Day): Statement
  /** Closes what has expired and delivers the notices that are due, until none is. */
  tick(): Promise<void>
  stop(): Promise<void>
}

const tickMs = 250

/**
 * A server that behaves as Alipay's open platform does for the merchant: signed both ways, idempotent, forgetful only where
 * Alipay is, and as slow, lossy or wrong as its levers say. What it knows survives kill -9 when it has a journal. Facts about
 * Alipay stand with their source where they are used; it proves our connector, it does not prove Alipay.
 */
export async function startAlipaySimulator(options: SimulatorOptions): Promise<AlipaySimulator> {
  const journal = openJournal(options.journalPath ?? null)
  const books = openBooks(journal)
  const s: Simulation = {
    now: options.now,
    random: options.random,
    keys: options.keys,
    books,
    levers: makeLevers(books),
    fee: options.fee ?? usualFee,
    feeBack: options.feeBack ?? usualFeeBack,
    refundWindowMs: (options.refundWindowDays ?? 365) * dayMs,
    passwordAboveFen: options.passwordAboveFen ?? 100_000n,
  }
  greet(s, options.shoppers ?? demoShoppers())
  const phone = makePhone(s)
  const postman = makePostman(s, options.fetch)
  const sleep = options.sleep ?? ((ms: number) => sleepReally(ms))
  const tick = ticker(s, postman)
  let url = 'http://127.0.0.1'
  const door = (ask: Ask) => handle({ s, phone, postman, sleep, phoneDir: options.phoneDir ?? null, url, tick }, ask)
  const server = options.port === null ? null : await listen(door, options.port)
  if (server) url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const timer = options.manual || !server ? null : setInterval(() => void tick(), tickMs).unref()
  return {
    url,
    fetch: inProcess(door),
    phone,
    levers: s.levers,
    postman,
    books,
    statement: (appId, day) => statementOf(s, appId, day),
    tick,
    stop: async () => {
      if (timer) clearInterval(timer)
      server?.closeAllConnections()
      if (server) await new Promise((done) => server.close(done))
      journal.close()
    },
  }
}

function greet(s: Simulation, shoppers: readonly Shopper[]): void {
  for (const shopper of shoppers) {
    if (!s.books.shoppers.has(shopper.id)) s.books.put('shopper', shopper.id, structuredClone(shopper))
  }
  s.books.commit()
}

const roundsMax = 20
const deliveriesMost = 200

// One at a time: a delivery may take seconds, and the same notice must not leave twice by accident.
function ticker(s: Simulation, postman: Postman): () => Promise<void> {
  let running: Promise<void> | null = null
  const round = async (): Promise<void> => {
    for (const trade of s.books.open) ripen(s, trade) // a Set may lose members while it is walked
    s.books.commit()
    for (let turn = 0; turn < roundsMax; turn++) {
      if ((await postman.deliver(deliveriesMost)) === 0) return
    }
  }
  return () => {
    running ??= round().finally(() => {
      running = null
    })
    return running
  }
}

type Door = (ask: Ask) => ReturnType<typeof handle>

async function listen(door: Door, port: number) {
  const server = createServer((request, response) => void serve(door, request, response))
  server.requestTimeout = 30_000
  await new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen(port, '127.0.0.1', done)
  })
  return server
}

const bodyMax = 256 * 1024

async function serve(door: Door, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const parts: Buffer[] = []
    let length = 0
    for await (const part of request as AsyncIterable<Buffer>) {
      length += part.length
      if (length > bodyMax) return void request.destroy()
      parts.push(part)
    }
    const headers = { origin: request.headers.origin ?? null, host: request.headers.host ?? '' }
    const body = Buffer.concat(parts).toString('utf8')
    const reply = await door({ method: request.method ?? 'GET', url: request.url ?? '/', body, ...headers })
    if (reply === 'cut') return void request.socket.destroy()
    const safe = { 'content-type': reply.type, 'x-content-type-options': 'nosniff' }
    response.writeHead(reply.status, { ...safe, ...reply.headers }).end(reply.body)
  } catch {
    request.socket.destroy() // the caller went away while we read or wrote
  }
}
