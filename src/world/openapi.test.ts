import { expect, test } from 'vitest'
import { faults } from '../base/fault.ts'
import { idJson, moneyJson, page, pageQuery, positiveMoneyJson, timeJson } from './money-json.ts'
import { openapiOf, printOpenapi } from './openapi.ts'
import { type Route, route, z } from './route.ts'

const teaFaults = faults('tea', { soldOut: { status: 409, zh: '{name}已售完', en: '{name} is sold out' } })
const teaJson = z.object({ id: idJson('tea'), price: moneyJson, at: timeJson }).meta({ id: 'Tea' })

const routes: Route[] = [
  route({
    name: 'getTea',
    does: 'GET /v1/teas/{id}',
    tag: 'teas',
    summary: { zh: '一种茶', en: 'One tea' },
    may: 'public',
    params: z.object({ id: idJson('tea') }),
    reply: teaJson,
    refuses: [],
    handle: () => null as never,
  }),
  route({
    name: 'listTeas',
    does: 'GET /v1/teas',
    tag: 'teas',
    summary: { zh: '茶单', en: 'Teas' },
    may: 'teas.read',
    query: z.strictObject({ ...pageQuery, kind: z.enum(['green', 'black']) }),
    reply: page(teaJson),
    refuses: [],
    handle: () => null as never,
  }),
  route({
    name: 'addTea',
    does: 'POST /v1/teas',
    tag: 'teas',
    summary: { zh: '加茶', en: 'Add a tea' },
    may: 'teas.write',
    idempotent: true,
    body: z.strictObject({ price: positiveMoneyJson }),
    reply: teaJson,
    status: 201,
    refuses: [teaFaults.soldOut],
    handle: () => null as never,
  }),
]

type Node = { [name: string]: unknown }
const at = (document: unknown, ...path: string[]): Node =>
  path.reduce((node, name) => (node as Node)[name], document) as Node

test('the document does not depend on the order of the routes', () => {
  expect(printOpenapi(routes)).toBe(printOpenapi([...routes].reverse()))
})

test('every $ref resolves, every operation has its own name and every path parameter is described', () => {
  const document = openapiOf(routes, 'Test')
  expect(problemsOf(document)).toEqual([])
})

test('the check sees a dangling $ref, a name used twice and a forgotten parameter', () => {
  const operation = {
    operationId: 'x',
    responses: { 200: { description: 'x', content: { j: { schema: { $ref: '#/components/schemas/No' } } } } },
  }
  const paths = {
    '/a/{id}': { get: operation },
    '/b': { get: { operationId: 'x', responses: { 200: { description: '' } } } },
  }
  expect(problemsOf({ openapi: '3.1.1', paths, components: {} })).toEqual([
    'x: {id} is not described',
    'x is used twice',
    'nothing at #/components/schemas/No',
  ])
})

test('bodies and answers show what travels: digits, RFC 3339 texts, ids with their pattern', () => {
  const document = openapiOf(routes, 'Test')
  expect(at(document, 'components', 'schemas', 'Minor')['type']).toBe('string')
  expect(at(document, 'components', 'schemas', 'Time')).toMatchObject({ type: 'string', format: 'date-time' })
  expect(at(document, 'components', 'schemas', 'Money')).toMatchObject({
    additionalProperties: false,
    required: ['currency', 'minor'],
  })
  const answer = at(
    document,
    'paths',
    '/v1/teas/{id}',
    'get',
    'responses',
    '200',
    'content',
    'application/json',
    'schema',
  )
  expect(answer).toEqual({ $ref: '#/components/schemas/Tea' })
})

test('an operation says who may, needs its Idempotency-Key and lists its refusals in both languages', () => {
  const document = openapiOf(routes, 'Test')
  const add = at(document, 'paths', '/v1/teas', 'post')
  expect(add).toMatchObject({ 'x-permission': 'teas.write', 'x-summary-zh': '加茶', operationId: 'addTea' })
  expect(add['parameters']).toMatchObject([{ name: 'Idempotency-Key', in: 'header', required: true }])
  expect(String(at(add, 'responses', '409')['description'])).toContain('tea.sold_out: {name} is sold out')
  expect(Object.keys(at(add, 'responses'))).toEqual([
    '201',
    '400',
    '401',
    '403',
    '409',
    '413',
    '415',
    '422',
    '429',
    '500',
    '503',
  ])
  expect(at(document, 'x-problems', 'tea.sold_out')).toMatchObject({
    zh: '{name}已售完',
    retry: 'after_fix',
    money: 'none_moved',
  })
  expect(at(document, 'paths', '/v1/teas/{id}', 'get')['security']).toEqual([])
})

test('two routes with one name or one address, and two meanings of one schema name, are our own mistake', () => {
  const [first] = routes as [Route]
  expect(() => openapiOf([first, { ...first, path: '/v1/other/{id}' }], 'Test')).toThrow(
    'the name getTea belongs to one route',
  )
  expect(() => openapiOf([first, { ...first, name: 'again' }], 'Test')).toThrow('is one route')
  const other = {
    ...first,
    name: 'other',
    path: '/v1/other/{id}',
    reply: z.object({ x: z.string() }).meta({ id: 'Problem' }),
  }
  expect(() => openapiOf([first, other], 'Test')).toThrow('the schema name Problem has one meaning')
})

/** What is structurally wrong with an OpenAPI document, in words. */
function problemsOf(document: Node): string[] {
  const problems: string[] = []
  const names = new Set<string>()
  for (const [path, operations] of Object.entries(at(document, 'paths'))) {
    for (const operation of Object.values(operations as Node) as Node[]) {
      const name = String(operation['operationId'])
      const described = ((operation['parameters'] ?? []) as Node[])
        .filter((one) => one['in'] === 'path')
        .map((one) => one['name'])
      for (const [, wanted] of path.matchAll(/\{(\w+)\}/g))
        if (!described.includes(wanted)) problems.push(`${name}: {${wanted}} is not described`)
      if (names.has(name)) problems.push(`${name} is used twice`)
      names.add(name)
      if (Object.keys(at(operation, 'responses')).length === 0) problems.push(`${name} has no answer`)
    }
  }
  const search = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    const target = (node as Node)['$ref']
    if (typeof target === 'string') {
      const found = target
        .slice(2)
        .split('/')
        .reduce<unknown>((inside, name) => (inside as Node | undefined)?.[name], document)
      if (!target.startsWith('#/') || found === undefined) problems.push(`nothing at ${target}`)
    }
    Object.values(node).forEach(search)
  }
  search(document)
  return problems
}
