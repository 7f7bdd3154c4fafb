import { moved } from '../base/moves.ts'
import type { Inside } from '../world/world.ts'
import { partnerFaults } from './errors.ts'
import { type Partner, type StageMove, stageMoves, type Text } from './partner.ts'
import { lockPartner, saveStage, saveStep } from './store.ts'

/** Moves a partner along its pipeline; a move the table does not know is the fault `partners.cannot_move`. */
export async function movePartner(
  i: Inside,
  id: string,
  move: StageMove,
  actor: string,
  because: Text,
): Promise<Partner> {
  const partner = await lockPartner(i, id)
  const to = moved(stageMoves, partner.stage, move)
  if (to === null) throw partnerFaults.cannotMove({ stage: partner.stage, move })
  await saveStage(i, id, to, i.now())
  await saveStep(i, id, { from: partner.stage, to, actor, because, at: i.now() })
  return { ...partner, stage: to, stageAt: i.now() }
}
