import { expect, test } from 'vitest'
import { checker } from '../../test/approving.ts'
import { type TestWorld, testWorld } from '../../test/house.ts'
import { dayMs } from '../base/time.ts'
import { system } from '../world/actor.ts'
import { runDueJobs } from '../world/jobs.ts'
import type { Who } from '../world/route.ts'
import { whoseKey } from './apiKeyCaller.ts'
import { adoptKey, type KeyWanted, makeKey, rotateKey } from './apiKeyMake.ts'
import type { Approval } from './approval.ts'
import { approvalJobs, approvalReactions } from './approvalJobs.ts'
import { unconfirmed } from './confirmAdmin.ts'
import { decideApproval } from './decideApproval.ts'
import { askKey, collectKey, collectMs, offerKey } from './keyIssue.ts'
import { permissionsOf } from './role.ts'
import { applyNewRole, askNewRole, askRoleRemoval } from './roleApproval.ts'
import { removeRole } from './rolesChange.ts'
import { roleKnown } from './rolesKnown.ts'
import { apiKeyById, apiKeysBefore } from './storeApiKeys.ts'
import { approvalById } from './storeApprovals.ts'
import { keyIssuesWaiting } from './storeKeyIssues.ts'
import { userOf } from './storeUsers.ts'
import { person } from './testApprovals.ts'
import { askGivenRole } from './userRoleApproval.ts'
import { deactivate } from './usersChange.ts'

const officer = checker('usr_officer', 'compliance')
const desk = {
  role: 'service-desk',
  orgKind: 'institution',
  title: { zh: '客服', en: 'Service desk' },
  permissions: ['payments.read'],
} as const
const till: KeyWanted = {
  org: 'institution',
  orgKind: 'institution',
  name: { zh: '对账脚本', en: 'Reconciling script' },
  permissions: ['payments.read'],
  addresses: [],
  expiresAt: null,
  signing: 'hmac',
  publicKey: null,
}

const waits = (found: Approval | null): Approval => {
  if (found === null) throw new Error('the policy asks for nobody')
  return found
}
async function grant(w: TestWorld, who: Who, { id, digest }: Approval): Promise<void> {
  await decideApproval(w, who, { approval: id, decision: 'grant', digest, comment: null })
  await runDueJobs(w, approvalJobs, approvalReactions)
}
const endOf = async (w: TestWorld, { id }: Approval) => {
  const found = await approvalById(w, id)
  return [found?.state, found?.outcome?.refused?.code ?? null]
}
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    ({ code }: { code: string }) => code,
  )

test('a role exists, and goes, only when another person has granted exactly that', async () => {
  const w = await testWorld()
  const admin = await person(w, 'administrator')
  const made = waits(await askNewRole(w, admin, desk, unconfirmed))
  expect(await roleKnown(w, 'service-desk')).toBeNull()
  expect(await codeOf(grant(w, admin, made))).toBe('identity.maker_checks')
  await grant(w, officer, made)
  expect(await roleKnown(w, 'service-desk')).toMatchObject({ permissions: ['payments.read'], title: desk.title })
  await applyNewRole(w, made, `approval:${made.id}`)
  const gone = waits(await askRoleRemoval(w, admin, { role: 'service-desk', version: 1 }, unconfirmed))
  expect(await roleKnown(w, 'service-desk')).not.toBeNull()
  await grant(w, officer, gone)
  expect([await roleKnown(w, 'service-desk'), await endOf(w, gone)]).toEqual([null, ['done', null]])
})

test('a removal that another removal overtook fails and says so', async () => {
  const w = await testWorld()
  const admin = await person(w, 'administrator')
  await grant(w, officer, waits(await askNewRole(w, admin, desk, unconfirmed)))
  const gone = waits(await askRoleRemoval(w, admin, { role: 'service-desk', version: 1 }, unconfirmed))
  await removeRole(w, admin, { role: 'service-desk', version: 1 })
  await grant(w, officer, gone)
  expect(await endOf(w, gone)).toEqual(['failed', 'identity.no_such_role'])
})

test('a user has another role when a third person granted it: neither the maker nor the one who is raised', async () => {
  const w = await testWorld()
  const [admin, raised, second] = [
    await person(w, 'administrator'),
    await person(w, 'finance'),
    await person(w, 'administrator'),
  ]
  const wanted = { user: raised.id, role: 'compliance' }
  const approval = waits(await askGivenRole(w, admin, wanted, unconfirmed))
  expect((await userOf(w, raised.id))?.role).toBe('finance')
  const raisedNow = { ...officer, id: raised.id }
  expect(await codeOf(grant(w, raisedNow, approval))).toBe('identity.took_part')
  await grant(w, second, approval)
  expect((await userOf(w, raised.id))?.role).toBe('compliance')
})

test('nobody gives themself a role, whatever the policy says', async () => {
  const w = await testWorld()
  const admin = await person(w, 'administrator')
  const own = { user: admin.id, role: 'risk' }
  expect(await codeOf(askGivenRole(w, admin, own, unconfirmed))).toBe('identity.own_role')
})

test('what was granted is not carried out when its maker has left or lost the right, or the user was moved meanwhile', async () => {
  const w = await testWorld()
  const [left, lowered, other] = [
    await person(w, 'administrator'),
    await person(w, 'administrator'),
    await person(w, 'administrator'),
  ]
  const [one, two] = [await person(w, 'finance'), await person(w, 'finance')]
  const byLeft = waits(await askGivenRole(w, left, { user: one.id, role: 'risk' }, unconfirmed))
  const byLowered = waits(await askNewRole(w, lowered, desk, unconfirmed))
  const overtaken = waits(await askGivenRole(w, other, { user: two.id, role: 'risk' }, unconfirmed))
  await deactivate(w, other, left.id)
  await grant(w, officer, waits(await askGivenRole(w, other, { user: lowered.id, role: 'business' }, unconfirmed)))
  await grant(w, officer, waits(await askGivenRole(w, other, { user: two.id, role: 'legal' }, unconfirmed)))
  for (const approval of [byLeft, byLowered, overtaken]) await grant(w, officer, approval)
  expect(await Promise.all([byLeft, byLowered, overtaken].map((approval) => endOf(w, approval)))).toEqual([
    ['failed', 'identity.maker_lost'],
    ['failed', 'identity.maker_lost'],
    ['failed', 'identity.overtaken'],
  ])
  expect([(await userOf(w, one.id))?.role, (await userOf(w, two.id))?.role]).toEqual(['finance', 'legal'])
})

async function issued(w: TestWorld, maker: Who): Promise<Approval> {
  const asked = await askKey(w, maker, till, unconfirmed)
  if (!('approval' in asked)) throw new Error('the policy asks for nobody')
  return asked.approval
}

test('the secret of a key does not exist before it is granted, and is shown once to who asked for it', async () => {
  const w = await testWorld()
  const [maker, other] = [await person(w, 'engineering'), await person(w, 'engineering')]
  const make = { ...maker, permissions: new Set(permissionsOf.engineering) }
  const approval = await issued(w, make)
  expect(await codeOf(collectKey(w, make, approval.id, unconfirmed))).toBe('identity.no_such_key_issue')
  await grant(w, officer, approval)
  await offerKey(w, approval, `approval:${approval.id}`)
  expect(await apiKeysBefore(w, null, 'l', 10)).toEqual([])
  expect((await keyIssuesWaiting(w, 'institution')).map((issue) => issue.approval)).toEqual([approval.id])
  expect(await codeOf(collectKey(w, other, approval.id, unconfirmed))).toBe('identity.no_such_key_issue')
  const tries = await Promise.allSettled(Array.from({ length: 8 }, () => collectKey(w, make, approval.id, unconfirmed)))
  const [got] = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await codeOf(collectKey(w, make, approval.id, unconfirmed))).toBe('identity.key_issue_over')
  expect(await apiKeysBefore(w, null, 'l', 10)).toMatchObject([{ id: got?.id, createdBy: maker.id, signing: 'hmac' }])
  const { rows } = await w.db.pool.query<{ all: string }>(
    `select (select string_agg(k::text, ' ') from identity.key_issue k) || (select string_agg(a::text, ' ') from identity.approval a)
       || (select string_agg(r::text, ' ') from world.record r) as all`,
  )
  expect(rows[0]?.all).not.toContain(got?.text.slice(-40))
  expect(rows[0]?.all).not.toContain(got?.signingSecret?.slice(6))
})

test('an approved key that nobody collects for two days never comes into being, and the log says so', async () => {
  const w = await testWorld()
  const maker = await person(w, 'engineering')
  const approval = await issued(w, maker)
  await grant(w, officer, approval)
  w.pass(collectMs)
  expect(await codeOf(collectKey(w, maker, approval.id, unconfirmed))).toBe('identity.key_issue_over')
  await runDueJobs(w, approvalJobs, approvalReactions)
  expect([await apiKeysBefore(w, null, 'l', 10), await keyIssuesWaiting(w, 'institution')]).toEqual([[], []])
  const { rows } = await w.db.pool.query(`select object from world.record where act = 'identity.expire_key_issue'`)
  expect(rows).toEqual([{ object: approval.id }])
})

test('a maker who may no longer make keys does not collect what was granted to them', async () => {
  const w = await testWorld()
  const maker = await person(w, 'engineering')
  const approval = await issued(w, maker)
  await grant(w, officer, approval)
  const fewer: Who = { ...maker, permissions: new Set(['keys.manage']) }
  expect(await codeOf(collectKey(w, fewer, approval.id, unconfirmed))).toBe('identity.grants_more')
})

test('a rotation with the same scopes needs no second person, and a merchant’s own people need none of ours', async () => {
  const w = await testWorld()
  const maker = await person(w, 'engineering')
  const key = await makeKey(w, maker, { ...till, signing: 'none' })
  const next = await rotateKey(w, maker, key.id, 1)
  expect(await apiKeyById(w, next.id)).toMatchObject({ permissions: till.permissions })
  const shop = 'mer_01jz0y2m3n4p5q6r7s8t9v0w2a'
  const owner = await person(w, 'merchant-administrator', { org: shop, orgKind: 'merchant' })
  expect(await askKey(w, owner, { ...till, org: shop, orgKind: 'merchant' }, unconfirmed)).toHaveProperty('key')
})

test('a key outlives who made it: the record of their leaving names it, the list warns, and another person adopts it', async () => {
  const w = await testWorld()
  const [maker, heir, admin] = [
    await person(w, 'engineering'),
    await person(w, 'engineering'),
    await person(w, 'administrator'),
  ]
  const plain = { ...till, signing: 'none' as const }
  const key = await makeKey(w, maker, plain)
  const brief = await makeKey(w, maker, { ...plain, expiresAt: w.now() + dayMs })
  w.pass(dayMs)
  await deactivate(w, admin, maker.id)
  const { rows } = await w.db.pool.query(`select facts from world.record where act = 'identity.deactivate'`)
  expect(rows).toMatchObject([{ facts: { keys: [key.id] } }])
  expect(await apiKeyById(w, brief.id)).not.toBeNull()
  expect((await apiKeyById(w, key.id))?.keeper).toMatchObject({ id: maker.id, active: false })
  const call = { authorization: `Bearer ${key.text}`, ip: '203.0.113.7', method: 'GET', target: '/', headers: {} }
  expect(await whoseKey(w, { ...call, raw: Buffer.alloc(0) })).toMatchObject({ id: key.id })
  expect(await codeOf(adoptKey({ ...w, actor: system('x') }, { ...heir, kind: 'key' }, key.id))).toBe(
    'identity.people_decide',
  )
  await adoptKey(w, heir, key.id)
  expect((await apiKeyById(w, key.id))?.keeper).toMatchObject({ id: heir.id, active: true })
})
