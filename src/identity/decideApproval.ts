import { assert } from '../base/assert.ts'
import type { Digest } from '../base/digest.ts'
import { moved } from '../base/moves.ts'
import { transaction } from '../world/command.ts'
import { emit } from '../world/events.ts'
import { record } from '../world/record.ts'
import type { Who } from '../world/route.ts'
import type { Inside, World } from '../world/world.ts'
import { type Approval, type ApprovalMove, approvalMoves, stateTexts, whyNotDecide } from './approval.ts'
import { identityFaults } from './errors.ts'
import { personOf } from './store.ts'
import { decisionsOf, lockApproval, moveApproval, saveDecision } from './storeApprovals.ts'

/** What one person decided: by the digest they read, so that nobody grants other things than they saw. */
export type Deciding = { approval: string; decision: 'grant' | 'refuse'; digest: Digest; comment: string | null }

/**
 * One person grants or refuses. The last grant needed makes it granted and announces it, once; one refusal ends it. `first` runs in
 * the same transaction before anything is written (a step-up to be spent). Faults: identity.no_such_approval, approval_ended,
 * approval_differs, people_decide, maker_checks, took_part, decided_already, other_role.
 */
export async function decideApproval(
  w: World,
  who: Who,
  { approval: id, decision, digest, comment }: Deciding,
  first: (i: Inside, approval: Approval) => Promise<void> = async () => undefined,
): Promise<void> {
  await transaction(w, async (i) => {
    const approval = await lockedOf(i, who, id)
    const before = (await decisionsOf(i, [id])).get(id) ?? []
    const refusal = whyNotDecide(approval, before, who, i.now())
    if (refusal) throw refusal
    if (digest !== approval.digest) throw identityFaults.approvalDiffers()
    await first(i, approval)
    const name = (await personOf(i, who.id))?.name ?? { zh: who.name, en: who.name }
    const kept = await saveDecision(i, id, { person: who.id, name, role: who.role, decision, comment, at: i.now() })
    assert(kept, 'a person who has not decided decides once')
    const grants = before.filter((one) => one.decision === 'grant').length + (decision === 'grant' ? 1 : 0)
    record(i, {
      act: `approvals.${decision}`,
      object: id,
      facts: { of: approval.act, to: approval.object, digest, grants, checkers: approval.rule.checkers },
    })
    const { act, object } = approval
    if (decision === 'refuse') {
      await moveOn(i, approval, 'refuse')
      await emit(i, 'approval.refused', { approval: id, act, object })
    } else if (grants >= approval.rule.checkers) {
      await moveOn(i, approval, 'grant')
      await emit(i, 'approval.granted', { approval: id, act, object, digest })
    }
  })
}

/** Who asked takes it back while nobody has the last word. Faults: identity.no_such_approval, not_the_maker, approval_ended. */
export async function withdrawApproval(w: World, who: Who, id: string): Promise<void> {
  await transaction(w, async (i) => {
    const approval = await lockedOf(i, who, id)
    if (approval.maker.id !== who.id) throw identityFaults.notTheMaker()
    if (approval.state !== 'asked') throw identityFaults.approvalEnded(stateTexts[approval.state])
    await moveOn(i, approval, 'withdraw')
    record(i, { act: 'approvals.withdraw', object: id, facts: { of: approval.act, to: approval.object } })
  })
}

/** By the clock: what nobody decided in time is over. */
export async function expireApproval(w: World, id: string): Promise<void> {
  await transaction(w, async (i) => {
    const approval = await lockApproval(i, id)
    if (approval?.state !== 'asked' || approval.expiresAt > i.now()) return
    await moveOn(i, approval, 'expire')
    record(i, { act: 'approvals.expire', object: id, facts: { of: approval.act, to: approval.object } })
  })
}

// Another organisation's approval does not exist for this caller.
async function lockedOf(i: Inside, who: Who, id: string): Promise<Approval> {
  const approval = await lockApproval(i, id)
  if (!approval || approval.org !== who.org) throw identityFaults.noSuchApproval({ approval: id })
  return approval
}

async function moveOn(i: Inside, approval: Approval, move: ApprovalMove): Promise<void> {
  const next = moved(approvalMoves, approval.state, move)
  assert(next && (await moveApproval(i, approval, next)), 'a locked approval moves by its table')
}
