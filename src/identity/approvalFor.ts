import { present } from '../base/assert.ts'
import { newId } from '../base/id.ts'
import type { Money } from '../base/money.ts'
import { addJob } from '../world/jobs.ts'
import { toMoneyJson } from '../world/money-json.ts'
import { record } from '../world/record.ts'
import type { Who } from '../world/route.ts'
import type { Inside, World } from '../world/world.ts'
import { type Approval, type ApprovalAsk, approvalMs, boundDigest } from './approval.ts'
import { type ApprovalAct, type ApprovalPolicy, defaultRules, type NumberedRule, ruleFor } from './approvalPolicy.ts'
import { personOf } from './store.ts'
import { keptPolicy, openApproval, saveApproval } from './storeApprovals.ts'

export const expireApprovalJob = 'identity.expire_approval'

/**
 * Asks whether a person may do something alone. Null: the policy lets them, do it now. Otherwise the approval that now waits for
 * others: answer 202 with it and do nothing; once it is granted, `whenApproved` carries it out with exactly this input. Asking
 * again for what already waits answers the same approval. The policy is about people: an API key has its own scopes.
 */
export async function approvalFor(i: Inside, who: Who, ask: ApprovalAsk): Promise<Approval | null> {
  const { version, rule } = await ruleOf(i, who, ask.act, ask.measured?.amount ?? ask.amount ?? null)
  if (rule === null) return null
  const { amount = null, payee = null, reason = null } = ask
  const digest = boundDigest({ ...ask, amount, payee })
  const person = await personOf(i, who.id)
  const approval: Approval = {
    id: newId('apr', i.now(), i.random),
    org: who.org,
    act: ask.act,
    object: ask.object,
    within: ask.within ?? ask.object,
    amount,
    measured: ask.measured ?? null,
    payee,
    input: ask.input,
    digest,
    summary: ask.summary,
    reason,
    policyVersion: version,
    rule,
    state: 'asked',
    maker: { id: who.id, name: person?.name ?? { zh: who.name, en: who.name } },
    apart: ask.apart ?? [],
    askedAt: i.now(),
    expiresAt: i.now() + approvalMs,
    endedAt: null,
    outcome: null,
  }
  if (!(await saveApproval(i, approval)))
    return present(await openApproval(i, who.org, digest), 'what stood in the way is open')
  await addJob(i, expireApprovalJob, { approval: approval.id }, approval.expiresAt)
  record(i, {
    act: 'approvals.ask',
    object: approval.id,
    facts: {
      of: ask.act,
      to: ask.object,
      amount: amount && toMoneyJson(amount),
      ...(approval.measured ? { measured: toMoneyJson(approval.measured.amount) } : {}),
      digest,
      policy: version,
      rule: rule.number,
      checkers: rule.checkers,
    },
  })
  return approval
}

/** What approval an act of this caller would need now; null when none. For screens that say so before it is asked. */
export async function approvalNeeded(
  w: World,
  who: Who,
  act: ApprovalAct,
  amount: Money | null,
): Promise<NumberedRule | null> {
  return (await ruleOf(w, who, act, amount)).rule
}

/** The policy in force for an organisation. */
export async function policyInForce(
  w: World | Inside,
  { org, orgKind }: Pick<Who, 'org' | 'orgKind'>,
): Promise<ApprovalPolicy> {
  const kept = await keptPolicy(w, org)
  const rules = orgKind === 'institution' ? [...defaultRules] : []
  return kept ?? { version: 0, rules, changedBy: null, approval: null, at: null }
}

async function ruleOf(w: World | Inside, who: Who, act: ApprovalAct, amount: Money | null) {
  if (who.kind !== 'user') return { version: 0, rule: null }
  const { version, rules } = await policyInForce(w, who)
  return { version, rule: ruleFor(rules, act, amount) }
}
