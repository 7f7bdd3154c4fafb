import { z } from 'zod'
import { newId } from '../src/base/id.ts'
import { employ } from '../src/identity/employ.ts'
import { issueKey } from '../src/identity/issueKey.ts'
import type { OrgKind } from '../src/identity/person.ts'
import { ceilingOf } from '../src/identity/rolesCeiling.ts'
import { openSession } from '../src/identity/session.ts'
import { transaction } from '../src/world/command.ts'
import type { Route } from '../src/world/route.ts'
import type { World } from '../src/world/world.ts'

// For the matrices: somebody of every role, and for every door a request that does no harm.

/** A caller as headers of a request. */
export type Headers = Record<string, string>

/** A signed-in user with a role. */
export async function signedIn(w: World, role: string, org: string, orgKind: OrgKind): Promise<Headers> {
  const id = newId('usr', w.now(), w.random)
  const name = { zh: '王敏', en: 'Wang Min' }
  return await transaction(w, async (i) => {
    await employ(i, { id, name, role, org, orgKind, active: true })
    const { token } = await openSession(i, { kind: 'person', id }, { methods: ['demo'], factors: 0 })
    return { cookie: `covenant_session=${token}`, 'sec-fetch-site': 'same-origin' }
  })
}

/** A key that may do everything its kind of organisation can do. */
export async function keyOf(w: World, org: string, orgKind: OrgKind): Promise<Headers> {
  const name = { zh: '密钥', en: 'Key' }
  const text = await transaction(w, (i) => issueKey(i, { org, orgKind, name, permissions: ceilingOf(orgKind) }))
  return { authorization: `Bearer ${text}` }
}

const nowhere = '0'.repeat(26)
const kinds = [
  'pay',
  'agr',
  'stl',
  'rec',
  'usr',
  'key',
  'inv',
  'apr',
  'cns',
  'mer',
  'par',
  'sto',
  'tok',
  'pmt',
  'mtd',
  'met',
]
const guesses = [
  ...kinds.map((kind) => `${kind}_${nowhere}`),
  '00000000-0000-7000-8000-000000000000',
  'A'.repeat(43),
  'alipay',
  'nothing',
  '1',
  '0',
]

/** The path of a door with parameters its schema takes and nobody has. */
export function harmlessPath(route: Route, known: Record<string, string> = {}): string {
  const shape = route.params instanceof z.ZodObject ? (route.params.shape as Record<string, z.ZodType>) : {}
  return route.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const kind = /^\^(\w{3})_\[/.exec(String(patternOf(shape[name])))?.[1]
    const guess = [...(kind ? [`${kind}_${nowhere}`] : []), ...guesses]
    return known[name] ?? guess.find((text) => shape[name]?.safeParse(text).success) ?? '1'
  })
}

const patternOf = (schema: z.ZodType | undefined): string =>
  String(
    (schema && (z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }) as { pattern?: string }).pattern) ?? '',
  )

/** Asks a door; a change is sent with an empty body. Answers status and code. */
export async function knock(
  url: string,
  route: Route,
  path: string,
  headers: Headers,
): Promise<{ status: number; code: string }> {
  const changes = route.method !== 'GET' && route.method !== 'DELETE'
  const reply = await fetch(`${url}${path}`, {
    method: route.method,
    headers: {
      ...headers,
      ...(changes ? { 'content-type': 'application/json' } : {}),
      ...(route.idempotent ? { 'idempotency-key': `knock-${Math.random()}` } : {}),
    },
    ...(changes ? { body: route.raw ? '' : '{}' } : {}),
    signal: AbortSignal.timeout(20_000),
  })
  const isJson = reply.headers.get('content-type')?.includes('json') ?? false
  if (!isJson) {
    await reply.body?.cancel()
    return { status: reply.status, code: '' }
  }
  return { status: reply.status, code: ((await reply.json()) as { code?: string }).code ?? '' }
}
