import { Button, Tooltip } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { Invitation, User } from '../../api/contract-admin.ts'
import { useText } from '../../text/text.ts'
import { useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Rows } from '../../ui/rows.tsx'
import { useAsk, usePages } from '../ask.ts'
import { Loaded, Nothing } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { Turn } from '../turn.tsx'
import { useAct } from './act.ts'
import './admin.css'
import { StateBadge } from './badges.tsx'
import { InviteUser } from './inviteUser.tsx'
import { UserCard } from './userCard.tsx'

/** Who gets in and as what. */
export default function Users() {
  const t = useText()
  const me = useAsk('/v1/me')
  const pages = usePages('/v1/users', {}, 50)
  const [inviting, setInviting] = useState(false)
  const [opened, setOpened] = useState<string | null>(null)
  const may = me.data?.may.includes('users.manage') ?? false
  const columns = useColumns(setOpened)
  return (
    <Page
      title={t('nav.users')}
      note={t('users.note')}
      actions={
        <Tooltip title={may || !me.data ? '' : t('admin.needsUsers')}>
          <Button type="primary" disabled={!may} onClick={() => setInviting(true)}>
            {t('users.invite')}
          </Button>
        </Tooltip>
      }
    >
      <Loaded ask={pages.reply} lines={10}>
        {({ items }) => {
          const user = items.find((one) => one.user === opened)
          return (
            <>
              <section className="panel panel-flush">
                <Rows<User>
                  label={t('nav.users')}
                  rows={items}
                  columns={columns}
                  keyOf={(row) => row.user}
                  card={(row) => <Card row={row} open={setOpened} />}
                  onOpen={(row) => setOpened(row.user)}
                  loading={pages.reply.isPlaceholderData}
                  empty={<Nothing icon="person" title={t('users.none')} help={t('users.noneHelp')} />}
                />
                <Turn of={pages} />
              </section>
              {user ? (
                <UserCard user={user} may={may} self={me.data?.user === user.user} close={() => setOpened(null)} />
              ) : null}
            </>
          )
        }}
      </Loaded>
      <Waiting may={may} />
      {inviting ? <InviteUser close={() => setInviting(false)} /> : null}
    </Page>
  )
}

function useColumns(open: (user: string) => void): ColumnsType<User> {
  const t = useText()
  const say = useSay()
  return [
    {
      title: t('users.name'),
      render: (_, row) => (
        <button type="button" className="plain link strong" onClick={() => open(row.user)}>
          {say(row.name)}
        </button>
      ),
    },
    { title: t('admin.role'), render: (_, row) => say(row.title) },
    { title: t('admin.org'), render: (_, row) => say(row.org.name) },
    { title: t('users.email'), render: (_, row) => row.email ?? <span className="faint">—</span> },
    { title: t('admin.state'), render: (_, row) => <StateBadge active={row.active} /> },
    { title: t('users.seen'), render: (_, row) => <Moment at={row.seenAt} /> },
    { title: t('users.since'), render: (_, row) => <Moment at={row.createdAt} /> },
  ]
}

function Card({ row, open }: { row: User; open: (user: string) => void }) {
  const say = useSay()
  return (
    <button type="button" className="plain row-card" onClick={() => open(row.user)}>
      <span className="row-card-line">
        <strong>{say(row.name)}</strong>
        <StateBadge active={row.active} />
      </span>
      <span className="row-card-line soft">
        <span>{say(row.title)}</span>
        <span>{say(row.org.name)}</span>
      </span>
    </button>
  )
}

function Waiting({ may }: { may: boolean }) {
  const t = useText()
  const say = useSay()
  const { act } = useAct()
  const waiting = useAsk('/v1/invitations')
  const items: Invitation[] = waiting.data?.items ?? []
  if (items.length === 0) return null
  const withdraw = (id: string) => act(() => post('/v1/invitations/{id}/withdraw', {}, { params: { id } }))
  return (
    <Panel title={t('users.waiting')}>
      <ul className="admin-list">
        {items.map((one) => (
          <li key={one.id}>
            <strong>{say(one.name)}</strong>
            <span>
              {say(one.title)} · {say(one.org.name)}
            </span>
            <span className="faint">
              {t('users.expires')} <Moment at={one.expiresAt} />
            </span>
            <Tooltip title={may ? '' : t('admin.needsUsers')}>
              <Button size="small" disabled={!may} onClick={() => void withdraw(one.id)}>
                {t('users.withdraw')}
              </Button>
            </Tooltip>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
