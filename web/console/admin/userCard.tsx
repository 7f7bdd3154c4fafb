import { Button, Drawer, Input, Popconfirm, Select, Tooltip } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { User } from '../../api/contract-admin.ts'
import { useText } from '../../text/text.ts'
import { Facts } from '../../ui/facts.tsx'
import { Field } from '../../ui/field.tsx'
import { useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { WaitingHere } from '../approvals/waitingHere.tsx'
import { useAsk } from '../ask.ts'
import { useAct } from './act.ts'
import { StateBadge } from './badges.tsx'

type Props = { user: User; may: boolean; self: boolean; close: () => void }

/** One user, and what an administrator may do with their access. */
export function UserCard({ user, may, self, close }: Props) {
  const t = useText()
  const say = useSay()
  return (
    <Drawer open onClose={close} title={say(user.name)}>
      <Facts
        of={[
          [t('admin.state'), <StateBadge key="state" active={user.active} />],
          [t('admin.role'), say(user.title)],
          [t('admin.org'), say(user.org.name)],
          [t('users.email'), user.email ?? '—'],
          [t('users.seen'), <Moment key="seen" at={user.seenAt} />],
          [t('users.since'), <Moment key="since" at={user.createdAt} />],
        ]}
      />
      <WaitingHere within={user.user} />
      <RoleOf user={user} may={may} self={self} />
      <EmailOf user={user} may={may} />
      <AccessOf user={user} may={may} self={self} />
    </Drawer>
  )
}

function RoleOf({ user, may, self }: Omit<Props, 'close'>) {
  const t = useText()
  const say = useSay()
  const { act, busy } = useAct()
  const matrix = useAsk('/v1/permission-matrix')
  const [role, setRole] = useState(user.role)
  const roles = (matrix.data?.roles ?? []).filter(({ kind }) => kind === user.org.kind)
  const params = { id: user.user }
  const title = roles.find((one) => one.role === role)?.title ?? user.title
  const summary = { zh: `${user.name.zh} → ${title.zh}`, en: `${user.name.en} → ${title.en}` }
  return (
    <>
      <Field label={t('users.giveRole')}>
        {(id) => (
          <Select
            id={id}
            className="wide"
            style={{ width: '100%' }}
            value={role}
            disabled={!may || self}
            onChange={setRole}
            options={roles.map((one) => ({ value: one.role, label: say(one.title) }))}
          />
        )}
      </Field>
      <div className="admin-buttons">
        <Tooltip title={may ? (self ? t('users.selfRole') : '') : t('admin.needsUsers')}>
          <Button
            disabled={!may || self || role === user.role}
            loading={busy}
            onClick={() => void act(() => post('/v1/users/{id}/role', { role }, { params, confirming: { summary } }))}
          >
            {t('admin.save')}
          </Button>
        </Tooltip>
      </div>
    </>
  )
}

function EmailOf({ user, may }: Pick<Props, 'user' | 'may'>) {
  const t = useText()
  const { act, busy } = useAct()
  const [email, setEmail] = useState('')
  const params = { id: user.user }
  const set = async (): Promise<void> => {
    const summary = { zh: `${user.name.zh} 的邮箱：${email.trim()}`, en: `E-mail of ${user.name.en}: ${email.trim()}` }
    const doing = { params, confirming: { summary } }
    if (await act(() => post('/v1/users/{id}/email', { email: email.trim() }, doing))) setEmail('')
  }
  if (user.org.kind !== 'institution') return null
  return (
    <>
      <Field label={t('users.setEmail')} help={t('users.emailHelp')}>
        {(id, says) => (
          <Input
            id={id}
            aria-describedby={says}
            value={email}
            type="email"
            disabled={!may}
            placeholder={user.email ?? 'min.wang@yunhui.example'}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
      <div className="admin-buttons">
        <Tooltip title={may ? '' : t('admin.needsUsers')}>
          <Button disabled={!may || !email.includes('@')} loading={busy} onClick={() => void set()}>
            {t('users.setEmail')}
          </Button>
        </Tooltip>
      </div>
    </>
  )
}

function AccessOf({ user, may, self }: Omit<Props, 'close'>) {
  const t = useText()
  const say = useSay()
  const { act, busy } = useAct()
  const params = { id: user.user }
  const why = may ? (self ? t('users.self') : '') : t('admin.needsUsers')
  return (
    <div className="admin-buttons">
      {user.active ? (
        <Popconfirm
          title={t('users.deactivateSure', { name: say(user.name) })}
          okText={t('users.deactivate')}
          cancelText={t('act.close')}
          disabled={why !== ''}
          onConfirm={() => void act(() => post('/v1/users/{id}/deactivate', {}, { params }))}
        >
          <Tooltip title={why}>
            <Button danger disabled={why !== ''} loading={busy}>
              {t('users.deactivate')}
            </Button>
          </Tooltip>
        </Popconfirm>
      ) : (
        <Tooltip title={why}>
          <Button
            disabled={why !== ''}
            loading={busy}
            onClick={() => void act(() => post('/v1/users/{id}/activate', {}, { params }))}
          >
            {t('users.activate')}
          </Button>
        </Tooltip>
      )}
    </div>
  )
}
