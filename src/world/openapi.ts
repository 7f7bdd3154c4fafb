import { assert } from '../base/assert.ts'
import type { FaultMaker } from '../base/fault.ts'
import { houseFaults, problemJson } from './problem.ts'
import { type Route, type Schema, z } from './route.ts'

type Json = { [name: string]: unknown }

/** The API document as text: OpenAPI 3.1, the same bytes for the same routes, for docs/openapi.json and /openapi.json. */
export function printOpenapi(routes: readonly Route[], title = 'Covenant'): string {
  return `${JSON.stringify(openapiOf(routes, title), null, 2)}\n`
}

/** The API document of the routes (OpenAPI 3.1). Asserts unique names, addresses and one meaning for each schema name. */
export function openapiOf(routes: readonly Route[], title: string): Json {
  const kept: Kept = { schemas: new Map(), responses: new Map(), problems: new Map() }
  const paths: Record<string, Record<string, Json>> = {}
  const sorted = [...routes].sort((a, b) => order(a.path, b.path) || order(a.method, b.method))
  const names = new Set<string>()
  for (const route of sorted) {
    assert(!names.has(route.name), `the name ${route.name} belongs to one route`)
    names.add(route.name)
    const operations = paths[route.path] ?? {}
    paths[route.path] = operations
    const method = route.method.toLowerCase()
    assert(!operations[method], `${route.does} is one route`)
    operations[method] = operationOf(route, kept)
  }
  schemaOf(problemJson, kept)
  const tags = [...new Set(sorted.map((route) => route.tag))].sort(order)
  return {
    openapi: '3.1.1',
    info: { title, version: '1', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    tags: tags.map((name) => ({ name })),
    paths,
    components: {
      schemas: inOrder(kept.schemas),
      responses: inOrder(kept.responses),
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'A secret key of an organisation' },
        session: { type: 'apiKey', in: 'cookie', name: 'covenant_session', description: 'A session of the console' },
      },
    },
    // Every code a caller may meet, with both texts: what a client needs to explain a refusal.
    'x-problems': inOrder(kept.problems),
  }
}

/** What is said once for the whole document. */
type Kept = { schemas: Map<string, Json>; responses: Map<string, Json>; problems: Map<string, Json> }

const inOrder = (kept: Map<string, Json>): Json => Object.fromEntries([...kept].sort(([a], [b]) => order(a, b)))
const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function operationOf(route: Route, kept: Kept): Json {
  const isPublic = route.may === 'public'
  const parameters = [
    ...parametersOf(route.params, 'path', kept),
    ...parametersOf(route.query, 'query', kept),
    ...(route.idempotent ? [idempotencyKey] : []),
  ]
  return {
    operationId: route.name,
    tags: [route.tag],
    summary: route.summary.en,
    'x-summary-zh': route.summary.zh,
    'x-permission': route.may,
    security: isPublic ? [] : [{ key: [] }, { session: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...bodyOf(route, kept),
    responses: { [String(route.status ?? 200)]: answerOf(route, kept), ...refusalsOf(route, kept) },
  }
}

const idempotencyKey: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: 'Unique for each thing you want done; a retry with the same key gets the same answer',
  schema: { type: 'string', minLength: 1, maxLength: 128, pattern: '^[\\x21-\\x7e]+$' },
}

function parametersOf(schema: Schema | undefined, where: 'path' | 'query', kept: Kept): Json[] {
  if (!schema) return []
  const { properties = {}, required = [] } = schemaOf(schema, kept) as Shape
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    ...(description ? { description } : {}),
    schema: rest,
  }))
}

type Shape = { properties?: Record<string, Json>; required?: string[] }

function bodyOf(route: Route, kept: Kept): Json {
  if (route.raw)
    return { requestBody: { required: true, content: { '*/*': { schema: { type: 'string', format: 'binary' } } } } }
  if (!route.body) return {}
  const required = !route.body.safeParse(undefined).success
  return { requestBody: { required, content: { 'application/json': { schema: schemaOf(route.body, kept) } } } }
}

function answerOf(route: Route, kept: Kept): Json {
  const description = route.summary.en
  if (route.status === 204) return { description }
  if (route.media) return { description, content: { [route.media]: { schema: { type: 'string' } } } }
  return { description, content: { 'application/json': { schema: schemaOf(route.reply, kept) } } }
}

// Refusals by status. What only the house refuses stands once among the components; a route's own faults stand with it.
function refusalsOf(route: Route, kept: Kept): Json {
  const has = {
    who: route.may !== 'public',
    body: route.body !== undefined,
    idempotent: route.idempotent === true,
    input: Boolean(route.body ?? route.params ?? route.query),
  }
  const house = houseFaults(has)
  const byCode = new Map<string, FaultMaker>([...house, ...route.refuses].map((fault) => [fault.code, fault]))
  for (const { code, row } of byCode.values()) kept.problems.set(code, problemRow(row))
  const statuses = [...new Set([...byCode.values()].map((fault) => fault.row.status))].sort((a, b) => a - b)
  const refusals = statuses.map((status): [string, Json] => {
    const faults = [...byCode.values()]
      .filter((fault) => fault.row.status === status)
      .sort((a, b) => order(a.code, b.code))
    if (!faults.every((fault) => house.includes(fault))) return [String(status), refusalOf(faults)]
    const kind =
      status === 400 ? `${has.input ? 'Input' : ''}${has.body ? 'Body' : ''}${has.idempotent ? 'Key' : ''}` : ''
    kept.responses.set(`Refused${status}${kind}`, refusalOf(faults))
    return [String(status), { $ref: `#/components/responses/Refused${status}${kind}` }]
  })
  return Object.fromEntries(refusals)
}

const problemRow = ({ status, zh, en, party, retry, money }: FaultMaker['row']): Json => ({
  status,
  zh,
  en,
  party: party ?? 'merchant',
  retry: retry ?? 'after_fix',
  money: money ?? 'none_moved',
})

const refusalOf = (faults: readonly FaultMaker[]): Json => ({
  description: faults.map((fault) => `${fault.code}: ${fault.row.en}`).join('\n'),
  content: {
    'application/problem+json': {
      schema: {
        allOf: [
          { $ref: '#/components/schemas/Problem' },
          { properties: { code: { enum: faults.map((fault) => fault.code) } } },
        ],
      },
    },
  },
})

/**
 * The JSON side of a schema. What travels is the input of every codec, for bodies and for answers alike. Schemas with an
 * id (`.meta({ id })`) stand once among the components; one id with two meanings is our own mistake.
 */
function schemaOf(schema: Schema, kept: Kept): Json {
  // Wrapped, because only a schema inside another is set apart under its id.
  const wrapper = z.object({ it: schema.optional() })
  const wrapped = z.toJSONSchema(wrapper, { io: 'input', target: 'draft-2020-12' }) as unknown as Wrapped
  for (const [id, definition] of Object.entries(wrapped.$defs ?? {})) keep(id, definition, kept)
  return withoutDefs(wrapped.properties.it) as Json
}

type Wrapped = { $defs?: Record<string, Json>; properties: { it: Json } }

function keep(id: string, definition: Json, kept: Kept): void {
  assert(/^[A-Z]\w*$/.test(id), `a schema id is a word with a capital, not ${id}`)
  const meaning = withoutDefs(definition) as Json
  const known = kept.schemas.get(id)
  assert(!known || JSON.stringify(known) === JSON.stringify(meaning), `the schema name ${id} has one meaning`)
  kept.schemas.set(id, meaning)
}

// $defs of one schema become components of the whole document.
function withoutDefs(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDefs)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) =>
      name === '$ref' && typeof member === 'string'
        ? [name, member.replace('#/$defs/', '#/components/schemas/')]
        : [name, withoutDefs(member)],
    ),
  )
}
