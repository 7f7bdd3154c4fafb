import { partnerById } from '../partners/find.ts'
import type { Partner } from '../partners/partner.ts'
import type { Who } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { evaluationFaults } from './errors.ts'

/** The partner when this caller may know of it: ours and auditors see all, a partner itself. Another's does not exist. */
export async function partnerSeen(w: World, who: Who, id: string): Promise<Partner> {
  const partner = await partnerById(w, id)
  if (!partner || !(isOurs(who) || (who.orgKind === 'partner' && who.org === id)))
    throw evaluationFaults.noSuchPartner({ partner: id })
  return partner
}

/** A partner never learns that it was scored: scores, weights and rounds are the institution's private side. */
export const isOurs = ({ orgKind }: Who): boolean => orgKind === 'institution' || orgKind === 'auditor'

export function onlyOurs(who: Who): void {
  if (!isOurs(who)) throw evaluationFaults.notYours()
}
