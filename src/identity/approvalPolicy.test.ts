import fc from 'fast-check'
import { expect, test } from 'vitest'
import { knowing, open } from '../../test/doors.ts'
import { testWorld } from '../../test/house.ts'
import { money } from '../base/money.ts'
import { transaction } from '../world/command.ts'
import type { Who } from '../world/route.ts'
import { type ApprovalRule, defaultRules, ruleFor } from './approvalPolicy.ts'
import { approvalRoutes } from './approvalRoutes.ts'
import { permissionsOf, type Role } from './role.ts'
import { approvalById, savePolicy } from './storeApprovals.ts'
import { ask, asked, confirmed, grant, person, refundDesk, refundOf } from './testApprovals.ts'

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

test('the policy changes only with approval, an approval keeps the version it was asked under, and an old edit is refused', async () => {
  const w = await testWorld()
  const admin = await person(w, 'administrator')
  const [maker, checker, compliance] = [
    await person(w, 'finance'),
    await person(w, 'risk'),
    await person(w, 'compliance'),
  ]
  const { work } = refundDesk(w)
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
