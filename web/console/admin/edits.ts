import type { RoleView } from '../../api/contract-admin.ts'

/** What an administrator ticked and has not saved: by role, the permissions it would have. */
export type Edits = Readonly<Record<string, readonly string[]>>
/** One role's change against what stands. */
export type Change = { role: RoleView; gains: string[]; loses: string[] }

/** Ticks or unticks a cell; an edit that comes back to what stands is no edit. */
export function toggled(edits: Edits, role: RoleView, permission: string): Edits {
  const now = edits[role.role] ?? role.permissions
  const next = now.includes(permission) ? now.filter((one) => one !== permission) : [...now, permission]
  const { [role.role]: _, ...others } = edits
  const isSame = next.length === role.permissions.length && next.every((one) => role.permissions.includes(one))
  return isSame ? others : { ...others, [role.role]: next }
}

/** What would change, role by role. */
export function changesOf(edits: Edits, roles: readonly RoleView[]): Change[] {
  return roles.flatMap((role) => {
    const next = edits[role.role]
    if (!next) return []
    const gains = next.filter((one) => !role.permissions.includes(one))
    const loses = role.permissions.filter((one) => !next.includes(one))
    return gains.length + loses.length > 0 ? [{ role, gains, loses }] : []
  })
}
