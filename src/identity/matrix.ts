import type { Route } from '../world/route.ts'
import { type Permission, permissions } from './role.ts'
import { ceilingOf } from './rolesCeiling.ts'
import type { KnownRole } from './rolesKnown.ts'

/** A door as the matrix names it. */
export type Door = Pick<Route, 'name' | 'method' | 'path' | 'summary'>
/** A permission, which doors ask for it, and which kinds of organisation can have it at all. */
export type MatrixRow = { permission: Permission; module: string; doors: Door[]; kinds: string[] }

export type Matrix = {
  rows: MatrixRow[]
  /** Permissions that no door asks for: they open nothing. */
  unasked: Permission[]
  /** Doors whose permission no role holds: nobody gets in except by a key. */
  closed: Door[]
}

const kinds = ['institution', 'partner', 'merchant', 'auditor']

/** The matrix of permissions as the doors themselves ask for them; nothing in it is written by hand. */
export function matrixOf(routes: readonly Route[], roles: readonly KnownRole[]): Matrix {
  const rows = permissions.map((permission) => ({
    permission,
    module: permission.slice(0, permission.indexOf('.')),
    doors: routes.filter(({ may }) => may === permission).map(toDoor),
    kinds: kinds.filter((kind) => ceilingOf(kind).includes(permission)),
  }))
  const held = new Set<string>(roles.flatMap((role) => role.permissions))
  return {
    // A consumer's own permissions come with signing up; administrators neither give nor take them.
    rows: rows.filter(({ kinds: some }) => some.length > 0),
    unasked: rows
      .filter(({ doors, kinds: some }) => doors.length === 0 && some.length > 0)
      .map((row) => row.permission),
    closed: routes
      .filter(({ may }) => may !== 'public' && may !== 'signed-in' && !may.startsWith('own.') && !held.has(may))
      .map(toDoor),
  }
}

/** The doors that open to somebody with these permissions, as `throughDoor` would decide. */
export const doorsOpenTo = (routes: readonly Route[], held: readonly string[]): Route[] =>
  routes.filter(({ may }) => may === 'public' || may === 'signed-in' || held.includes(may))

const toDoor = ({ name, method, path, summary }: Route): Door => ({ name, method, path, summary })
