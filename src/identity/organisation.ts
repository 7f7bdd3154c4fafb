import type { World } from '../world/world.ts'
import { institutionOf } from './store.ts'

export type AdministeredKind = 'institution' | 'partner' | 'merchant' | 'auditor'
/** An organisation people and keys belong to. */
export type Organisation = { id: string; kind: AdministeredKind; name: { zh: string; en: string } }

/** Finds a partner or merchant by its id. Those modules stand on higher floors, so whoever opens the doors brings this. */
export type Organisations = (w: World, id: string) => Promise<Organisation | null>

/** The organisation of somebody we have; one that is gone keeps its id for a name. */
export async function organisationFor(
  w: World,
  organisations: Organisations,
  id: string,
  kind: string,
): Promise<Organisation> {
  return (await organisations(w, id)) ?? { id, kind: kind as AdministeredKind, name: { zh: id, en: id } }
}

/** The institution itself and its auditor, which no other module knows. */
export async function ownOrganisation(w: World, id: string): Promise<Organisation | null> {
  if (id === 'institution') return { id, kind: 'institution', name: (await institutionOf(w)).name }
  if (id === 'auditor') return { id, kind: 'auditor', name: { zh: '外部审计', en: 'External auditor' } }
  return null
}
