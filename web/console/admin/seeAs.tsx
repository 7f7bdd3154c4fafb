import { App, Button, Drawer, Tooltip } from 'antd'
import { post } from '../../api/client.ts'
import type { Door, RolePreview, RoleView } from '../../api/contract-admin.ts'
import { useText } from '../../text/text.ts'
import { Icon } from '../../ui/icon.tsx'
import { useSay } from '../../ui/language.ts'
import { useAsk, useForget } from '../ask.ts'
import { Loaded } from '../loaded.tsx'
import { allPlaces } from '../nav.ts'
import { useComplain } from '../refuse.ts'
import { neededBy } from './names.ts'

/** The console as a role sees it, without becoming that role. */
export function SeeAs({ role, may, close }: { role: RoleView; may: boolean; close: () => void }) {
  const t = useText()
  const say = useSay()
  const preview = useAsk('/v1/roles/{role}/preview', { params: { role: role.role } })
  return (
    <Drawer open onClose={close} size="large" title={t('roles.seeAsTitle', { role: say(role.title) })}>
      <p className="notice notice-ochre" role="note">
        {t('roles.seeAsNote')}
      </p>
      <Loaded ask={preview}>{(found) => <Seen of={found} />}</Loaded>
      <Undo role={role} may={may} close={close} />
    </Drawer>
  )
}

function Seen({ of }: { of: RolePreview }) {
  const t = useText()
  const say = useSay()
  const held = of.role.permissions
  const isSeen = (address: string): boolean => {
    const need = neededBy(address)
    return need === null || held.includes(need)
  }
  const modules = new Map<string, Door[]>()
  for (const door of of.opens) {
    const noun = door.path.split('/')[2] ?? ''
    modules.set(noun, [...(modules.get(noun) ?? []), door])
  }
  return (
    <>
      <h3 className="admin-under">{t('roles.rooms')}</h3>
      <ul className="see-rooms">
        {allPlaces
          .filter(({ to }) => isSeen(to))
          .map((place) => (
            <li key={place.to}>
              <Icon name={place.icon} size={14} />
              {t(place.name)}
            </li>
          ))}
      </ul>
      <h3 className="admin-under">{t('roles.roomsShut')}</h3>
      <ul className="see-rooms see-shut">
        {allPlaces
          .filter(({ to }) => !isSeen(to))
          .map((place) => (
            <li key={place.to}>
              <Icon name={place.icon} size={14} />
              {t(place.name)}
            </li>
          ))}
      </ul>
      <h3 className="admin-under">{t('roles.opens', { opens: of.opens.length, closed: of.closed })}</h3>
      {/* The list is longer than the drawer, and a reader scrolls it by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <ul className="see-doors" tabIndex={0}>
        {[...modules].map(([noun, doors]) =>
          doors.map((door) => (
            <li key={noun + door.name}>
              <code>
                <b>{door.method}</b> {door.path}
              </code>
              <span className="faint">{say(door.summary)}</span>
            </li>
          )),
        )}
      </ul>
    </>
  )
}

function Undo({ role, may, close }: { role: RoleView; may: boolean; close: () => void }) {
  const t = useText()
  const { message } = App.useApp()
  const complain = useComplain()
  const forget = useForget()
  if (role.version === 0) return null
  const held = role.defaults === null && role.holders > 0
  const undo = async (): Promise<void> => {
    try {
      const doing = { params: { role: role.role } }
      const { approval } = await post('/v1/roles/{role}/remove', { version: role.version }, doing)
      message.success(t(approval ? 'roles.waits' : 'admin.done'))
      close()
      await forget()
    } catch (error) {
      complain(error)
    }
  }
  return (
    <Tooltip title={may ? (held ? t('roles.removeNot') : '') : t('admin.needsRoles')}>
      <Button
        danger={role.defaults === null}
        disabled={!may || held}
        onClick={() => void undo()}
        className="admin-last"
      >
        {t(role.defaults ? 'roles.reset' : 'roles.remove')}
      </Button>
    </Tooltip>
  )
}
