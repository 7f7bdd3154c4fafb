import { Button, Tooltip } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import { useState } from 'react'
import type { ApiKey, ApiKeyShown } from '../../api/contract-admin.ts'
import { useText } from '../../text/text.ts'
import { useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Rows } from '../../ui/rows.tsx'
import { WaitingHere } from '../approvals/waitingHere.tsx'
import { useAsk, usePages } from '../ask.ts'
import { Loaded, Nothing } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { Turn } from '../turn.tsx'
import './admin.css'
import { ApiKeyCard } from './apiKeyCard.tsx'
import { KeeperBadge, KeyBadge } from './badges.tsx'
import { KeyIssues } from './keyIssues.tsx'
import { NewApiKeyForm } from './newApiKey.tsx'
import { ShownOnce } from './shownOnce.tsx'

/** Keys for machines. */
export default function ApiKeys() {
  const t = useText()
  const me = useAsk('/v1/me')
  const pages = usePages('/v1/api-keys', {}, 50)
  const [making, setMaking] = useState(false)
  const [opened, setOpened] = useState<string | null>(null)
  const [shown, setShown] = useState<ApiKeyShown | null>(null)
  const may = me.data?.may.includes('keys.manage') ?? false
  const columns = useColumns(setOpened)
  const show = (made: ApiKeyShown): void => {
    setMaking(false)
    setOpened(null)
    setShown(made)
  }
  return (
    <Page
      title={t('nav.apiKeys')}
      note={t('keys.note')}
      actions={
        <Tooltip title={may || !me.data ? '' : t('admin.needsKeys')}>
          <Button type="primary" disabled={!may} onClick={() => setMaking(true)}>
            {t('keys.new')}
          </Button>
        </Tooltip>
      }
    >
      <WaitingHere within="api-keys" />
      <KeyIssues show={show} />
      <Loaded ask={pages.reply} lines={8}>
        {({ items }) => {
          const key = items.find(({ id }) => id === opened)
          return (
            <>
              <section className="panel panel-flush">
                <Rows<ApiKey>
                  label={t('nav.apiKeys')}
                  rows={items}
                  columns={columns}
                  keyOf={(row) => row.id}
                  card={(row) => <Card row={row} open={setOpened} />}
                  onOpen={(row) => setOpened(row.id)}
                  loading={pages.reply.isPlaceholderData}
                  empty={<Nothing icon="key" title={t('keys.none')} help={t('keys.noneHelp')} />}
                />
                <Turn of={pages} />
              </section>
              {key ? <ApiKeyCard of={key} may={may} show={show} close={() => setOpened(null)} /> : null}
            </>
          )
        }}
      </Loaded>
      {making ? <NewApiKeyForm show={show} close={() => setMaking(false)} /> : null}
      {shown ? (
        <ShownOnce
          title={t('keys.shownTitle')}
          help={t('keys.shownHelp')}
          secrets={[
            [t('keys.text'), shown.text],
            ...(shown.signingSecret ? [[t('keys.secret'), shown.signingSecret] as [string, string]] : []),
          ]}
          close={() => setShown(null)}
        />
      ) : null}
    </Page>
  )
}

function useColumns(open: (id: string) => void): ColumnsType<ApiKey> {
  const t = useText()
  const say = useSay()
  return [
    {
      title: t('keys.name'),
      render: (_, row) => (
        <button type="button" className="plain link strong" onClick={() => open(row.id)}>
          {say(row.name)}
        </button>
      ),
    },
    { title: t('admin.org'), render: (_, row) => say(row.org.name) },
    { title: t('keys.begins'), render: (_, row) => <code>{row.shown ? `${row.shown}…` : '—'}</code> },
    { title: t('keys.scopes'), render: (_, row) => t('keys.scopesCount', { count: row.permissions.length }) },
    {
      title: t('admin.state'),
      render: (_, row) => (
        <>
          <KeyBadge of={row.state} /> <KeeperBadge of={row} />
        </>
      ),
    },
    {
      title: t('keys.used'),
      render: (_, row) => (row.usedAt ? <Moment at={row.usedAt} /> : <span className="faint">{t('keys.unused')}</span>),
    },
    {
      title: t('keys.expires'),
      render: (_, row) =>
        row.expiresAt ? <Moment at={row.expiresAt} /> : <span className="faint">{t('keys.noExpiry')}</span>,
    },
    { title: t('keys.signing'), render: (_, row) => t(`keys.signing.${row.signing}`) },
  ]
}

function Card({ row, open }: { row: ApiKey; open: (id: string) => void }) {
  const t = useText()
  const say = useSay()
  return (
    <button type="button" className="plain row-card" onClick={() => open(row.id)}>
      <span className="row-card-line">
        <strong>{say(row.name)}</strong>
        <span>
          <KeyBadge of={row.state} /> <KeeperBadge of={row} />
        </span>
      </span>
      <span className="row-card-line soft">
        <span>{say(row.org.name)}</span>
        <span>{t('keys.scopesCount', { count: row.permissions.length })}</span>
      </span>
      <span className="faint">
        {t('keys.used')} {row.usedAt ? <Moment at={row.usedAt} /> : t('keys.unused')}
      </span>
    </button>
  )
}
