import type { Id } from '../base/id.ts'

export type OrgKind = 'institution' | 'partner' | 'merchant' | 'auditor'

/** A user of one organisation. */
export type Person = {
  id: Id<'usr'>
  name: { zh: string; en: string }
  /** A built-in role or one an administrator made. */
  role: string
  /** Id of the partner or merchant, or `institution`. */
  org: string
  orgKind: OrgKind
  active: boolean
}
