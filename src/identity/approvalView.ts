import { bothTexts, digestJson, moneyJson, positiveMoneyJson, timeJson } from '../world/money-json.ts'
import { type Who, z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { type Approval, boundText, type Decision, whyNotDecide } from './approval.ts'
import { type ApprovalAct, type ApprovalPolicy, approvalActs, type NumberedRule } from './approvalPolicy.ts'
import { identityFaults } from './errors.ts'
import { rolesAll } from './rolesKnown.ts'
import { decisionsOf, openApprovalsWithin, peopleByRole } from './storeApprovals.ts'

// What the API says of approvals and of their policy.

export const approvalStates = z.enum(['asked', 'granted', 'refused', 'withdrawn', 'expired', 'done', 'failed'])
const acts = z.enum(Object.keys(approvalActs) as [ApprovalAct, ...ApprovalAct[]])
const roleJson = z.strictObject({ role: z.string(), title: bothTexts })
const personJson = z.strictObject({ id: z.string(), name: bothTexts })

const ruleJson = z
  .strictObject({
    number: z.int(),
    act: acts,
    title: bothTexts,
    from: z.array(moneyJson).nullable().meta({ description: 'Least amount by currency; null: whatever the amount' }),
    checkers: z.int(),
    roles: z.array(roleJson),
  })
  .meta({ id: 'ApprovalRule' })

/** What other modules answer beside their object while it waits. */
export const approvalBriefJson = z
  .strictObject({
    id: z.string(),
    act: acts,
    title: bothTexts,
    object: z.string(),
    state: approvalStates,
    amount: moneyJson.nullable(),
    maker: personJson,
    checkers: z.int(),
    grants: z.int(),
    roles: z.array(roleJson),
    askedAt: timeJson,
    expiresAt: timeJson,
  })
  .meta({ id: 'ApprovalBrief', description: 'An act that waits for other people' })

export const approvalNeedJson = z
  .strictObject({ number: z.int(), checkers: z.int(), roles: z.array(roleJson) })
  .meta({ id: 'ApprovalNeed', description: 'The clause of the policy by which this caller needs other people' })

export const approvalJson = z
  .strictObject({
    ...approvalBriefJson.shape,
    within: z.string(),
    measured: z
      .strictObject({ amount: moneyJson, why: bothTexts })
      .nullable()
      .meta({ description: 'What the policy compared instead of the amount: earlier acts nobody checked are added' }),
    payee: bothTexts.nullable(),
    summary: bothTexts,
    reason: z.string().nullable(),
    digest: digestJson,
    bound: z.string().meta({ description: 'The text whose SHA-256 is `digest`: exactly this is granted' }),
    policyVersion: z.int(),
    rule: ruleJson,
    decisions: z.array(
      z.strictObject({
        person: personJson,
        role: roleJson,
        decision: z.enum(['grant', 'refuse']),
        comment: z.string().nullable(),
        at: timeJson,
      }),
    ),
    endedAt: timeJson.nullable(),
    outcome: z
      .strictObject({
        made: z.string().nullable(),
        refused: z.strictObject({ code: z.string(), text: bothTexts }).nullable(),
      })
      .nullable(),
    may: z.array(z.enum(['grant', 'refuse', 'withdraw'])),
    mayNot: z.record(z.string(), bothTexts),
  })
  .meta({ id: 'Approval' })

export const policyJson = z
  .strictObject({
    version: z.int(),
    changedBy: personJson.nullable(),
    changedAt: timeJson.nullable(),
    approval: z.string().nullable(),
    rules: z.array(ruleJson),
    acts: z.array(z.strictObject({ act: acts, title: bothTexts })),
    roles: z
      .array(z.strictObject({ ...roleJson.shape, people: z.int() }))
      .meta({ description: 'Roles that may check, with how many people have each' }),
    waiting: approvalBriefJson.nullable().meta({ description: 'The change of this policy that waits for approval' }),
    may: z.array(z.enum(['change'])),
  })
  .meta({ id: 'ApprovalPolicy' })

export const policyBody = z.strictObject({
  base: z.int().min(0).meta({ description: 'The version that was edited' }),
  rules: z
    .array(
      z.strictObject({
        act: acts,
        from: z.array(positiveMoneyJson).min(1).max(20).nullable(),
        checkers: z.int().min(1).max(5),
        roles: z
          .array(z.string().regex(/^[a-z][a-z0-9-]{1,30}$/))
          .min(1)
          .max(20),
      }),
    )
    .min(1)
    .max(50),
})

type Titles = ReadonlyMap<string, { zh: string; en: string }>
type Role = z.output<typeof roleJson>

/** Titles of every role, read once for a page. */
export async function titlesOfRoles(w: World): Promise<Titles> {
  return new Map((await rolesAll(w)).map(({ id, title }) => [id, title]))
}

const roleNamed = (titles: Titles, role: string): Role => ({
  role,
  title: titles.get(role) ?? { zh: role, en: role },
})

/** Approvals as one caller may see them. */
export async function toApprovalViews(
  w: World,
  approvals: readonly Approval[],
  who: Who,
): Promise<z.output<typeof approvalJson>[]> {
  const titles = await titlesOfRoles(w)
  const decisions = await decisionsOf(
    w,
    approvals.map(({ id }) => id),
  )
  return approvals.map((approval) => toView(w, approval, decisions.get(approval.id) ?? [], who, titles))
}

/** Approvals as other modules show them beside their object. */
export async function toBriefs(
  w: World,
  approvals: readonly Approval[],
): Promise<z.output<typeof approvalBriefJson>[]> {
  if (approvals.length === 0) return []
  const titles = await titlesOfRoles(w)
  const decisions = await decisionsOf(
    w,
    approvals.map(({ id }) => id),
  )
  return approvals.map((approval) => toBrief(approval, decisions.get(approval.id) ?? [], titles))
}

/** What the caller's own organisation waits for on the page of an object, oldest first. Nobody else learns of it. */
export async function approvalsWaiting(
  w: World,
  who: Who,
  within: string,
): Promise<z.output<typeof approvalBriefJson>[]> {
  if (!who.permissions.has('approvals.read')) return []
  return await toBriefs(w, await openApprovalsWithin(w, who.org, within))
}

/** The clause a caller would need others by. */
export async function toNeed(w: World, rule: NumberedRule | null): Promise<z.output<typeof approvalNeedJson> | null> {
  if (rule === null) return null
  const titles = await titlesOfRoles(w)
  const { number, checkers, roles } = rule
  return { number, checkers, roles: roles.map((role) => roleNamed(titles, role)) }
}

function toBrief(
  approval: Approval,
  decisions: readonly Decision[],
  titles: Titles,
): z.output<typeof approvalBriefJson> {
  const { id, act, object, state, amount, maker, rule, askedAt, expiresAt } = approval
  return {
    id,
    act,
    title: approvalActs[act],
    object,
    state,
    amount,
    maker,
    checkers: rule.checkers,
    grants: decisions.filter(({ decision }) => decision === 'grant').length,
    roles: rule.roles.map((role) => roleNamed(titles, role)),
    askedAt,
    expiresAt,
  }
}

function toView(
  w: World,
  approval: Approval,
  decisions: readonly Decision[],
  who: Who,
  titles: Titles,
): z.output<typeof approvalJson> {
  const { within, measured, payee, summary, reason, digest, policyVersion, rule, endedAt, outcome } = approval
  const refusal = whyNotDecide(approval, decisions, who, w.now())
  const mayWithdraw = approval.maker.id === who.id && approval.state === 'asked'
  const withdrawal = identityFaults.notTheMaker()
  return {
    ...toBrief(approval, decisions, titles),
    within,
    measured,
    payee,
    summary,
    reason,
    digest,
    bound: boundText(approval),
    policyVersion,
    rule: toRuleView(rule, titles),
    decisions: decisions.map(({ person, name, role, ...same }) => ({
      ...same,
      person: { id: person, name },
      role: roleNamed(titles, role),
    })),
    endedAt,
    outcome: outcome && {
      made: outcome.made,
      refused: outcome.refused && {
        code: outcome.refused.code,
        text: { zh: outcome.refused.zh, en: outcome.refused.en },
      },
    },
    may: [...(refusal ? [] : (['grant', 'refuse'] as const)), ...(mayWithdraw ? (['withdraw'] as const) : [])],
    mayNot: {
      ...(refusal ? { grant: { zh: refusal.zh, en: refusal.en } } : {}),
      ...(mayWithdraw ? {} : { withdraw: { zh: withdrawal.zh, en: withdrawal.en } }),
    },
  }
}

const toRuleView = (rule: NumberedRule, titles: Titles): z.output<typeof ruleJson> => ({
  number: rule.number,
  act: rule.act,
  title: approvalActs[rule.act],
  from: rule.from,
  checkers: rule.checkers,
  roles: rule.roles.map((role) => roleNamed(titles, role)),
})

/** The policy with what an editor needs to know. */
export async function toPolicyView(
  w: World,
  policy: ApprovalPolicy,
  who: Who,
  extra: { changedBy: { id: string; name: { zh: string; en: string } } | null; waiting: Approval | null },
): Promise<z.output<typeof policyJson>> {
  const titles = await titlesOfRoles(w)
  const people = await peopleByRole(w, who.org)
  const deciders = (await rolesAll(w)).filter(
    ({ permissions, orgKind }) => orgKind === who.orgKind && permissions.includes('approvals.decide'),
  )
  const [waiting = null] = extra.waiting ? await toBriefs(w, [extra.waiting]) : []
  return {
    version: policy.version,
    changedBy: extra.changedBy,
    changedAt: policy.at,
    approval: policy.approval,
    rules: policy.rules.map((rule, place) => toRuleView({ ...rule, number: place + 1 }, titles)),
    acts: Object.entries(approvalActs).map(([act, title]) => ({ act: act as ApprovalAct, title })),
    roles: deciders.map(({ id, title }) => ({ role: id, title, people: people.get(id) ?? 0 })),
    waiting,
    may: who.kind === 'user' && who.permissions.has('policy.manage') && waiting === null ? ['change'] : [],
  }
}
