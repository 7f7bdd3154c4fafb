import type { PermissionMatrix } from '../../api/contract-admin.ts'
import { useText } from '../../text/text.ts'
import { Badge } from '../../ui/badge.tsx'
import { useSay } from '../../ui/language.ts'
import { Panel } from '../../ui/panel.tsx'
import { usePermissionName } from './names.ts'

/** What the matrix shows about itself: duties not kept apart, permissions that open nothing, doors nobody may pass. */
export function Findings({ of }: { of: PermissionMatrix }) {
  const t = useText()
  const say = useSay()
  const named = usePermissionName()
  const warned = of.roles.filter(({ warnings }) => warnings.length > 0)
  return (
    <div className="admin-two">
      <Panel title={t('roles.duties')} note={t('roles.dutiesNote')}>
        {warned.length === 0 ? <p className="faint">{t('roles.dutiesNone')}</p> : null}
        <ul className="admin-list">
          {warned.map((role) => (
            <li key={role.role}>
              <Badge tone="ochre">{say(role.title)}</Badge>
              <ul className="admin-whys">
                {role.warnings.map(({ permissions, why }) => (
                  <li key={permissions.join()}>
                    {say(why)} <span className="faint">{permissions.map(named).join(' + ')}</span>
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      </Panel>
      <Panel title={t('roles.unasked')}>
        <p className="faint">{of.unasked.length > 0 ? of.unasked.map(named).join('、') : '—'}</p>
        <h3 className="admin-under">{t('roles.closed')}</h3>
        {of.closed.length === 0 ? <p className="faint">—</p> : null}
        <ul className="admin-list">
          {of.closed.map((door) => (
            <li key={door.name}>
              <code>
                {door.method} {door.path}
              </code>
              <span className="faint">{say(door.summary)}</span>
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  )
}
