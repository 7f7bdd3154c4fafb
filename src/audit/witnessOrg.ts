import { partnerById } from '../partners/find.ts'
import type { World } from '../world/world.ts'

type Text = { zh: string; en: string }
/** `own`: run by the institution itself, so that its word proves nothing to others. */
export type WitnessOrg = { kind: 'own' | 'auditor' | 'partner'; name: Text }

/** Whose witness it is; null when no such organisation can have one. */
export async function witnessOrg(w: World, org: string): Promise<WitnessOrg | null> {
  if (org === 'institution') return { kind: 'own', name: { zh: '本机构', en: 'This institution' } }
  if (org === 'auditor') return { kind: 'auditor', name: { zh: '外部审计', en: 'External auditor' } }
  if (!org.startsWith('par_')) return null
  const partner = await partnerById(w, org)
  return partner && { kind: 'partner', name: partner.name }
}
