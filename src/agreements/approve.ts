import type { Digest } from '../base/digest.ts'
import { moved } from '../base/moves.ts'
import { command } from '../world/command.ts'
import type { Inside, World } from '../world/world.ts'
import { type SigningParty, type Version, type VersionMove, type VersionState, versionMoves } from './agreement.ts'
import { agreementFaults } from './errors.ts'
import { approvalsOf, lockAgreement, saveApproval, saveState, versionOf } from './store.ts'

/**
 * One side approves a proposed version by its root, so that nobody approves other terms than they read. When both sides
 * have, the version may be signed. Approving twice changes nothing. Faults: `agreements.other_root`, `cannot_move`.
 */
export async function approve(w: World, key: string | null, approval: OneApproval): Promise<{ state: VersionState }> {
  return await command(w, 'agreements.approve', key, { ...approval, by: approval.by ?? null }, (i) =>
    approveInside(i, approval),
  )
}

/** `approve` as a part of what is being done already; the caller records why. */
export async function approveInside(i: Inside, approval: OneApproval): Promise<{ state: VersionState }> {
  const version = await lockedVersion(i, approval.agreement, approval.number)
  if (version.root !== approval.root) throw agreementFaults.otherRoot()
  const given = await approvalsOf(i, version.agreement, version.number)
  if (given.some(({ party }) => party === approval.party)) return { state: version.state }
  const next = after(version, 'approve')
  const { party, person, by = null, root } = approval
  await saveApproval(i, version, { party, person, by, root, at: i.now() })
  if (given.length === 0) return { state: version.state }
  await saveState(i, version, next)
  return { state: next }
}

type OneApproval = {
  agreement: string
  number: number
  party: SigningParty
  person: string
  by?: string
  root: Digest
}

/** A version with its agreement locked until the transaction ends; fault `agreements.not_found`. */
export async function lockedVersion(i: Inside, agreement: string, number: number): Promise<Version> {
  await lockAgreement(i, agreement)
  const version = await versionOf(i, agreement, number)
  if (!version) throw agreementFaults.notFound({ agreement })
  return version
}

/** The state a move leads to; fault `agreements.cannot_move` when the table does not know it from here. */
export function after(version: Version, move: VersionMove): VersionState {
  const next = moved(versionMoves, version.state, move)
  if (next === null) throw agreementFaults.cannotMove({ state: version.state, move })
  return next
}
