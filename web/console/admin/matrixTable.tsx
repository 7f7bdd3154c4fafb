import { Checkbox, Tooltip } from 'antd'
import { Fragment } from 'react'
import type { MatrixRow, RoleView } from '../../api/contract-admin.ts'
import { useText } from '../../text/text.ts'
import { useSay } from '../../ui/language.ts'
import type { Edits } from './edits.ts'
import { useModuleName, usePermissionName } from './names.ts'

export type MatrixProps = {
  roles: RoleView[]
  rows: MatrixRow[]
  edits: Edits
  may: boolean
  tick: (role: RoleView, permission: string) => void
  see: (role: RoleView) => void
}

/** The rows of the matrix, module by module. */
export function byModule(rows: MatrixRow[]): [string, MatrixRow[]][] {
  const modules = [...new Set(rows.map(({ module }) => module))]
  return modules.map((module) => [module, rows.filter((row) => row.module === module)])
}

/** Roles across, permissions down. */
export function MatrixTable({ roles, rows, edits, may, tick, see }: MatrixProps) {
  const t = useText()
  const say = useSay()
  const moduleName = useModuleName()
  return (
    // A reader scrolls it by keyboard, so it can be focused.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section className="matrix-hold" tabIndex={0} aria-label={t('nav.roles')}>
      <table className="matrix">
        <thead>
          <tr>
            <th scope="col">{t('roles.permission')}</th>
            {roles.map((role) => (
              <th scope="col" key={role.role}>
                <button type="button" className="plain matrix-role" onClick={() => see(role)} title={t('roles.seeAs')}>
                  {say(role.title)}
                </button>
                <span className="faint">
                  {t('roles.holders', { count: role.holders })}
                  {role.version > 0 ? ` · ${t(role.defaults ? 'roles.changed' : 'roles.own')}` : ''}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {byModule(rows).map(([module, some]) => (
            <Fragment key={module}>
              <tr className="matrix-module">
                <th scope="rowgroup" colSpan={roles.length + 1}>
                  {moduleName(module)}
                </th>
              </tr>
              {some.map((row) => (
                <tr key={row.permission}>
                  <th scope="row">
                    <PermissionCell row={row} />
                  </th>
                  {roles.map((role) => (
                    <td key={role.role}>
                      <Cell role={role} permission={row.permission} edits={edits} may={may} tick={tick} />
                    </td>
                  ))}
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** A permission with the doors that ask for it. */
export function PermissionCell({ row }: { row: MatrixRow }) {
  const t = useText()
  const say = useSay()
  const named = usePermissionName()
  const doors = row.doors.map((door) => `${door.method} ${door.path} · ${say(door.summary)}`)
  return (
    <>
      <span className="matrix-permission">{named(row.permission)}</span>
      <Tooltip
        title={doors.length > 0 ? <span className="matrix-doors">{doors.slice(0, 12).join('\n')}</span> : ''}
        styles={{ root: { maxWidth: 460 } }}
      >
        <small className={row.doors.length > 0 ? 'faint' : 'warn'}>
          {row.doors.length > 0 ? t('roles.doors', { count: row.doors.length }) : t('roles.unaskedOne')}
        </small>
      </Tooltip>
    </>
  )
}

type CellProps = Pick<MatrixProps, 'edits' | 'may' | 'tick'> & { role: RoleView; permission: string }

/** One tick of the matrix; a changed one is marked. */
export function Cell({ role, permission, edits, may, tick }: CellProps) {
  const t = useText()
  const say = useSay()
  const named = usePermissionName()
  const before = role.permissions.includes(permission)
  const now = edits[role.role]?.includes(permission) ?? before
  const label = t('roles.cell', { role: say(role.title), permission: named(permission) })
  return (
    <span className={`matrix-tick ${now === before ? '' : now ? 'matrix-gains' : 'matrix-loses'}`}>
      <Checkbox
        checked={now}
        disabled={!may}
        aria-label={label}
        title={may ? label : t('admin.needsRoles')}
        onChange={() => tick(role, permission)}
      />
    </span>
  )
}
