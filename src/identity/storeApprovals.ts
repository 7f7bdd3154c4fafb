import type { Canonical } from '../base/canonical.ts'
import type { Currency } from '../base/currency.ts'
import type { Digest } from '../base/digest.ts'
import type { Id } from '../base/id.ts'
import { money } from '../base/money.ts'
import { toMoneyJson } from '../world/money-json.ts'
import { many, maybe, one, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import type { Approval, ApprovalOutcome, ApprovalState, Decision } from './approval.ts'
import type { ApprovalAct, ApprovalPolicy, ApprovalRule, NumberedRule } from './approvalPolicy.ts'

// The SQL on approvals, decisions and the policy.

type Text = { zh: string; en: string }
type MoneyText = { currency: Currency; minor: string }
type RuleJson = { act: string; from: MoneyText[] | null; checkers: number; roles: string[] }

type Row = {
  id: Id<'apr'>
  org: string
  act: ApprovalAct
  object: string
  within: string
  currency: Currency | null
  minor: bigint | null
  measured: { minor: string; why: Text } | null
  payee: Text | null
  input: { [name: string]: Canonical }
  digest: Digest
  summary: Text
  reason: string | null
  policy_version: number
  rule: RuleJson & { number: number }
  state: ApprovalState
  maker: string
  maker_name: Text
  apart: string[]
  asked_at_ms: bigint
  expires_at_ms: bigint
  ended_at_ms: bigint | null
  outcome: ApprovalOutcome | null
}

type NewRow = Omit<Row, 'state' | 'asked_at_ms' | 'expires_at_ms' | 'ended_at_ms' | 'outcome' | 'rule'> & {
  rule: object
  askedAt: number
  expiresAt: number
}
const insert = query<NewRow>()`
  insert into identity.approval (id, org, act, object, within, currency, minor, measured, payee, input, digest, summary, reason, policy_version,
    rule, state, maker, maker_name, apart, asked_at_ms, expires_at_ms)
  values (${'id'}, ${'org'}, ${'act'}, ${'object'}, ${'within'}, ${'currency'}, ${'minor'}, ${'measured'}::jsonb, ${'payee'}::jsonb, ${'input'}::jsonb,
    ${'digest'}, ${'summary'}::jsonb, ${'reason'}, ${'policy_version'}, ${'rule'}::jsonb, 'asked', ${'maker'}, ${'maker_name'}::jsonb,
    ${'apart'}, ${'askedAt'}, ${'expiresAt'})
  on conflict (org, digest) where state in ('asked', 'granted') do nothing`

const openWithDigest = query<{ org: string; digest: string }, Row>()`
  select * from identity.approval where org = ${'org'} and digest = ${'digest'} and state in ('asked', 'granted')`

const byId = query<{ id: string }, Row>()`select * from identity.approval where id = ${'id'}`

const locked = query<{ id: string }, Row>()`select * from identity.approval where id = ${'id'} for update`

const openWithin = query<{ org: string; within: string }, Row>()`
  select * from identity.approval
   where org = ${'org'} and within = ${'within'} and state in ('asked', 'granted') order by asked_at_ms, id limit 100`

type PageAsk = {
  org: string
  state: string | null
  maker: string | null
  before: number | null
  beforeId: string | null
  most: number
}
const page = query<PageAsk, Row>()`
  select * from identity.approval
   where org = ${'org'} and (${'state'}::text is null or state = ${'state'}) and (${'maker'}::text is null or maker = ${'maker'})
     and (${'before'}::bigint is null or (asked_at_ms, id) < (${'before'}, ${'beforeId'}))
   order by asked_at_ms desc, id desc limit ${'most'}`

// What a person may decide now: not their own, not what they took part in or decided, and of a rule that names their role.
const toDecide = query<
  {
    org: string
    person: string
    role: string
    now: number
    before: number | null
    beforeId: string | null
    most: number
  },
  Row
>()`
  select a.* from identity.approval a
   where a.org = ${'org'} and a.state = 'asked' and a.expires_at_ms > ${'now'} and a.maker <> ${'person'}
     and not (${'person'} = any(a.apart)) and a.rule -> 'roles' ? ${'role'}
     and not exists (select 1 from identity.decision d where d.approval = a.id and d.person = ${'person'})
     and (${'before'}::bigint is null or (a.asked_at_ms, a.id) < (${'before'}, ${'beforeId'}))
   order by a.asked_at_ms desc, a.id desc limit ${'most'}`

const setState = query<{ id: string; from: string; to: string; endedAt: number | null; outcome: object | null }>()`
  update identity.approval
     set state = ${'to'}, ended_at_ms = ${'endedAt'}, outcome = ${'outcome'}::jsonb
   where id = ${'id'} and state = ${'from'}`

const insertDecision = query<Decision & { approval: string }>()`
  insert into identity.decision (approval, person, name, role, decision, comment, at_ms)
  values (${'approval'}, ${'person'}, ${'name'}::jsonb, ${'role'}, ${'decision'}, ${'comment'}, ${'at'})
  on conflict do nothing`

type DecisionRow = Omit<Decision, 'at'> & { approval: string; at_ms: bigint }
const decisions = query<{ approvals: string[] }, DecisionRow>()`
  select approval, person, name, role, decision, comment, at_ms from identity.decision
   where approval = any(${'approvals'}::text[]) order by at_ms, person limit 1000`

type PolicyRow = { version: number; rules: RuleJson[]; changed_by: string; approval: string | null; at_ms: bigint }
const newestPolicy = query<{ org: string }, PolicyRow>()`
  select version, rules, changed_by, approval, at_ms from identity.approval_policy
   where org = ${'org'} order by version desc limit 1`

const insertPolicy = query<{
  org: string
  version: number
  rules: string
  changedBy: string
  approval: string | null
  at: number
}>()`
  insert into identity.approval_policy (org, version, rules, changed_by, approval, at_ms)
  values (${'org'}, ${'version'}, ${'rules'}::jsonb, ${'changedBy'}, ${'approval'}, ${'at'}) on conflict do nothing`

const holders = query<{ org: string }, { role: string; people: number }>()`
  select role, count(*)::int as people from identity.person where org = ${'org'} and active group by role order by role limit 200`

/** Keeps a new approval. False when the same act already waits. */
export async function saveApproval(i: Inside, approval: Approval): Promise<boolean> {
  const { amount, measured, rule, policyVersion, maker, ...same } = approval
  const row = {
    ...same,
    currency: amount?.currency ?? null,
    minor: amount?.minor ?? null,
    measured: measured && { minor: measured.amount.minor.toString(), why: measured.why },
    rule: toRuleJson(rule),
    policy_version: policyVersion,
    maker: maker.id,
    maker_name: maker.name,
    apart: [...same.apart],
  }
  return (await run(i, insert, row)) === 1
}

export async function openApproval(w: World | Inside, org: string, digest: string): Promise<Approval | null> {
  const row = await maybe(w, openWithDigest, { org, digest })
  return row && toApproval(row)
}

export async function approvalById(w: World | Inside, id: string): Promise<Approval | null> {
  const row = await maybe(w, byId, { id })
  return row && toApproval(row)
}

/** The approval, locked until the transaction ends, so that decisions come one after the other. */
export async function lockApproval(i: Inside, id: string): Promise<Approval | null> {
  const row = await maybe(i, locked, { id })
  return row && toApproval(row)
}

/** What an organisation is waiting for on one object's page, oldest first. */
export async function openApprovalsWithin(w: World, org: string, within: string): Promise<Approval[]> {
  return (await many(w, openWithin, { org, within })).map(toApproval)
}

export async function approvalsPage(w: World, ask: PageAsk): Promise<Approval[]> {
  return (await many(w, page, ask)).map(toApproval)
}

/** What this person may decide now, newest first. */
export async function approvalsToDecide(
  w: World,
  ask: {
    org: string
    person: string
    role: string
    now: number
    before: number | null
    beforeId: string | null
    most: number
  },
): Promise<Approval[]> {
  return (await many(w, toDecide, ask)).map(toApproval)
}

/** Moves a locked approval on; false when it no longer is where it was. */
export async function moveApproval(
  i: Inside,
  { id, state: from }: Approval,
  to: ApprovalState,
  outcome: ApprovalOutcome | null = null,
): Promise<boolean> {
  const endedAt = to === 'granted' ? null : i.now()
  return (await run(i, setState, { id, from, to, endedAt, outcome })) === 1
}

/** Keeps one person's decision. False when that person has decided before. */
export async function saveDecision(i: Inside, approval: string, decision: Decision): Promise<boolean> {
  return (await run(i, insertDecision, { ...decision, approval })) === 1
}

/** Decisions of at most 100 approvals, oldest first, by approval. */
export async function decisionsOf(w: World | Inside, approvals: string[]): Promise<Map<string, Decision[]>> {
  const found = new Map<string, Decision[]>()
  for (const { approval, at_ms, ...same } of await many(w, decisions, { approvals }))
    found.set(approval, [...(found.get(approval) ?? []), { ...same, at: Number(at_ms) }])
  return found
}

/** The newest policy an organisation wrote; null while it has written none. */
export async function keptPolicy(w: World | Inside, org: string): Promise<ApprovalPolicy | null> {
  const row = await maybe(w, newestPolicy, { org })
  if (!row) return null
  const { changed_by, at_ms, rules, ...same } = row
  return { ...same, rules: rules.map(fromRuleJson), changedBy: changed_by, at: Number(at_ms) }
}

/** Keeps the next version; false when somebody else has written it. */
export async function savePolicy(
  i: Inside,
  org: string,
  policy: { version: number; rules: readonly ApprovalRule[]; changedBy: string; approval: string | null },
): Promise<boolean> {
  const rules = JSON.stringify(policy.rules.map(toRuleJson))
  return (await run(i, insertPolicy, { ...policy, org, rules, at: i.now() })) === 1
}

/** How many active people of an organisation have each role. */
export async function peopleByRole(w: World | Inside, org: string): Promise<Map<string, number>> {
  return new Map((await many(w, holders, { org })).map(({ role, people }) => [role, people]))
}

/** How many approvals wait for this person. */
export async function countToDecide(w: World, person: { org: string; person: string; role: string }): Promise<number> {
  return Number((await one(w, countWaiting, { ...person, now: w.now() })).waiting)
}

const countWaiting = query<{ org: string; person: string; role: string; now: number }, { waiting: bigint }>()`
  select count(*) as waiting from identity.approval a
   where a.org = ${'org'} and a.state = 'asked' and a.expires_at_ms > ${'now'} and a.maker <> ${'person'}
     and not (${'person'} = any(a.apart)) and a.rule -> 'roles' ? ${'role'}
     and not exists (select 1 from identity.decision d where d.approval = a.id and d.person = ${'person'})`

/** A rule as JSON, for the table and for inputs. */
export const toRuleJson = <Rule extends ApprovalRule>(rule: Rule) => ({
  ...rule,
  from: rule.from?.map(toMoneyJson) ?? null,
})

/** And back. */
export const fromRuleJson = ({ from, ...same }: RuleJson): ApprovalRule => ({
  ...same,
  act: same.act as ApprovalAct,
  from: from?.map(({ currency, minor }) => money(currency, BigInt(minor))) ?? null,
})

function toApproval(row: Row): Approval {
  const { currency, minor, policy_version, maker, maker_name, asked_at_ms, expires_at_ms, ended_at_ms, ...same } = row
  return {
    ...same,
    amount: currency === null || minor === null ? null : money(currency, minor),
    measured:
      currency === null || row.measured === null
        ? null
        : { amount: money(currency, BigInt(row.measured.minor)), why: row.measured.why },
    policyVersion: policy_version,
    rule: { ...fromRuleJson(row.rule), number: row.rule.number } satisfies NumberedRule,
    maker: { id: maker, name: maker_name },
    askedAt: Number(asked_at_ms),
    expiresAt: Number(expires_at_ms),
    endedAt: ended_at_ms === null ? null : Number(ended_at_ms),
  }
}
