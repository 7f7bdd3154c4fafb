import { worldFaults } from './errors.ts'
import { InputFault, type InputIssue } from './problem.ts'
import { redactText } from './redact.ts'
import { type Route, type Schema, z } from './route.ts'
import { type JsonValue, parseStrictJson, refuseBadText } from './strict-json.ts'

/** A request as the network brought it. */
export type Incoming = {
  params: Readonly<Record<string, string>>
  query: Readonly<Record<string, string | string[]>>
  headers: Readonly<Record<string, string>>
  raw: Buffer
}

/** The request as the route's schemas read it, and the JSON it was read from (for the idempotency digest). */
export type Parsed = { params: unknown; query: unknown; body: unknown; json: JsonValue }

/** Reads params, query and body by the route's schemas. Throws a fault of the world that names every place at fault. */
export function parseRequest(route: Route, incoming: Incoming): Parsed {
  const params = parseTexts(route.params, incoming.params, '/params')
  const query = parseTexts(route.query, incoming.query, '/query')
  if (route.raw) return { params, query, body: undefined, json: null }
  const json = readBody(route, incoming)
  const body = route.body ? parseBy(route.body, json, '') : undefined
  return { params, query, body, json: json ?? null }
}

function parseTexts(schema: Schema | undefined, given: Incoming['query'], at: string): unknown {
  const names = Object.keys(given)
  for (const name of names) {
    refuseBadText(name, at)
    if (name === '__proto__') throw worldFaults.memberForbidden({ name }, at)
    for (const text of [given[name] ?? ''].flat()) refuseBadText(text, `${at}/${name}`)
  }
  if (schema) return parseBy(schema, { ...given }, at)
  if (names.length > 0)
    throw new InputFault([
      {
        at,
        zh: `不接受参数 ${redactText(names[0] ?? '')}`,
        en: `no parameter ${redactText(names[0] ?? '')} is known here`,
      },
    ])
  return undefined
}

function readBody(route: Route, { headers, raw }: Incoming): JsonValue | undefined {
  if (raw.length === 0) {
    if (route.body && !route.body.safeParse(undefined).success) throw worldFaults.bodyMissing()
    return undefined
  }
  const type = (headers['content-type'] ?? '').toLowerCase().replace(/\s/g, '')
  if (!/^application\/([\w.-]+\+)?json(;charset="?utf-8"?)?$/.test(type)) throw worldFaults.mediaType()
  const json = parseStrictJson(raw)
  // Clients that always send JSON send {} where nothing is asked; anything in it would be ignored and is refused.
  if (!route.body && JSON.stringify(json) !== '{}') throw worldFaults.bodyUnexpected()
  return json
}

function parseBy(schema: Schema, given: unknown, at: string): unknown {
  const read = schema.safeParse(given, { reportInput: true })
  if (read.success) return read.data
  throw new InputFault(read.error.issues.slice(0, 20).map((issue) => describe(issue, at)))
}

const zh = z.locales.zhCN().localeError
const en = z.locales.en().localeError

/** An issue in both languages. A schema's own refinement brings its texts in `params: { zh, en }`. */
function describe(issue: z.core.$ZodIssue, at: string): InputIssue {
  const raw = issue as unknown as z.core.$ZodRawIssue
  const own = issue.code === 'custom' ? (issue.params ?? {}) : {}
  const place = at + issue.path.map((part) => `/${String(part).replace(/~/g, '~0').replace(/\//g, '~1')}`).join('')
  return { at: redactText(place.slice(0, 300)), zh: textOf(own['zh'] ?? zh(raw)), en: textOf(own['en'] ?? en(raw)) }
}

const textOf = (said: unknown): string => {
  const text = typeof said === 'object' && said !== null && 'message' in said ? said.message : said
  // A member nobody knows may be called by a card number: what is wrong is told, the number is not.
  return typeof text === 'string' ? redactText(text.slice(0, 300)) : 'invalid'
}
