import { Segmented } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import { useState } from 'react'
import type { PartnerRow, Stage } from '../../api/contract.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Amount } from '../../ui/amount.tsx'
import { useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Rows } from '../../ui/rows.tsx'
import { useAsk } from '../ask.ts'
import { Go, useGo } from '../go.tsx'
import { Loaded, Nothing } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { VersionLink } from '../refs.tsx'
import { StageBadge } from '../states.tsx'

type Look = 'board' | 'table'

/** The pipeline of wallets, from lead to live, as a board or a table. */
export default function Wallets() {
  const t = useText()
  const [look, setLook] = useState<Look>('board')
  const partners = useAsk('/v1/partners', { query: { limit: 100 } })
  const options = [
    { value: 'board' as const, label: t('wallets.board') },
    { value: 'table' as const, label: t('wallets.table') },
  ]
  return (
    <Page
      title={t('nav.wallets')}
      note={t('wallets.note')}
      actions={<Segmented<Look> value={look} options={options} onChange={setLook} aria-label={t('wallets.look')} />}
    >
      <Loaded ask={partners} lines={10}>
        {({ items }) => {
          if (items.length === 0)
            return (
              <section className="panel">
                <Nothing icon="wallet" title={t('wallets.none')} />
              </section>
            )
          return look === 'board' ? <Board of={items} /> : <Listing of={items} />
        }}
      </Loaded>
    </Page>
  )
}

// Ten stages are too many columns to compare; the board shows the five turns of the road.
const lanes: [name: 'study' | 'negotiate' | 'integrate' | 'live' | 'halted', stages: Stage[]][] = [
  ['study', ['lead', 'contacted', 'researching', 'evaluated']],
  ['negotiate', ['negotiating', 'signing']],
  ['integrate', ['integrating']],
  ['live', ['live']],
  ['halted', ['suspended', 'ended']],
]

function Board({ of }: { of: PartnerRow[] }) {
  const t = useText()
  return (
    <div className="board">
      {lanes.map(([name, stages]) => {
        const inside = of.filter((partner) => stages.includes(partner.stage))
        return (
          <section key={name} className={`lane lane-${name}`} aria-label={t(`lane.${name}`)}>
            <h2>
              {t(`lane.${name}`)} <span className="count">{inside.length}</span>
            </h2>
            {inside.map((partner) => (
              <BoardCard key={partner.id} of={partner} />
            ))}
            {inside.length === 0 ? <p className="faint lane-none">{t('wallets.laneNone')}</p> : null}
          </section>
        )
      })}
    </div>
  )
}

function BoardCard({ of }: { of: PartnerRow }) {
  const t = useText()
  const say = useSay()
  return (
    <Go to={paths.wallet(of)} className="board-card">
      <span className="board-card-head">
        <strong>{say(of.name)}</strong>
        <StageBadge of={of.stage} />
      </span>
      <span className="faint">{say(of.organisation)}</span>
      {of.volume30Days ? (
        <span className="board-card-figure">
          <Amount of={of.volume30Days} /> <span className="faint">{t('wallets.days30')}</span>
        </span>
      ) : null}
      {of.next ? <Gate of={of.next} /> : null}
      <span className="faint board-card-foot">
        <span>{say(of.keeper)}</span>
        {of.scoreTenths === null ? null : (
          <span className="figures">{t('wallets.score', { score: (of.scoreTenths / 10).toFixed(1) })}</span>
        )}
      </span>
    </Go>
  )
}

function Gate({ of }: { of: NonNullable<PartnerRow['next']> }) {
  const t = useText()
  return (
    <span className="gate">
      <span className="bar" aria-hidden="true">
        <i style={{ width: `${(of.met / Math.max(1, of.needed)) * 100}%` }} />
      </span>
      <span className="faint">
        {t('wallets.gate', { met: of.met, needed: of.needed, stage: t(`stage.${of.stage}`) })}
      </span>
    </span>
  )
}

function Listing({ of }: { of: PartnerRow[] }) {
  const t = useText()
  const say = useSay()
  const go = useGo()
  const columns: ColumnsType<PartnerRow> = [
    {
      title: t('col.wallet'),
      render: (_, row) => (
        <Go to={paths.wallet(row)} className="strong">
          {say(row.name)}
        </Go>
      ),
    },
    { title: t('col.organisation'), render: (_, row) => say(row.organisation) },
    { title: t('col.stage'), render: (_, row) => <StageBadge of={row.stage} /> },
    { title: t('col.since'), render: (_, row) => <Moment at={row.since} form="day" /> },
    { title: t('col.keeper'), render: (_, row) => say(row.keeper) },
    {
      title: t('col.score'),
      align: 'right',
      render: (_, row) => (
        <span className="figures">{row.scoreTenths === null ? '—' : (row.scoreTenths / 10).toFixed(1)}</span>
      ),
    },
    {
      title: t('col.agreement'),
      render: (_, row) => (row.agreement ? <VersionLink of={row.agreement} /> : <span className="faint">—</span>),
    },
    {
      title: t('wallets.days30'),
      align: 'right',
      render: (_, row) => (row.volume30Days ? <Amount of={row.volume30Days} /> : <span className="faint">—</span>),
    },
  ]
  return (
    <section className="panel panel-flush">
      <Rows<PartnerRow>
        label={t('nav.wallets')}
        rows={of}
        columns={columns}
        keyOf={(row) => row.id}
        card={(row) => <BoardCard of={row} />}
        onOpen={(row) => go(paths.wallet(row))}
        empty={null}
      />
    </section>
  )
}
