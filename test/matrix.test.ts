import { expect, onTestFinished, test } from 'vitest'
import { signingFiles } from '../src/agreements/signing.ts'
import { routes } from '../src/app.ts'
import { organisationById } from '../src/console/organisations.ts'
import { makeKey } from '../src/identity/apiKeyMake.ts'
import { permissionsOf } from '../src/identity/role.ts'
import { ceilingOf } from '../src/identity/rolesCeiling.ts'
import { permissionsOfRole, rolesAll } from '../src/identity/rolesKnown.ts'
import { invite } from '../src/identity/usersInvite.ts'
import { tokensIn, whoIs } from '../src/identity/whoIs.ts'
import type { Route, Who } from '../src/world/route.ts'
import { startServer } from '../src/world/server.ts'
import type { World } from '../src/world/world.ts'
import { testWorld } from './house.ts'
import {
  consumerSignedIn,
  formerCallers,
  type Headers,
  halfSignedIn,
  harmlessPath,
  keyOf,
  knock,
  signedIn,
} from './matrix.ts'
import { addPartner, ofNoTenant, tenants } from './matrixTenants.ts'

const shop = 'mer_01jz0y2m3n4p5q6r7s8t9v0w2a'
const wallet = 'par_01jz0y2m3n4p5q6r7s8t9v0w1x'
const orgOf: Record<string, string> = {
  institution: 'institution',
  auditor: 'auditor',
  merchant: shop,
  partner: wallet,
}

async function house(w: World): Promise<string> {
  const server = await startServer(w, {
    routes,
    port: 0,
    name: 'Test',
    authenticate: (_, asked) => whoIs(w, { ...asked, ...tokensIn(w, asked.cookies) }),
    limits: { byAddress: { perSecond: 100_000, burst: 100_000 }, byCaller: { perSecond: 100_000, burst: 100_000 } },
    stopMs: 1_000,
  })
  onTestFinished(() => server.stop())
  return server.url
}

// Doors that ask for one permission more, by what the id names.
const asksMore = new Set(['getReceipt'])
// Ends the session that asks, so it comes last.
const doors = [...routes].sort((a, b) => Number(a.name === 'signOut') - Number(b.name === 'signOut'))

// Any signed-in person passes the door; the handler then lets only people with a place of work go on.
const isForStaff = ({ may, path }: Route) => may === 'signed-in' && staffDoors.test(path)
const staffDoors = /^\/v1\/(me|step-ups|sessions)(\/|$)/

/** What the door itself must say before any handler runs. */
const expected = (route: Route, held: readonly string[] | null): 'open' | 'sign in' | 'closed' =>
  route.may === 'public'
    ? 'open'
    : held === null
      ? 'sign in'
      : route.may === 'signed-in' || held.includes(route.may)
        ? 'open'
        : 'closed'
const said = (code: string): 'open' | 'sign in' | 'closed' =>
  code === 'world.not_signed_in' || code === 'identity.key_over'
    ? 'sign in'
    : code === 'world.not_allowed'
      ? 'closed'
      : 'open'

test('every role opens exactly the doors the matrix gives it, nobody else any, and no door breaks', async () => {
  const w = await testWorld()
  // An installation brings the roots it trusts; without the file the verifier rightly does not start.
  w.keys.readOrMake(signingFiles.trustedRoots, () => '')
  const url = await house(w)
  const callers: [name: string, held: readonly string[] | null, headers: Headers][] = [['nobody', null, {}]]
  for (const { id, orgKind, permissions } of await rolesAll(w))
    callers.push([id, permissions, await signedIn(w, id, orgOf[orgKind] ?? '', orgKind)])
  for (const kind of ['institution', 'partner', 'merchant', 'auditor'] as const)
    callers.push([`key of ${kind}`, ceilingOf(kind), await keyOf(w, orgOf[kind] ?? '', kind)])
  callers.push(['consumer', await permissionsOfRole(w, 'consumer'), await consumerSignedIn(w, '13900139000')])
  callers.push(['password alone', [], await halfSignedIn(w, 'administrator')])
  for (const [name, headers] of Object.entries(await formerCallers(w))) callers.push([name, null, headers])
  const leaving = await consumerSignedIn(w, '13900139002') // her session ends where the consumers' sign-out is knocked at
  const wrong: string[] = []
  for (const route of doors) {
    const path = harmlessPath(route)
    const asked = callers.map(async ([name, held, headers]) => {
      const { status, code } = await knock(
        url,
        route,
        path,
        name === 'consumer' && route.name === 'signOutConsumer' ? leaving : headers,
      )
      // A credential that is shown and bad is refused at every door, also where none is asked for.
      const [wanted, came] = [name === 'revoked key' ? 'sign in' : expected(route, held), said(code)]
      if (name === 'consumer' && isForStaff(route) && came === 'closed') return
      if (asksMore.has(route.name) && wanted === 'open' && came === 'closed') return
      if (wanted !== came || status >= 500)
        wrong.push(`${name}: ${route.method} ${path} → ${status} ${code}, not ${wanted}`)
    })
    await Promise.all(asked)
  }
  expect(wrong).toEqual([])
  expect(callers).toHaveLength(1 + (await rolesAll(w)).length + 4 + 2 + 4)
  expect(callers.map(([name]) => name)).toContain('auditor')
}, 300_000)

test('a door nobody may pass and a permission no door asks for are known by name', async () => {
  const asked = new Set(routes.map(({ may }) => may))
  const unasked = ceilingOf('institution').filter((one) => !asked.has(one))
  expect(unasked, 'write a door for it, or take it out of role.ts').toEqual(unaskedYet.filter((one) => !asked.has(one)))
  const held = new Set<string>(Object.values(permissionsOf).flat())
  const closed = routes.filter(({ may }) => may !== 'public' && may !== 'signed-in' && !held.has(may))
  expect(closed.map(({ name }) => name)).toEqual([])
})
// Their doors are being built; a permission that gets its door leaves this list by itself.
const unaskedYet = ceilingOf('institution').filter((one) =>
  ['consents.manage', 'requests.read', 'requests.handle', 'retention.read', 'retention.manage'].includes(one),
)

test('an object of one tenant does not exist for another: every door with an id answers as if it were made up', async () => {
  const { w, objects } = await tenants()
  const url = await house(w)
  await addPartner(w)
  const institution = await keyOf(w, 'institution', 'institution')
  const strangers: [string, Headers][] = [
    ['another merchant', await keyOf(w, 'mer_01jz0y2m3n4p5q6r7s8t9v0w2b', 'merchant')],
    ['another partner', await keyOf(w, 'par_01jz0y2m3n4p5q6r7s8t9v0zzz', 'partner')],
  ]
  const wrong: string[] = []
  const unknown: string[] = []
  let seen = 0
  for (const route of routes.filter(({ method, path }) => method === 'GET' && path.includes('{'))) {
    const kind = /^\/v1\/(?:log\/)?([\w-]+)/.exec(route.path)?.[1] ?? ''
    const object = objects[kind]
    if (object === undefined) {
      const why = ofNoTenant[route.name]
      if (why === undefined || !holds(why, route)) unknown.push(`${route.name}: ${route.path}`)
      continue
    }
    const [true_, false_] = [object, madeUpOf(object)]
      .map((known) => harmlessPath(route, known) + (query[route.name] ?? ''))
      .map(String) as [string, string]
    const real = await knock(url, route, true_, institution)
    if (real.status >= 500 || real.code.endsWith('not_allowed'))
      wrong.push(`institution: ${true_} → ${real.status} ${real.code}`)
    if (real.status === 200) seen++
    for (const [name, headers] of strangers) {
      const [theirs, made] = [await knock(url, route, true_, headers), await knock(url, route, false_, headers)]
      const hidden = theirs.status === made.status && theirs.code === made.code
      if (
        !hidden ||
        ![403, 404].includes(theirs.status) ||
        (theirs.status === 403 && theirs.code !== 'world.not_allowed')
      )
        wrong.push(`${name}: ${true_} → ${theirs.status} ${theirs.code}; made up: ${made.status} ${made.code}`)
    }
  }
  expect(wrong).toEqual([])
  expect(seen).toBeGreaterThan(15)
  expect(unknown, 'bring an object for it in test/matrixTenants.ts, or a reason that holds').toEqual([])
  expect(Object.keys(ofNoTenant).filter((name) => !routes.some((route) => route.name === name))).toEqual([])
}, 300_000)

// What a door cannot do without.
const query: Record<string, string> = { getSettlementStatement: '?side=wallet', listAccountEntries: '' }

// A reason is checked as far as a machine can: the permission is in no stranger's ceiling, is a consumer's own, or is none at all.
function holds({ because }: (typeof ofNoTenant)[string], { may }: Route): boolean {
  switch (because) {
    case 'institution':
      return [...ceilingOf('merchant'), ...ceilingOf('partner')].every((held) => held !== may)
    case 'own':
      return may.startsWith('own.')
    case 'secret':
      return may === 'public'
    case 'same for all':
      return true
    default:
      return because satisfies never
  }
}

const madeUpOf = ({ id, object, ...rest }: Record<string, string>): Record<string, string> => ({
  ...rest,
  ...(id === undefined ? {} : { id: madeUp(id) }),
  ...(object === undefined ? {} : { object: madeUp(object) }),
})

// The same kind of id, which nobody has: digits that both our ids and UUIDs know.
const madeUp = (id: string): string => `${id.slice(0, -4)}000${id.endsWith('1') ? '2' : '1'}`

test('keys and people of one merchant cannot be touched by another, by any door', async () => {
  const w = await testWorld()
  const url = await house(w)
  const admin = {
    permissions: new Set(ceilingOf('institution')),
    org: 'institution',
    orgKind: 'institution',
    id: 'usr_x',
  } as unknown as Who
  const key = await makeKey(w, admin, {
    org: shop,
    orgKind: 'merchant',
    name: { zh: '收银台', en: 'Till' },
    permissions: ['payments.read'],
    addresses: [],
    expiresAt: null,
    signing: 'none',
    publicKey: null,
  })
  const wanted = {
    name: { zh: '沈知行', en: 'Shen' },
    role: 'merchant',
    org: shop,
    orgKind: 'merchant' as const,
    email: null,
  }
  const invitation = await invite(w, admin, wanted)
  const stranger = await keyOf(w, 'mer_01jz0y2m3n4p5q6r7s8t9v0w2b', 'merchant')
  const post = (path: string, body: object) =>
    fetch(`${url}/v1${path}`, {
      method: 'POST',
      headers: { ...stranger, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }).then(({ status }) => status)
  expect(
    await Promise.all([
      post(`/api-keys/${key.id}/revoke`, {}),
      post(`/api-keys/${key.id}/rotate`, { overlap_hours: 0 }),
      post(`/api-keys/${key.id}/addresses`, { addresses: [] }),
      post(`/invitations/${invitation.id}/withdraw`, {}),
      post('/api-keys', { name: wanted.name, org: shop, permissions: ['payments.read'] }),
      post('/invitations', { name: wanted.name, role: 'merchant', org: shop }),
    ]),
  ).toEqual([404, 404, 404, 404, 404, 404])
  expect(await organisationById(w, shop)).toBeNull()
})
