import { Button, Select } from 'antd'
import { useState } from 'react'
import { useText } from '../../text/text.ts'
import { Field } from '../../ui/field.tsx'
import { useSay } from '../../ui/language.ts'
import { byModule, Cell, type MatrixProps, PermissionCell } from './matrixTable.tsx'
import { useModuleName } from './names.ts'

/** The matrix on a phone: one role at a time. */
export function MatrixCards({ roles, rows, edits, may, tick, see }: MatrixProps) {
  const t = useText()
  const say = useSay()
  const moduleName = useModuleName()
  const [name, setName] = useState(roles[0]?.role ?? '')
  const role = roles.find((one) => one.role === name) ?? roles[0]
  if (!role) return null
  return (
    <div className="matrix-cards">
      <Field label={t('roles.pick')}>
        {(id) => (
          <Select
            id={id}
            value={role.role}
            onChange={setName}
            options={roles.map((one) => ({
              value: one.role,
              label: `${say(one.title)} · ${t('roles.holders', { count: one.holders })}`,
            }))}
          />
        )}
      </Field>
      <Button onClick={() => see(role)}>{t('roles.seeAs')}</Button>
      {byModule(rows).map(([module, some]) => (
        <section key={module}>
          <h3>{moduleName(module)}</h3>
          <ul>
            {some.map((row) => (
              <li key={row.permission}>
                <span className="matrix-words">
                  <PermissionCell row={row} />
                </span>
                <Cell role={role} permission={row.permission} edits={edits} may={may} tick={tick} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}
