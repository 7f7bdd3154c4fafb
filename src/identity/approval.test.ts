import fc from 'fast-check'
import { expect, test } from 'vitest'
import { knowing, open } from '../../test/doors.ts'
import { type TestWorld, testWorld } from '../../test/house.ts'
import { newId } from '../base/id.ts'
import { money } from '../base/money.ts'
import { hourMs } from '../base/time.ts'
import { command, transaction } from '../world/command.ts'
import { runDueJobs } from '../world/jobs.ts'
import type { Who } from '../world/route.ts'
import { type Approval, type ApprovalAsk, approvalMoves, boundDigest } from './approval.ts'
import { approvalFor } from './approvalFor.ts'
import { approvalJobs, approvalReactions } from './approvalJobs.ts'
import { type ApprovalRule, defaultRules, ruleFor } from './approvalPolicy.ts'
import { approvalRoutes, grantAct } from './approvalRoutes.ts'
import { decideApproval, withdrawApproval } from './decideApproval.ts'
import { employ } from './employ.ts'
import { type Permission, permissionsOf, type Role } from './role.ts'
import { approvalById, decisionsOf, savePolicy } from './storeApprovals.ts'
import { confirmStepUp, saveStepUp } from './storeStepUps.ts'
import { whenApproved } from './whenApproved.ts'

const institution = { org: 'institution', orgKind: 'institution' } as const

async function person(w: TestWorld, role: Role, where: { org: string; orgKind: Who['orgKind'] } = institution) {
  const id = newId('usr', w.now(), w.random)
  const name = { zh: `${role}甲`, en: `${role} A` }
  await transaction(w, (i) => employ(i, { id, name, role, active: true, org: where.org, orgKind: 'institution' }))
  const permissions: ReadonlySet<Permission> = new Set(permissionsOf[role])
  const who: Who = {
    ...signedInForTests,
    session: `ses_of_${id}`,
    kind: 'user',
    id,
    name: name.en,
    role,
    permissions,
    ...where,
  }
  return who
}
const signedInForTests = { session: null, assurance: { methods: [], factors: 0, at: 0 } } as unknown as Who

const refundOf = (minor: bigint, note = ''): ApprovalAsk => ({
  act: 'payments.refund',
  object: 'pay_1',
  amount: money('CNY', minor),
  payee: { zh: '付款人', en: 'the payer' },
  input: { payment: 'pay_1', minor: String(minor), reason: note },
  summary: { zh: '退款', en: 'a refund' },
})

async function ask(w: TestWorld, who: Who, wish: ApprovalAsk): Promise<Approval | null> {
  return await transaction(w, (i) => approvalFor(i, who, wish))
}
const asked = async (w: TestWorld, who: Who, wish: ApprovalAsk): Promise<Approval> => {
  const approval = await ask(w, who, wish)
  if (approval === null) throw new Error('the policy asks for nobody')
  return approval
}
const grant = (w: TestWorld, who: Who, { id, digest }: Approval) =>
  decideApproval(w, who, { approval: id, decision: 'grant', digest, comment: null })
const refuse = (w: TestWorld, who: Who, { id, digest }: Approval) =>
  decideApproval(w, who, { approval: id, decision: 'refuse', digest, comment: '金额有误' })
const stateOf = async (w: TestWorld, { id }: Approval) => (await approvalById(w, id))?.state

/** A step-up of this person's session for granting exactly this digest, confirmed by passkey. */
async function confirmed(w: TestWorld, who: Who, bound: string): Promise<string> {
  const id = newId('stp', w.now(), w.random)
  const summary = { zh: '复核', en: 'approval' }
  const made = { id, session: who.session ?? '', person: who.id, act: grantAct, bound, summary }
  await transaction(
    w,
    async (i) => {
      await saveStepUp(i, { ...made, madeAt: w.now(), expiresAt: w.now() + hourMs })
      await confirmStepUp(i, id, 'passkey', w.now() + hourMs)
    },
    { unrecorded: 'as a passkey would' },
  )
  return id
}

/** A module above that carries out refunds, and counts how often its verb really ran. */
function till(w: TestWorld) {
  const ran: string[] = []
  const { reaction, job } = whenApproved('payments.refund', async (inside, approval, key) =>
    command(inside, 'test.refund', key, approval.input, async () => {
      ran.push(approval.id)
      return `ref_of_${approval.id}`
    }),
  )
  return { ran, work: () => runDueJobs(w, [...approvalJobs, job], [...approvalReactions, reaction]) }
}

const rule = (from: bigint | null, checkers: number): ApprovalRule => ({
  act: 'payments.refund',
  from: from === null ? null : [money('CNY', from)],
  checkers,
  roles: ['finance'],
})

test.each([
  ['under the amount nobody need check', [rule(200_000n, 1)], money('CNY', 199_999n), null],
  ['at the amount somebody must', [rule(200_000n, 1)], money('CNY', 200_000n), 1],
  ['a negative amount counts by its size', [rule(200_000n, 1)], money('CNY', -200_000n), 1],
  ['a currency nobody thought of is checked', [rule(200_000n, 1)], money('USD', 1n), 1],
  ['an act without an amount is checked', [rule(200_000n, 1)], null, 1],
  ['of several clauses the most demanding counts', [rule(5_000n, 3), rule(200_000n, 1)], money('CNY', 300_000n), 3],
  ['no clause, nobody', [], money('CNY', 300_000n), null],
] as const)('%s', (_, rules, amount, checkers) => {
  expect(ruleFor(rules, 'payments.refund', amount)?.checkers ?? null).toBe(checkers)
})

test('a larger amount never needs fewer people', () => {
  const amounts = fc.bigInt({ min: 0n, max: 10_000_000n })
  const rules = fc.array(fc.record({ from: fc.option(amounts), checkers: fc.integer({ min: 1, max: 5 }) }), {
    maxLength: 8,
  })
  fc.assert(
    fc.property(rules, amounts, amounts, (made, a, b) => {
      const policy = made.map(({ from, checkers }) => rule(from, checkers))
      const needs = (minor: bigint) => ruleFor(policy, 'payments.refund', money('CNY', minor))?.checkers ?? 0
      const [less, more] = a < b ? [a, b] : [b, a]
      expect(needs(less)).toBeLessThanOrEqual(needs(more))
    }),
  )
})

test('a refund under 2,000 yuan is one person’s, from 2,000 on it waits for a second and is carried out once', async () => {
  const w = await testWorld()
  const [maker, checker] = [await person(w, 'finance'), await person(w, 'risk')]
  const { ran, work } = till(w)
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
  const { ran, work } = till(w)
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
  const { work } = till(w)
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
  const { ran, work } = till(w)
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
  const { ran, work } = till(w)
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
      const { ran, work } = till(w)
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
  const { identityFaults } = await import('./errors.ts')
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

test('the policy changes only with approval, an approval keeps the version it was asked under, and an old edit is refused', async () => {
  const w = await testWorld()
  const admin = await person(w, 'administrator')
  const [maker, checker, compliance] = [
    await person(w, 'finance'),
    await person(w, 'risk'),
    await person(w, 'compliance'),
  ]
  const { work } = till(w)
  const { url } = await open(w, approvalRoutes, { authenticate: knowing(admin, maker, checker, compliance) })
  const call = async (who: Who, method: string, path: string, body?: object, stepUp?: string) => {
    const reply = await fetch(`${url}/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${who.id}`,
        ...(stepUp ? { 'covenant-step-up': stepUp } : {}),
        ...(body ? { 'content-type': 'application/json', 'idempotency-key': `k${w.random.below(1e9)}` } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    return { status: reply.status, json: (await reply.json()) as { [member: string]: never } }
  }
  const before = await asked(w, maker, refundOf(200_000n))
  const guard = { act: 'identity.change_policy', from: null, checkers: 1, roles: ['compliance'] }
  const looser = [
    { act: 'payments.refund', from: [{ currency: 'CNY', minor: '1000000' }], checkers: 1, roles: ['risk'] },
  ]
  expect((await call(admin, 'PUT', '/approval-policy', { base: 0, rules: looser })).json).toMatchObject({
    code: 'identity.policy_unguarded',
  })
  const many = [guard, { ...looser[0], checkers: 4 }]
  expect((await call(admin, 'PUT', '/approval-policy', { base: 0, rules: many })).json).toMatchObject({
    code: 'identity.policy_unmeetable',
  })
  const proposed = await call(admin, 'PUT', '/approval-policy', { base: 0, rules: [guard, ...looser] })
  expect(proposed).toMatchObject({ status: 202, json: { version: 0, waiting: { state: 'asked' }, may: [] } })
  const { id } = proposed.json['waiting'] as unknown as { id: string }
  const shown = await call(compliance, 'GET', `/approvals/${id}`)
  expect(shown.json).toMatchObject({ may: ['grant', 'refuse'] })
  expect((await call(compliance, 'GET', '/approvals?mine=decide')).json).toMatchObject({ toDecide: 1 })
  const { digest } = shown.json as unknown as { digest: string }
  expect((await call(admin, 'POST', `/approvals/${id}/grant`, { digest })).json).toMatchObject({
    code: 'identity.maker_checks',
  })
  expect((await call(compliance, 'POST', `/approvals/${id}/grant`, { digest })).json).toMatchObject({
    code: 'identity.step_up_needed',
  })
  const forAnother = await confirmed(w, compliance, before.digest)
  expect((await call(compliance, 'POST', `/approvals/${id}/grant`, { digest }, forAnother)).json).toMatchObject({
    code: 'identity.step_up_needed',
  })
  const forThis = await confirmed(w, compliance, digest)
  expect((await call(compliance, 'POST', `/approvals/${id}/grant`, { digest }, forThis)).status).toBe(200)
  await work()
  expect((await call(admin, 'GET', '/approval-policy')).json).toMatchObject({
    version: 1,
    approval: id,
    changedBy: { id: admin.id },
    rules: [{ number: 1 }, { number: 2, from: [{ currency: 'CNY', minor: '1000000' }] }],
  })
  expect((await call(admin, 'PUT', '/approval-policy', { base: 0, rules: [guard] })).json).toMatchObject({
    code: 'identity.policy_moved',
  })
  expect(await ask(w, maker, refundOf(999_999n))).toBeNull()
  expect((await asked(w, maker, refundOf(1_000_000n))).policyVersion).toBe(1)
  expect((await approvalById(w, before.id))?.policyVersion).toBe(0)
  await grant(w, checker, before) // by the clause it was asked under
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

test('the first policy is one its own rules would let through', () => {
  expect(defaultRules.some(({ act, from }) => act === 'identity.change_policy' && from === null)).toBe(true)
  for (const { roles } of defaultRules)
    for (const role of roles) expect(permissionsOf[role as Role]).toContain('approvals.decide')
})

test('two editors who race are one next version', async () => {
  const w = await testWorld()
  const rules = [...defaultRules]
  const saved = await Promise.all(
    Array.from({ length: 8 }, () =>
      transaction(w, (i) => savePolicy(i, 'institution', { version: 1, rules, changedBy: 'usr_1', approval: null }), {
        unrecorded: 'only who wins matters here',
      }),
    ),
  )
  expect(saved.filter(Boolean)).toHaveLength(1)
})
