import { z } from 'zod'
import { digestOf } from '../src/base/digest.ts'
import { newId } from '../src/base/id.ts'
import { employ } from '../src/identity/employ.ts'
import { enterConsumer } from '../src/identity/enterConsumer.ts'
import { issueKey } from '../src/identity/issueKey.ts'
import type { OrgKind } from '../src/identity/person.ts'
import { ceilingOf } from '../src/identity/rolesCeiling.ts'
import { openSession } from '../src/identity/session.ts'
import { apiKeyByDigest, endApiKey } from '../src/identity/storeApiKeys.ts'
import { transaction } from '../src/world/command.ts'
import type { Route } from '../src/world/route.ts'
import type { World } from '../src/world/world.ts'
import type { TestWorld } from './house.ts'

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

/** A consumer who signed in with her own device. */
export async function consumerSignedIn(w: World, phone: string): Promise<Headers> {
  const id = newId('con', w.now(), w.random)
  return await transaction(w, async (i) => {
    await enterConsumer(i, { id, phone })
    const { token } = await openSession(i, { kind: 'consumer', id }, { methods: ['passkey'], factors: 2 })
    return { cookie: `covenant_consumer=${token}`, 'sec-fetch-site': 'same-origin' }
  })
}

/** Somebody who gave the password and not yet the second factor. */
export async function halfSignedIn(w: World, role: string): Promise<Headers> {
  const id = newId('usr', w.now(), w.random)
  return await transaction(w, async (i) => {
    const name = { zh: '沈知行', en: 'Shen Zhixing' }
    await employ(i, { id, name, role, org: 'institution', orgKind: 'institution', active: true })
    const { token } = await openSession(i, { kind: 'person', id }, { methods: ['password'], factors: 1 })
    return { cookie: `covenant_session=${token}`, 'sec-fetch-site': 'same-origin' }
  })
}

/** Who was signed in thirteen hours ago, who left, and whose key was revoked: once let in, now strangers. */
export async function formerCallers(w: TestWorld): Promise<Record<string, Headers>> {
  const old = await signedIn(w, 'administrator', 'institution', 'institution')
  const left = await signedIn(w, 'administrator', 'institution', 'institution')
  const gone = await consumerSignedIn(w, '13900139001')
  const key = await keyOf(w, 'institution', 'institution')
  const token = ({ cookie }: Headers) => digestOf(cookie?.split('=')[1] ?? '')
  const change = (text: string, ...values: unknown[]) => w.db.pool.query(text, values)
  await change(
    'update identity.session set created_at_ms = created_at_ms - 46800000 where token_digest = $1',
    token(old),
  )
  await change('update identity.session set ended_at_ms = $2 where token_digest = $1', token(left), w.now())
  await change('update identity.session set used_at_ms = used_at_ms - 10800000 where token_digest = $1', token(gone))
  const kept = await apiKeyByDigest(w, digestOf((key['authorization'] ?? '').slice('Bearer '.length)))
  await transaction(w, (i) => endApiKey(i, kept?.id ?? '', 'revoked'), { unrecorded: 'arranged' })
  return { 'expired session': old, 'ended session': left, 'consumer idle too long': gone, 'revoked key': key }
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
