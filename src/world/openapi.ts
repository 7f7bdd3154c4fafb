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
  const schemas = new Map<string, Json>()
  const paths: Record<string, Record<string, Json>> = {}
  const sorted = [...routes].sort((a, b) => order(a.path, b.path) || order(a.method, b.method))
  const names = new Set<string>()
  for (const route of sorted) {
    assert(!names.has(route.name), `the name ${route.name} belongs to one route`)
    names.add(route.name)
    const operations = (paths[route.path] ??= {})
    const method = route.method.toLowerCase()
    assert(!operations[method], `${route.does} is one route`)
    operations[method] = operationOf(route, schemas)
  }
  schemaOf(problemJson, schemas)
  const tags = [...new Set(sorted.map((route) => route.tag))].sort(order)
  return {
    openapi: '3.1.1',
    info: { title, version: '1', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    tags: tags.map((name) => ({ name })),
    paths,
    components: {
      schemas: Object.fromEntries([...schemas].sort(([a], [b]) => order(a, b))),
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'A secret key of an organisation' },
        session: { type: 'apiKey', in: 'cookie', name: 'session', description: 'A session of the console' },
      },
    },
  }
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function operationOf(route: Route, schemas: Map<string, Json>): Json {
  const isPublic = route.may === 'public'
  const parameters = [
    ...parametersOf(route.params, 'path', schemas),
    ...parametersOf(route.query, 'query', schemas),
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
    ...bodyOf(route, schemas),
    responses: { [String(route.status ?? 200)]: answerOf(route, schemas), ...refusalsOf(route) },
  }
}

const idempotencyKey: Json = {
  name: 'Idempotency-Key', in: 'header', required: true,
  description: 'Unique for each thing you want done; a retry with the same key gets the same answer',
  schema: { type: 'string', minLength: 1, maxLength: 128, pattern: '^[\\x21-\\x7e]+$' },
}

function parametersOf(schema: Schema | undefined, where: 'path' | 'query', schemas: Map<string, Json>): Json[] {
  if (!schema) return []
  const { properties = {}, required = [] } = schemaOf(schema, schemas) as { properties?: Record<string, Json>; required?: string[] }
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name, in: where, required: where === 'path' || required.includes(name), ...(description ? { description } : {}), schema: rest,
  }))
}

function bodyOf(route: Route, schemas: Map<string, Json>): Json {
  if (route.raw) return { requestBody: { required: true, content: { '*/*': { schema: { type: 'string', format: 'binary' } } } } }
  if (!route.body) return {}
  const required = !route.body.safeParse(undefined).success
  return { requestBody: { required, content: { 'application/json': { schema: schemaOf(route.body, schemas) } } } }
}

function answerOf(route: Route, schemas: Map<string, Json>): Json {
  const description = route.summary.en
  if (route.status === 204) return { description }
  if (route.media) return { description, content: { [route.media]: { schema: { type: 'string' } } } }
  return { description, content: { 'application/json': { schema: schemaOf(route.reply, schemas) } } }
}

// Refusals by status; each status lists its codes with both texts.
function refusalsOf(route: Route): Json {
  const house = houseFaults({
    who: route.may !== 'public',
    body: route.body !== undefined,
    idempotent: route.idempotent === true,
    input: Boolean(route.body ?? route.params ?? route.query),
  })
  const byCode = new Map<string, FaultMaker>([...route.refuses, ...house].map((fault) => [fault.code, fault]))
  const statuses = [...new Set([...byCode.values()].map((fault) => fault.row.status))].sort((a, b) => a - b)
  return Object.fromEntries(
    statuses.map((status) => {
      const faults = [...byCode.values()].filter((fault) => fault.row.status === status).sort((a, b) => order(a.code, b.code))
      return [String(status), refusalOf(faults)]
    }),
  )
}

const refusalOf = (faults: readonly FaultMaker[]): Json => ({
  description: faults.map((fault) => `${fault.code}: ${fault.row.en}`).join('\n'),
  'x-codes': faults.map(({ code, row }) => ({ code, zh: row.zh, en: row.en, retry: row.retry ?? 'after_fix', money: row.money ?? 'none_moved' })),
  content: {
    'application/problem+json': {
      schema: {
        allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: faults.map((fault) => fault.code) } } }],
      },
    },
  },
})

/**
 * The JSON side of a schema. What travels is the input of every codec, for bodies and for answers alike. Schemas with an
 * id (`.meta({ id })`) stand once among the components; one id with two meanings is our own mistake.
 */
function schemaOf(schema: Schema, schemas: Map<string, Json>): Json {
  const { $schema: _, $defs = {}, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' }) as Json & { $defs?: Record<string, Json> }
  for (const [id, definition] of Object.entries($defs)) keep(id, definition, schemas)
  const id = typeof rest['id'] === 'string' ? rest['id'] : z.globalRegistry.get(schema)?.id
  if (!id) return withoutDefs(rest) as Json
  keep(id, rest, schemas)
  return { $ref: `#/components/schemas/${id}` }
}

function keep(id: string, definition: Json, schemas: Map<string, Json>): void {
  assert(/^[A-Z]\w*$/.test(id), `a schema id is a word with a capital, not ${id}`)
  const { id: _, ...meaning } = withoutDefs(definition) as Json
  const known = schemas.get(id)
  assert(!known || JSON.stringify(known) === JSON.stringify(meaning), `the schema name ${id} has one meaning`)
  schemas.set(id, meaning)
}

// $defs of one schema become components of the whole document.
function withoutDefs(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDefs)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) =>
      name === '$ref' && typeof member === 'string' ? [name, member.replace('#/$defs/', '#/components/schemas/')] : [name, withoutDefs(member)],
    ),
  )
}
