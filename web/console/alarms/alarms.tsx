import { useSearch } from '@tanstack/react-router'
import { Drawer, Segmented, Select } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import { useState } from 'react'
import type { Alarm } from '../../api/contract-alarms.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Digest } from '../../ui/digest.tsx'
import { useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Rows } from '../../ui/rows.tsx'
import { usePages } from '../ask.ts'
import { Go, useGo } from '../go.tsx'
import { Loaded, Nothing } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { Turn } from '../turn.tsx'
import { AlarmBadge } from './alarmBadge.tsx'
import { AlarmCard } from './alarmCard.tsx'
import './alarms.css'

type Shown = Alarm['state'] | 'all'

// The kinds the house knows (src/audit/alarm.ts), in the order of how bad they are.
const kinds = [
  'log.altered',
  'log.witness_refused',
  'vault.ciphertext_refused',
  'identity.passkey_counter_went_back',
  'identity.locked_out',
] as const

/** What should not have happened and waits for somebody: open, in hand, closed. */
export default function Alarms() {
  const t = useText()
  const go = useGo()
  const [shown, setShown] = useState<Shown>('open')
  const [kind, setKind] = useState('')
  const query = { ...(shown === 'all' ? {} : { state: shown }), ...(kind === '' ? {} : { kind }) }
  const pages = usePages('/v1/alarms', { query }, 25)
  const columns = useColumns()
  const search: { alarm?: unknown } = useSearch({ strict: false })
  const alarm = typeof search.alarm === 'string' ? search.alarm : null
  const open = pages.reply.data?.open ?? 0
  const options = [
    { value: 'open' as const, label: open > 0 ? `${t('alarms.open')} ${open}` : t('alarms.open') },
    { value: 'acknowledged' as const, label: t('alarms.working') },
    { value: 'closed' as const, label: t('alarms.closed') },
    { value: 'all' as const, label: t('alarms.all') },
  ]
  const names = [
    { value: '', label: t('alarms.anyKind') },
    ...kinds.map((one) => ({ value: one, label: t(`alarm.kind.${one}`) })),
  ]
  return (
    <Page title={t('nav.alarms')} note={t('alarms.note')}>
      <div className="alarms-filter">
        <Segmented<Shown> value={shown} options={options} onChange={setShown} />
        <Select
          aria-label={t('alarms.kind')}
          value={kind}
          options={names}
          onChange={setKind}
          popupMatchSelectWidth={false}
        />
      </div>
      <Loaded ask={pages.reply} lines={10}>
        {({ items }) => (
          <section className="panel panel-flush">
            <Rows<Alarm>
              label={t('nav.alarms')}
              rows={items}
              columns={columns}
              keyOf={(row) => row.id}
              card={(row) => <Card of={row} />}
              onOpen={(row) => go(paths.alarms({ alarm: row.id }))}
              loading={pages.reply.isPlaceholderData}
              empty={<Nothing icon="check" title={t('alarms.none')} help={t('alarms.noneHelp')} />}
            />
            <Turn of={pages} />
          </section>
        )}
      </Loaded>
      <Drawer
        open={alarm !== null}
        onClose={() => go(paths.alarms())}
        size={560}
        title={t('alarms.what')}
        destroyOnHidden
      >
        {alarm ? <AlarmCard id={alarm} /> : null}
      </Drawer>
    </Page>
  )
}

function useColumns(): ColumnsType<Alarm> {
  const t = useText()
  const say = useSay()
  return [
    {
      title: t('alarms.what'),
      render: (_, row) => (
        <Go to={paths.alarms({ alarm: row.id })} className="strong">
          {say(row.title)}
        </Go>
      ),
    },
    { title: t('alarms.object'), render: (_, row) => <Digest of={row.object} head={30} /> },
    { title: t('alarms.times'), align: 'right', render: (_, row) => <span className="figures">{row.count}</span> },
    { title: t('alarms.last'), render: (_, row) => <Moment at={row.lastAt} /> },
    {
      title: t('alarms.who'),
      render: (_, row) =>
        row.acknowledged ? say(row.acknowledged.by.name) : <span className="faint">{t('alarms.nobody')}</span>,
    },
    { title: t('col.state'), render: (_, row) => <AlarmBadge of={row.state} /> },
  ]
}

function Card({ of }: { of: Alarm }) {
  const t = useText()
  const say = useSay()
  return (
    <Go to={paths.alarms({ alarm: of.id })} className="row-card">
      <span className="row-card-line">
        <strong>{say(of.title)}</strong>
        <AlarmBadge of={of.state} />
      </span>
      <span className="faint alarm-object">{of.object}</span>
      <span className="row-card-line soft">
        <span>{t('alarms.count', { count: of.count })}</span>
        <span>
          {of.acknowledged ? say(of.acknowledged.by.name) : t('alarms.nobody')} · <Moment at={of.lastAt} />
        </span>
      </span>
    </Go>
  )
}
