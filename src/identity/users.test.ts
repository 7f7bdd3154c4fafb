import { expect, test } from 'vitest'
import { type TestWorld, testWorld } from '../../test/house.ts'
import { newId } from '../base/id.ts'
import { dayMs } from '../base/time.ts'
import { transaction } from '../world/command.ts'
import type { Who } from '../world/route.ts'
import { employ } from './employ.ts'
import type { OrgKind } from './person.ts'
import { signInDemo } from './signIn.ts'
import { deactivate, giveRole, reactivate, setEmail } from './usersChange.ts'
import { acceptInvitation, invite, withdrawInvitation } from './usersInvite.ts'
import { whoIs, whoOfPerson } from './whoIs.ts'

const shop = 'mer_01jz0y2m3n4p5q6r7s8t9v0w2a'
const otherShop = 'mer_01jz0y2m3n4p5q6r7s8t9v0w2b'
const name = { zh: '沈知行', en: 'Shen Zhixing' }

async function someone(
  w: TestWorld,
  role: string,
  org = 'institution',
  orgKind: OrgKind = 'institution',
): Promise<Who> {
  const person = { id: newId('usr', w.now(), w.random), name, role, org, orgKind, active: true }
  await transaction(w, (i) => employ(i, person))
  return await whoOfPerson(w, person)
}
const withSession = (w: TestWorld, session: string): Promise<Who | null> =>
  whoIs(w, { authorization: null, session, ip: '', method: 'GET', target: '/', headers: {}, raw: Buffer.alloc(0) })
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: { code: string }) => error.code,
  )

test('an invitation lets one person in, once, and not after three days', async () => {
  const w = await testWorld()
  const admin = await someone(w, 'administrator')
  const wanted = { name, role: 'risk', org: 'institution', orgKind: 'institution' as const, email: null }
  const { token } = await invite(w, admin, wanted)
  const [first, second] = await Promise.all([1, 2].map(() => codeOf(acceptInvitation(w, token))))
  expect(new Set([first, second])).toEqual(new Set(['done', 'identity.invitation_over']))
  const late = await invite(w, admin, wanted)
  w.pass(3 * dayMs)
  expect(await codeOf(acceptInvitation(w, late.token))).toBe('identity.invitation_over')
  const back = await invite(w, admin, wanted)
  await withdrawInvitation(w, admin, back.id)
  expect(await codeOf(acceptInvitation(w, back.token))).toBe('identity.invitation_over')
})

test('an invitation’s link, name and address are in no table and no record in clear', async () => {
  const w = await testWorld()
  const admin = await someone(w, 'administrator')
  const wanted = {
    name,
    role: 'risk',
    org: 'institution',
    orgKind: 'institution' as const,
    email: 'zhixing@yunhui.example',
  }
  const { token } = await invite(w, admin, wanted)
  const { rows } = await w.db.pool.query<{ all: string }>(
    `select (select string_agg(x::text, ' ') from identity.invitation x) || (select string_agg(r::text, ' ') from world.record r) as all`,
  )
  expect(rows[0]?.all).not.toContain(token)
  expect(rows[0]?.all).not.toContain('zhixing@')
})

test('deactivated means out at the next request; activated again means signing in anew', async () => {
  const w = await testWorld()
  const admin = await someone(w, 'administrator')
  const wanted = { name, role: 'finance', org: 'institution', orgKind: 'institution' as const, email: null }
  const { person, token: session } = await acceptInvitation(w, (await invite(w, admin, wanted)).token)
  expect(await withSession(w, session)).toMatchObject({ id: person.id })
  await deactivate(w, admin, person.id)
  expect(await withSession(w, session)).toBeNull()
  await reactivate(w, admin, person.id)
  expect(await withSession(w, session)).toBeNull()
})

test('another role holds from the next request on', async () => {
  const w = await testWorld()
  const admin = await someone(w, 'administrator')
  const wanted = { name, role: 'business', org: 'institution', orgKind: 'institution' as const, email: null }
  const { person, token: link } = await acceptInvitation(w, (await invite(w, admin, wanted)).token)
  expect((await withSession(w, link))?.permissions.size, 'a link alone opens only the way to a second factor').toBe(0)
  const { token: session } = await signInDemo(w, person.id, {})
  await giveRole(w, admin, person.id, 'finance')
  expect((await withSession(w, session))?.permissions.has('settlements.close')).toBe(true)
})

test('a merchant’s administrator manages their own people only, and gives them a merchant’s roles only', async () => {
  const w = await testWorld()
  await someone(w, 'administrator')
  const owner = await someone(w, 'merchant-administrator', shop, 'merchant')
  const own = await someone(w, 'merchant', shop, 'merchant')
  const other = await someone(w, 'merchant', otherShop, 'merchant')
  const staff = await someone(w, 'finance')
  expect(await codeOf(deactivate(w, owner, other.id))).toBe('identity.no_such_user')
  expect(await codeOf(giveRole(w, owner, staff.id, 'merchant'))).toBe('identity.no_such_user')
  expect(await codeOf(giveRole(w, owner, own.id, 'finance'))).toBe('identity.role_of_other_kind')
  expect(await codeOf(giveRole(w, owner, own.id, 'merchant-administrator'))).toBe('done')
})

test('two administrators who remove each other at once: one remains', async () => {
  const w = await testWorld()
  const [one, two] = [await someone(w, 'administrator'), await someone(w, 'administrator')]
  const said = await Promise.all([codeOf(deactivate(w, one, two.id)), codeOf(deactivate(w, two, one.id))])
  expect(new Set(said)).toEqual(new Set(['done', 'identity.last_administrator']))
  const left = said[0] === 'done' ? one : two
  expect(await codeOf(giveRole(w, left, left.id, 'finance'))).toBe('identity.own_role')
})

test('an address belongs to one user, and whoever sets it must be able to do what that user can', async () => {
  const w = await testWorld()
  const admin = await someone(w, 'administrator')
  const [a, b] = [await someone(w, 'finance'), await someone(w, 'risk')]
  await setEmail(w, admin, a.id, 'min@yunhui.example')
  expect(await codeOf(setEmail(w, admin, b.id, 'MIN@yunhui.example '))).toBe('identity.email_taken')
  const clerk: Who = { ...admin, permissions: new Set(['users.manage']) }
  expect(await codeOf(setEmail(w, clerk, admin.id, 'clerk@yunhui.example'))).toBe('identity.grants_more')
})
