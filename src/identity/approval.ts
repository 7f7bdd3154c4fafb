import { type Canonical, canonical } from '../base/canonical.ts'
import { type Digest, digestOf } from '../base/digest.ts'
import type { Fault } from '../base/fault.ts'
import type { Id } from '../base/id.ts'
import type { Money } from '../base/money.ts'
import type { Moves } from '../base/moves.ts'
import { hourMs, type Instant } from '../base/time.ts'
import type { Who } from '../world/route.ts'
import type { ApprovalAct, NumberedRule } from './approvalPolicy.ts'
import { identityFaults } from './errors.ts'
import { roleTitles } from './role.ts'

type Text = { zh: string; en: string }

/** An amount that is compared with the policy in place of the act's own, and how it comes about. */
export type Measured = { amount: Money; why: Text }

export type ApprovalState = 'asked' | 'granted' | 'refused' | 'withdrawn' | 'expired' | 'done' | 'failed'
export type ApprovalMove = 'grant' | 'refuse' | 'withdraw' | 'expire' | 'carry_out' | 'fail'

/** An approval's life: it is asked for, others decide, and what was granted is carried out once. */
export const approvalMoves: Moves<ApprovalState, ApprovalMove> = {
  asked: { grant: 'granted', refuse: 'refused', withdraw: 'withdrawn', expire: 'expired' },
  granted: { carry_out: 'done', fail: 'failed' },
  refused: {},
  withdrawn: {},
  expired: {},
  done: {},
  failed: {},
}

/** How a state is said of an approval. */
export const stateTexts: Record<ApprovalState, Text> = {
  asked: { zh: '等待复核', en: 'waits' },
  granted: { zh: '已通过', en: 'was granted' },
  refused: { zh: '已驳回', en: 'was refused' },
  withdrawn: { zh: '已撤回', en: 'was withdrawn' },
  expired: { zh: '已过期', en: 'has expired' },
  done: { zh: '已执行', en: 'was carried out' },
  failed: { zh: '执行失败', en: 'could not be carried out' },
}

/** How long others have to decide. */
export const approvalMs = 48 * hourMs

/** What a person wants to do, as others will read and approve it. */
export type ApprovalAsk = {
  act: ApprovalAct
  /** Id of what it is done to. */
  object: string
  /** Id of the page it is seen on when that is not the object itself. */
  within?: string
  amount?: Money | null
  /** What the policy measures when that is more than the amount itself, and what was summed. */
  measured?: Measured | null
  payee?: Text | null
  /** The exact input of the verb. It is kept in the clear, so it carries no secret. */
  input: { readonly [name: string]: Canonical }
  summary: Text
  /** The maker's own words. */
  reason?: string | null
  /** Ids of people who had a part in it before and may therefore not check it. */
  apart?: readonly string[]
}

export type Approval = {
  id: Id<'apr'>
  org: string
  act: ApprovalAct
  object: string
  within: string
  amount: Money | null
  measured: Measured | null
  payee: Text | null
  input: { readonly [name: string]: Canonical }
  digest: Digest
  summary: Text
  reason: string | null
  policyVersion: number
  rule: NumberedRule
  state: ApprovalState
  maker: { id: string; name: Text }
  apart: readonly string[]
  askedAt: Instant
  expiresAt: Instant
  endedAt: Instant | null
  outcome: ApprovalOutcome | null
}

/** What carrying it out came to: the id it made, or why it could not be done. */
export type ApprovalOutcome = { made: string | null; refused: { code: string; zh: string; en: string } | null }

export type Decision = {
  person: string
  name: Text
  role: string
  decision: 'grant' | 'refuse'
  comment: string | null
  at: Instant
}

type Bound = Pick<ApprovalAsk, 'act' | 'object' | 'input'> & { amount: Money | null; payee: Text | null }

/** The text whose SHA-256 is granted: act, object, amount, payee and input. Whoever reads it knows exactly what will be done. */
export const boundText = ({ act, object, amount, payee, input }: Bound): string =>
  canonical({
    covenant: 'approval/1',
    act,
    object,
    amount: amount && { currency: amount.currency, minor: String(amount.minor) },
    payee: payee && { zh: payee.zh, en: payee.en },
    input,
  })

export const boundDigest = (bound: Bound): Digest => digestOf(boundText(bound))

/** Why this caller may not decide it now; null when they may. What the door refuses and what the screen explains is the same. */
export function whyNotDecide(
  approval: Approval,
  decisions: readonly Decision[],
  who: Pick<Who, 'kind' | 'id' | 'role' | 'permissions'>,
  now: Instant,
): Fault | null {
  if (approval.state !== 'asked') return identityFaults.approvalEnded(stateTexts[approval.state])
  if (approval.expiresAt <= now) return identityFaults.approvalEnded(stateTexts.expired)
  if (who.kind !== 'user') return identityFaults.peopleDecide()
  if (approval.maker.id === who.id) return identityFaults.makerChecks()
  if (approval.apart.includes(who.id)) return identityFaults.tookPart()
  if (decisions.some(({ person }) => person === who.id)) return identityFaults.decidedAlready()
  const isOfRule = approval.rule.roles.includes(who.role) && who.permissions.has('approvals.decide')
  if (isOfRule) return null
  const titles = approval.rule.roles.map((role) => titlesOf[role] ?? { zh: role, en: role })
  return identityFaults.otherRole({
    zh: titles.map(({ zh }) => zh).join('、'),
    en: titles.map(({ en }) => en).join(', '),
  })
}

const titlesOf: Readonly<Record<string, Text>> = roleTitles
