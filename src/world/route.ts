import { z } from 'zod'
import { assert } from '../base/assert.ts'
import type { FaultMaker } from '../base/fault.ts'
import type { Feed } from './sse.ts'
import type { World } from './world.ts'

export { z }

/** How surely we know who is asking: by which methods, how many independent factors, and since when. */
export type Assurance = { methods: readonly string[]; factors: 0 | 1 | 2; at: number }

/** Nothing was shown that would prove a person. */
export const noAssurance: Assurance = { methods: [], factors: 0, at: 0 }

/** Who is asking, as `authenticate` recognised them. */
export type Who = {
  kind: 'user' | 'key' | 'system' | 'nobody'
  id: string
  name: string
  org: string
  /** A consumer is an organisation of one: `org` is their own id. */
  orgKind: 'institution' | 'partner' | 'merchant' | 'auditor' | 'consumer' | 'nobody'
  role: string
  permissions: ReadonlySet<string>
  /** The session they came with; null for keys and for nobody. */
  session: string | null
  assurance: Assurance
}

/** Whoever comes without credentials: only public doors open. */
export const nobody: Who = {
  kind: 'nobody',
  id: '',
  name: '',
  org: '',
  orgKind: 'nobody',
  role: 'nobody',
  permissions: new Set(),
  session: null,
  assurance: noAssurance,
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export type Schema = z.ZodType
/** What a door without parameters, query or body has in their place. */
export type Nothing = z.ZodUndefined

export type CookieOptions = {
  /** How long it lives; the browser session when absent, gone at once when 0. */
  seconds?: number
  path?: string
  sameSite?: 'Lax' | 'Strict'
  /** Readable by scripts; only for what is no secret. */
  readable?: true
  secure?: boolean
}

/** Said by a handler that answered with bytes or a stream instead of JSON. */
export const sent: unique symbol = Symbol('sent')
export type Sent = typeof sent

/** What a handler may say about its answer besides its value. */
export type Answer = {
  status(status: 200 | 201 | 202 | 204): void
  header(name: string, value: string): void
  /** HttpOnly, SameSite=Lax and Path=/ unless told otherwise. */
  cookie(name: string, value: string, options?: CookieOptions): void
  /** Answers bytes of a media type; with `filename` as a download. */
  bytes(type: string, body: Uint8Array | string, filename?: string): Sent
  /** Answers a stream of server-sent events that lives as long as `feed` does. */
  sse(feed: Feed): Sent
}

/** One request, parsed: nothing in it is unchecked except `raw` and `headers`. */
export type Ask<Params = unknown, Query = unknown, Body = unknown> = {
  who: Who
  params: Params
  query: Query
  body: Body
  /** The Idempotency-Key, always present on an idempotent route. */
  key: string | null
  /** The body's bytes as they came, for signatures over them. */
  raw: Buffer
  headers: Readonly<Record<string, string>>
  cookies: Readonly<Record<string, string>>
  requestId: string
  ip: string
  answer: Answer
}

type Described = {
  /** Unique in the house; becomes the operationId and the name of the client's function. */
  name: string
  does: `${Method} /${string}`
  tag: string
  summary: { zh: string; en: string }
  /** A permission, `signed-in` for whoever is recognised, `public` for everybody. */
  may: string
  /** The body is not JSON (a wallet's notice): the handler reads `ask.raw`. */
  raw?: true
  /** Media type of an answer that is not JSON, for the API document. */
  media?: string
  status?: 200 | 201 | 202 | 204
  idempotent?: true
  refuses: readonly FaultMaker[]
}

type Definition<P extends Schema, Q extends Schema, B extends Schema, R extends Schema> = Described & {
  params?: P
  query?: Q
  body?: B
  reply: R
  handle: (
    w: World,
    ask: Ask<z.output<P>, z.output<Q>, z.output<B>>,
  ) => Promise<z.output<R> | Sent> | z.output<R> | Sent
}

/** A door of the house as data: what it does, who may, what it takes, what it answers, how it refuses. */
export type Route = Described & {
  method: Method
  /** As written: /v1/payments/{id} */
  path: string
  params?: Schema
  query?: Schema
  body?: Schema
  reply: Schema
  /** The answer's value, or a promise of it. */
  handle: (w: World, ask: Ask) => unknown
}

/**
 * Writes a route down. Types of `ask` and of the answer follow from the schemas. Throws our own mistake when a parameter
 * of the path has no schema, or a raw route also has a body schema.
 */
export function route<
  R extends Schema,
  P extends Schema = Nothing,
  Q extends Schema = Nothing,
  B extends Schema = Nothing,
>(definition: Definition<P, Q, B, R>): Route {
  const [method, path] = definition.does.split(' ') as [Method, string]
  assert(/^\/[\w./{}-]*$/.test(path), `the path of ${definition.name} is made of words and {parameters}`)
  const named = [...path.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? '')
  const shape = definition.params instanceof z.ZodObject ? Object.keys(definition.params.shape) : []
  assert([...named].sort().join() === shape.sort().join(), `the parameters of ${definition.name} have their schema`)
  assert(!(definition.raw && definition.body), `${definition.name} is raw and therefore has no body schema`)
  assert(!definition.idempotent || method !== 'GET', `${definition.name} changes something if it is idempotent`)
  return { ...definition, method, path } as unknown as Route
}
