// What the routes of this room answer and take: approvals. See src/identity/approvalView.ts.
import type { Digest, List, Money, Named, Text, Time } from './values.ts'

export type ApprovalState = 'asked' | 'granted' | 'refused' | 'withdrawn' | 'expired' | 'done' | 'failed'
export type RoleNamed = { role: string; title: Text }

/** What other objects show beside themselves while something waits. */
export type ApprovalBrief = {
  id: string
  act: string
  title: Text
  object: string
  state: ApprovalState
  amount: Money | null
  maker: Named
  checkers: number
  grants: number
  roles: RoleNamed[]
  askedAt: Time
  expiresAt: Time
}

/** The clause by which the caller would need other people. */
export type ApprovalNeed = { number: number; checkers: number; roles: RoleNamed[] }

export type ApprovalRule = {
  number: number
  act: string
  title: Text
  /** Least amount by currency; null: whatever the amount. */
  from: Money[] | null
  checkers: number
  roles: RoleNamed[]
}

export type Approval = ApprovalBrief & {
  /** Id of the page the object is seen on. */
  within: string
  /** What the policy compared in place of the amount: earlier acts that nobody checked are added. */
  measured: { amount: Money; why: Text } | null
  payee: Text | null
  summary: Text
  reason: string | null
  digest: Digest
  /** The text whose SHA-256 is `digest`. */
  bound: string
  policyVersion: number
  rule: ApprovalRule
  decisions: {
    person: Named
    role: RoleNamed
    decision: 'grant' | 'refuse'
    comment: string | null
    at: Time
  }[]
  endedAt: Time | null
  outcome: { made: string | null; refused: { code: string; text: Text } | null } | null
  may: ('grant' | 'refuse' | 'withdraw')[]
  mayNot: { [move: string]: Text }
}

export type ApprovalPolicy = {
  version: number
  changedBy: Named | null
  changedAt: Time | null
  approval: string | null
  rules: ApprovalRule[]
  acts: { act: string; title: Text }[]
  roles: (RoleNamed & { people: number })[]
  waiting: ApprovalBrief | null
  may: 'change'[]
}

/** `toDecide`: how many wait for the caller, whatever the filter. */
export type Approvals = List<Approval> & { toDecide: number }

export type RuleEdit = { act: string; from: Money[] | null; checkers: number; roles: string[] }

export type GetsApprovals = {
  '/v1/approvals': Approvals
  '/v1/approvals/{id}': Approval
  '/v1/approval-policy': ApprovalPolicy
}

export type PostsApprovals = {
  '/v1/approvals/{id}/grant': { body: { digest: Digest; comment?: string }; reply: Approval }
  '/v1/approvals/{id}/refuse': { body: { digest: Digest; comment: string }; reply: Approval }
  '/v1/approvals/{id}/withdraw': { body: Record<string, never>; reply: Approval }
}

export type PutsApprovals = {
  '/v1/approval-policy': { body: { base: number; rules: RuleEdit[] }; reply: ApprovalPolicy }
}
