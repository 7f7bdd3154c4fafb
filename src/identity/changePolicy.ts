import type { Canonical } from '../base/canonical.ts'
import { canonical } from '../base/canonical.ts'
import { digestOf } from '../base/digest.ts'
import { transaction } from '../world/command.ts'
import { record } from '../world/record.ts'
import type { Who } from '../world/route.ts'
import type { Inside, World } from '../world/world.ts'
import type { Approval } from './approval.ts'
import { approvalFor, policyInForce } from './approvalFor.ts'
import type { ApprovalRule } from './approvalPolicy.ts'
import { identityFaults } from './errors.ts'
import { fromRuleJson, keptPolicy, peopleByRole, savePolicy, toRuleJson } from './storeApprovals.ts'

/**
 * Proposes the next version of the approval policy; it holds once others have approved it. Answers that approval, or null when it
 * holds at once (an organisation that has no policy yet). Faults: identity.people_decide, policy_moved, policy_unguarded,
 * policy_unmeetable.
 */
export async function changePolicy(
  w: World,
  who: Who,
  { base, rules }: { base: number; rules: ApprovalRule[] },
): Promise<Approval | null> {
  if (who.kind !== 'user') throw identityFaults.peopleDecide()
  return await transaction(w, async (i) => {
    const { version } = await policyInForce(i, who)
    if (version !== base) throw identityFaults.policyMoved({ version: String(version) })
    refuseUnguarded(rules)
    await refuseUnmeetable(i, who.org, rules)
    const approval = await approvalFor(i, who, {
      act: 'identity.change_policy',
      object: `policy:${who.org}`,
      input: { org: who.org, base, rules: rules.map(toRuleJson) },
      summary: {
        zh: `复核规则第 ${base + 1} 版，共 ${rules.length} 条`,
        en: `Version ${base + 1} of the approval policy, ${rules.length} rules`,
      },
    })
    if (approval === null) await putPolicy(i, { org: who.org, base, rules, by: who.id, approval: null })
    return approval
  })
}

/** Puts an approved policy in force. Repeated for the same approval it changes nothing. Fault: identity.policy_moved. */
export async function applyPolicy(w: World, approval: Approval): Promise<string> {
  const { org, base, rules } = approval.input as { org: string; base: number; rules: Canonical[] }
  const parsed = rules.map((rule) => fromRuleJson(rule as never))
  await transaction(w, async (i) => {
    if ((await keptPolicy(i, org))?.approval === approval.id) return
    await putPolicy(i, { org, base, rules: parsed, by: approval.maker.id, approval: approval.id })
  })
  return `policy:${org}/${base + 1}`
}

type Put = { org: string; base: number; rules: ApprovalRule[]; by: string; approval: string | null }

async function putPolicy(i: Inside, { org, base, rules, by, approval }: Put): Promise<void> {
  const before = await keptPolicy(i, org)
  const version = base + 1
  const isNext = (before?.version ?? 0) === base
  if (!isNext || !(await savePolicy(i, org, { version, rules, changedBy: by, approval })))
    throw identityFaults.policyMoved({ version: String(before?.version ?? version) })
  record(i, {
    act: 'identity.change_policy',
    object: `policy:${org}`,
    after: rules.map(toRuleJson),
    facts: { version, approval, digest: digestOf(canonical(rules.map(toRuleJson))) },
  })
}

// Whoever could change the policy alone could do everything alone.
function refuseUnguarded(rules: readonly ApprovalRule[]): void {
  if (!rules.some(({ act, from }) => act === 'identity.change_policy' && from === null))
    throw identityFaults.policyUnguarded()
}

// Counted for the organisation as it is now: a rule that nobody could meet would stop the act for good.
async function refuseUnmeetable(i: Inside, org: string, rules: readonly ApprovalRule[]): Promise<void> {
  const people = await peopleByRole(i, org)
  for (const [place, { roles, checkers }] of rules.entries()) {
    const able = [...new Set(roles)].reduce((all, role) => all + (people.get(role) ?? 0), 0)
    if (able < checkers)
      throw identityFaults.policyUnmeetable(
        { rule: String(place + 1), checkers: String(checkers), able: String(able) },
        `/rules/${place}/roles`,
      )
  }
}
