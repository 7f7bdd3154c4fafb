import type { Me } from '../api/contract.ts'
import { neededBy } from './admin/names.ts'
import { type Place, places } from './nav.ts'

/** Whether the server would open this room's page to somebody. */
export const mayEnter = (me: Me, address: string): boolean => {
  const need = neededBy(address)
  return need === null || me.may.includes(need)
}

/** The rooms that somebody may enter; a group with none of them is left out. */
export const placesFor = (me: Me): { name: (typeof places)[number]['name']; places: Place[] }[] =>
  places
    .map((group) => ({ ...group, places: group.places.filter(({ to }) => mayEnter(me, to)) }))
    .filter((group) => group.places.length > 0)
