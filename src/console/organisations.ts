import { type Organisation, ownOrganisation } from '../identity/organisation.ts'
import { merchantById } from '../merchants/find.ts'
import { partnerById } from '../partners/find.ts'
import type { World } from '../world/world.ts'

/** Finds whoever people and keys can belong to: the institution, its auditor, a partner or a merchant. */
export async function organisationById(w: World, id: string): Promise<Organisation | null> {
  if (id.startsWith('par_')) {
    const partner = await partnerById(w, id)
    return partner && { id, kind: 'partner', name: partner.name }
  }
  if (id.startsWith('mer_')) {
    const merchant = await merchantById(w, id)
    return merchant && { id, kind: 'merchant', name: merchant.name }
  }
  return await ownOrganisation(w, id)
}
