import fc from 'fast-check'
import { expect, test } from 'vitest'
import { knowing, open } from '../../test/doors.ts'
import { testWorld } from '../../test/house.ts'
import { money } from '../base/money.ts'
import { hourMs } from '../base/time.ts'
import { runDueJobs } from '../world/jobs.ts'
import type { Who } from '../world/route.ts'
import { approvalMoves, boundDigest } from './approval.ts'
import { approvalJobs } from './approvalJobs.ts'
import { approvalRoutes } from './approvalRoutes.ts'
import { withdrawApproval } from './decideApproval.ts'
import { identityFaults } from './errors.ts'
import { approvalById, decisionsOf } from './storeApprovals.ts'
import { ask, asked, grant, person, refundDesk, refundOf, refuse, stateOf } from './testApprovals.ts'
import { whenApproved } from './whenApproved.ts'

test('a refund under 2,000 yuan is one person’s, from 2,000 on it waits for a second and is carried out once', async () => {
  const w = await testWorld()
  const [maker, checker] = [await person(w, 'finance'), await person(w, 'risk')]
  const { ran, work } = refundDesk(w)
  expect(await ask(w, maker, refundOf(199_999n))).toBeNull()
  const approval = await asked(w, maker, refundOf(200_000n))
  await work()
  expect(ran).toEqual([])
  await grant(w, checker, approval)
  expect(await stateOf(w, approval)).toBe('granted')
  await work()
  await work()
  expect(ran).toEqual([approval.id])
  expect(await approvalById(w, approval.id)).toMatchObject({
    state: 'done',
    outcome: { made: `ref_of_${approval.id}`, refused: null },
  })
})

test('the maker never checks, whoever took part never checks, and neither does another role or another organisation', async () => {
  const w = await testWorld()
  const maker = await person(w, 'finance')
  const partaker = await person(w, 'risk')
  const engineer = await person(w, 'engineering')
  const stranger = await person(w, 'risk', { org: 'other', orgKind: 'institution' })
  const approval = await asked(w, maker, { ...refundOf(200_000n), apart: [partaker.id] })
  await expect(grant(w, maker, approval)).rejects.toThrow('identity.maker_checks')
  await expect(grant(w, { ...maker, role: 'risk' }, approval)).rejects.toThrow('identity.maker_checks')
  await expect(grant(w, partaker, approval)).rejects.toThrow('identity.took_part')
  await expect(grant(w, engineer, approval)).rejects.toThrow('identity.other_role')
  await expect(grant(w, stranger, approval)).rejects.toThrow('identity.no_such_approval')
  await expect(grant(w, { ...partaker, kind: 'key', id: 'key_1' }, approval)).rejects.toThrow('identity.people_decide')
  const withoutRight: Who = { ...(await person(w, 'risk')), permissions: new Set() }
  await expect(grant(w, withoutRight, approval)).rejects.toThrow('identity.other_role')
  expect(await stateOf(w, approval)).toBe('asked')
})

test('two checkers are two people: who changed the role in between does not count twice', async () => {
  const w = await testWorld()
  const [maker, first, second] = [await person(w, 'finance'), await person(w, 'risk'), await person(w, 'compliance')]
  const approval = await asked(w, maker, refundOf(5_000_000n))
  await grant(w, first, approval)
  await expect(grant(w, first, approval)).rejects.toThrow('identity.decided_already')
  await expect(grant(w, { ...first, role: 'compliance' }, approval)).rejects.toThrow('identity.decided_already')
  expect(await stateOf(w, approval)).toBe('asked')
  await grant(w, second, approval)
  expect(await stateOf(w, approval)).toBe('granted')
})

test('one refusal ends it, whoever granted before, and nothing is carried out', async () => {
  const w = await testWorld()
  const [maker, first, second] = [await person(w, 'finance'), await person(w, 'risk'), await person(w, 'compliance')]
  const { ran, work } = refundDesk(w)
  const approval = await asked(w, maker, refundOf(5_000_000n))
  await grant(w, first, approval)
  await refuse(w, second, approval)
  await expect(grant(w, await person(w, 'finance'), approval)).rejects.toThrow('identity.approval_ended')
  await work()
  expect([await stateOf(w, approval), ran]).toEqual(['refused', []])
})

test('only the maker withdraws, and only while it waits', async () => {
  const w = await testWorld()
  const [maker, checker] = [await person(w, 'finance'), await person(w, 'risk')]
  const approval = await asked(w, maker, refundOf(200_000n))
  await expect(withdrawApproval(w, checker, approval.id)).rejects.toThrow('identity.not_the_maker')
  await withdrawApproval(w, maker, approval.id)
  await expect(withdrawApproval(w, maker, approval.id)).rejects.toThrow('identity.approval_ended')
  await expect(grant(w, checker, approval)).rejects.toThrow('identity.approval_ended')
})

test('after 48 hours nobody can grant it any more, before and after the clock’s job has said so', async () => {
  const w = await testWorld()
  const [maker, checker] = [await person(w, 'finance'), await person(w, 'risk')]
  const { work } = refundDesk(w)
  const approval = await asked(w, maker, refundOf(200_000n))
  w.pass(48 * hourMs)
  await expect(grant(w, checker, approval)).rejects.toThrow('identity.approval_ended')
  await work()
  expect(await stateOf(w, approval)).toBe('expired')
  expect(await ask(w, maker, refundOf(200_000n))).not.toMatchObject({ id: approval.id })
})

test('the digest binds act, object, amount, payee and every member of the input', async () => {
  const base = { amount: null, payee: null, ...refundOf(200_000n) } as const
  const others = [
    { ...base, act: 'settlement.confirm_paid' as const },
    { ...base, object: 'pay_2' },
    { ...base, amount: money('CNY', 200_001n) },
    { ...base, amount: money('USD', 200_000n) },
    { ...base, payee: { zh: '别人', en: 'somebody else' } },
    { ...base, input: { ...base.input, reason: 'x' } },
  ]
  const digests = [base, ...others].map((one) =>
    boundDigest({ ...one, amount: one.amount ?? null, payee: one.payee ?? null }),
  )
  expect(new Set(digests).size).toBe(digests.length)
  const w = await testWorld()
  const [maker, checker] = [await person(w, 'finance'), await person(w, 'risk')]
  const approval = await asked(w, maker, refundOf(200_000n))
  const other = { ...approval, digest: digests[1] as string }
  await expect(grant(w, checker, other)).rejects.toThrow('identity.approval_differs')
})

test('what was changed in the table after it was granted is never carried out', async () => {
  const w = await testWorld()
  const [maker, checker] = [await person(w, 'finance'), await person(w, 'risk')]
  const { ran, work } = refundDesk(w)
  const approval = await asked(w, maker, refundOf(200_000n))
  await grant(w, checker, approval)
  await w.db.pool.query(`update identity.approval set input = input || '{"minor": "900000"}' where id = $1`, [
    approval.id,
  ])
  await work()
  expect([await stateOf(w, approval), ran]).toEqual(['granted', []])
})

test('asked for again while it waits, also at the same moment, it is the same approval', async () => {
  const w = await testWorld()
  const [maker, other] = [await person(w, 'finance'), await person(w, 'finance')]
  const all = await Promise.all(
    Array.from({ length: 12 }, (_, n) => asked(w, n % 2 === 0 ? maker : other, refundOf(200_000n))),
  )
  expect(new Set(all.map(({ id }) => id)).size).toBe(1)
})

test('of 50 decisions at once exactly the number needed count, and the act is carried out exactly once', async () => {
  const w = await testWorld()
  const maker = await person(w, 'finance')
  const checkers = await Promise.all(Array.from({ length: 25 }, () => person(w, 'risk')))
  const { ran, work } = refundDesk(w)
  const approval = await asked(w, maker, refundOf(5_000_000n))
  const tries = await Promise.allSettled([...checkers, ...checkers].map((who) => grant(w, who, approval)))
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
  expect((await decisionsOf(w, [approval.id])).get(approval.id)).toHaveLength(2)
  await Promise.all([work(), work()])
  expect([await stateOf(w, approval), ran]).toEqual(['done', [approval.id]])
})

test('grants and refusals at once end in one of the two, never in both', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { minLength: 2, maxLength: 8 }), async (yes) => {
      const w = await testWorld()
      const maker = await person(w, 'finance')
      const people = await Promise.all(yes.map(() => person(w, 'risk')))
      const { ran, work } = refundDesk(w)
      const approval = await asked(w, maker, refundOf(5_000_000n))
      await Promise.allSettled(people.map((who, n) => (yes[n] ? grant(w, who, approval) : refuse(w, who, approval))))
      await work()
      const kept = (await decisionsOf(w, [approval.id])).get(approval.id) ?? []
      const grants = kept.filter(({ decision }) => decision === 'grant').length
      const refusals = kept.length - grants
      const state = await stateOf(w, approval)
      expect(ran).toHaveLength(state === 'done' ? 1 : 0)
      if (state === 'done') expect([grants, refusals]).toEqual([2, 0])
      else if (state === 'refused') expect(refusals).toBe(1)
      else expect([state, refusals]).toEqual(['asked', 0])
    }),
    { numRuns: 6 },
  )
})

test('a fault of the verb is the end of the approval and says why in both languages', async () => {
  const w = await testWorld()
  const [maker, checker] = [await person(w, 'finance'), await person(w, 'risk')]
  const { reaction, job } = whenApproved('payments.refund', async () => {
    throw identityFaults.noSuchPerson()
  })
  const approval = await asked(w, maker, refundOf(200_000n))
  await grant(w, checker, approval)
  await runDueJobs(w, [...approvalJobs, job], [reaction])
  expect(await approvalById(w, approval.id)).toMatchObject({
    state: 'failed',
    outcome: { made: null, refused: { code: 'identity.no_such_person', zh: '没有这个用户' } },
  })
})

test('every state but the last ones leads on, and the last ones lead nowhere', () => {
  const last = Object.entries(approvalMoves).filter(([, moves]) => Object.keys(moves).length === 0)
  expect(last.map(([state]) => state)).toEqual(['refused', 'withdrawn', 'expired', 'done', 'failed'])
})

test('an API key acts by its own scopes, a merchant’s people by no policy of ours, and neither sees our approvals', async () => {
  const w = await testWorld()
  const maker = await person(w, 'finance')
  const key: Who = { ...maker, kind: 'key', id: 'key_1' }
  const cashier = await person(w, 'merchant', { org: 'mer_1', orgKind: 'merchant' })
  expect(await ask(w, key, refundOf(9_000_000n))).toBeNull()
  expect(await ask(w, cashier, refundOf(9_000_000n))).toBeNull()
  const { id } = await asked(w, maker, refundOf(200_000n))
  const theirs: Who = { ...cashier, permissions: new Set(['approvals.read', 'approvals.decide']) }
  const { url } = await open(w, approvalRoutes, { authenticate: knowing(theirs) })
  const headers = { authorization: `Bearer ${theirs.id}` }
  expect((await fetch(`${url}/v1/approvals/${id}`, { headers })).status).toBe(404)
  expect(await (await fetch(`${url}/v1/approvals`, { headers })).json()).toMatchObject({ items: [], toDecide: 0 })
})
