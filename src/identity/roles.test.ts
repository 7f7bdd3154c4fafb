import { expect, test } from 'vitest'
import { type TestWorld, testWorld } from '../../test/house.ts'
import { newId } from '../base/id.ts'
import { transaction } from '../world/command.ts'
import type { Who } from '../world/route.ts'
import { employ } from './employ.ts'
import type { OrgKind } from './person.ts'
import { permissionsOf, type Role } from './role.ts'
import { ceilingOf, within } from './rolesCeiling.ts'
import { changeRole, makeRole, removeRole } from './rolesChange.ts'
import { dutyConflicts } from './rolesDuties.ts'
import { permissionsOfRole, rolesAll } from './rolesKnown.ts'
import { whoOfPerson } from './whoIs.ts'

async function someone(
  w: TestWorld,
  role: string,
  org = 'institution',
  orgKind: OrgKind = 'institution',
): Promise<Who> {
  const person = {
    id: newId('usr', w.now(), w.random),
    name: { zh: '徐立', en: 'Xu Li' },
    role,
    org,
    orgKind,
    active: true,
  }
  await transaction(w, (i) => employ(i, person))
  return await whoOfPerson(w, person)
}

test('a permission taken away is gone at the next look, and given back by returning to the defaults', async () => {
  const w = await testWorld()
  const admin = await someone(w, 'administrator')
  const less = permissionsOf.finance.filter((one) => one !== 'payments.refund')
  await changeRole(w, admin, { role: 'finance', permissions: less, version: 0 })
  expect(await permissionsOfRole(w, 'finance')).not.toContain('payments.refund')
  await removeRole(w, admin, { role: 'finance', version: 1 })
  expect(await permissionsOfRole(w, 'finance')).toContain('payments.refund')
})

test('a role nobody wrote down may do nothing', async () => {
  const w = await testWorld()
  expect(await permissionsOfRole(w, 'ghost')).toEqual([])
})

test('two administrators who changed the same version: the second is told, nothing is lost', async () => {
  const w = await testWorld()
  const admin = await someone(w, 'administrator')
  const change = (permission: string) =>
    changeRole(w, admin, { role: 'business', permissions: [permission], version: 0 }).then(
      () => 'done',
      (error: { code: string }) => error.code,
    )
  const said = await Promise.all([change('log.read'), change('partners.read')])
  expect(new Set(said)).toEqual(new Set(['done', 'identity.role_changed']))
})

test('nobody grants what they do not have', async () => {
  const w = await testWorld()
  await someone(w, 'administrator')
  const admin = await someone(w, 'administrator')
  await makeRole(w, admin, {
    role: 'desk',
    orgKind: 'institution',
    title: { zh: '权限专员', en: 'Permissions desk' },
    permissions: ['roles.manage', 'users.read'],
  })
  const desk = await someone(w, 'desk')
  const asked = changeRole(w, desk, { role: 'desk', permissions: ['roles.manage', 'vault.reveal'], version: 1 })
  await expect(asked).rejects.toMatchObject({ code: 'identity.grants_more', values: { permissions: 'vault.reveal' } })
})

test('the last administrator cannot be written away', async () => {
  const w = await testWorld()
  const admin = await someone(w, 'administrator')
  const without = ceilingOf('institution').filter((one) => one !== 'roles.manage')
  await expect(changeRole(w, admin, { role: 'administrator', permissions: without, version: 0 })).rejects.toMatchObject(
    { code: 'identity.last_administrator' },
  )
  expect(await permissionsOfRole(w, 'administrator')).toContain('roles.manage')
})

test('a merchant’s or partner’s role can never hold what belongs to the institution', async () => {
  const w = await testWorld()
  const admin = await someone(w, 'administrator')
  for (const role of ['merchant', 'partner'])
    await expect(changeRole(w, admin, { role, permissions: ['ledger.read'], version: 0 })).rejects.toMatchObject({
      code: 'identity.beyond_kind',
    })
  expect(within('merchant', ['ledger.read', 'payments.read'])).toEqual(['payments.read'])
  expect(ceilingOf('nobody')).toEqual([])
})

test('a role somebody holds cannot be removed', async () => {
  const w = await testWorld()
  const admin = await someone(w, 'administrator')
  const title = { zh: '客服', en: 'Service desk' }
  await makeRole(w, admin, { role: 'service', orgKind: 'institution', title, permissions: ['payments.read'] })
  await someone(w, 'service')
  await expect(removeRole(w, admin, { role: 'service', version: 1 })).rejects.toMatchObject({
    code: 'identity.role_in_use',
  })
})

test('no built-in role loses a permission to the ceiling of its kind', async () => {
  const w = await testWorld()
  for (const { id, permissions: held, defaults } of await rolesAll(w)) {
    // A consumer’s own permissions are nobody else’s, not even an administrator’s.
    const written = permissionsOf[id as Role].filter((one) => !one.startsWith('own.'))
    expect([...held].sort(), id).toEqual([...new Set(written)].sort())
    expect(defaults).toEqual(held)
  }
})

test('duties that should be apart are told', () => {
  expect(dutyConflicts(permissionsOf.finance).map(({ permissions: two }) => two.join(' + '))).toContain(
    'payments.refund + approvals.decide',
  )
  expect(dutyConflicts(permissionsOf.partner)).toEqual([])
})
