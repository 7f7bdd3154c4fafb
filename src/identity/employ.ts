import type { Inside } from '../world/world.ts'
import type { Person } from './person.ts'
import { type Institution, saveInstitution, savePerson } from './store.ts'

/** Says whose installation this is; said again, it is renamed. */
export const nameInstitution = (i: Inside, institution: Institution): Promise<void> => saveInstitution(i, institution)

/** A person gets access with a role. */
export const employ = (i: Inside, person: Person): Promise<void> => savePerson(i, person)
