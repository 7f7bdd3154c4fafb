import type { Id } from '../base/id.ts'
import type { Role } from './role.ts'

export type OrgKind = 'institution' | 'partner' | 'merchant' | 'auditor'

/** A user of one organisation. */
export type Person = {
  id: Id<'usr'>
  name: { zh: string; en: string }
  role: Role
  /** Id of the partner or merchant, or `institution`. */
  org: string
  orgKind: OrgKind
  active: boolean
}
