import type { ColumnsType } from 'antd/es/table'
import type { RoomRow } from '../../api/contract-negotiation.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Badge } from '../../ui/badge.tsx'
import { useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Rows } from '../../ui/rows.tsx'
import { usePages } from '../ask.ts'
import { Go, useGo } from '../go.tsx'
import { Loaded, Nothing } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { Turn } from '../turn.tsx'
import { OpenRoom } from './openRoom.tsx'
import { roomTones, standing } from './words.ts'
import './negotiation.css'

/** Every negotiation this reader may know of, newest first. */
export default function Negotiations() {
  const t = useText()
  const go = useGo()
  const pages = usePages('/v1/negotiations', {}, 20)
  const columns = useColumns()
  return (
    <Page title={t('nav.negotiations')} note={t('negotiation.note')} actions={<OpenRoom />}>
      <Loaded ask={pages.reply} lines={8}>
        {({ items }) => (
          <section className="panel panel-flush">
            <Rows<RoomRow>
              label={t('nav.negotiations')}
              rows={items}
              columns={columns}
              keyOf={(row) => row.id}
              card={(row) => <Card row={row} />}
              onOpen={(row) => go(paths.negotiation({ id: row.id }))}
              empty={<Nothing icon="message" title={t('negotiation.none')} help={t('negotiation.noneHelp')} />}
            />
            <Turn of={pages} />
          </section>
        )}
      </Loaded>
    </Page>
  )
}

function useColumns(): ColumnsType<RoomRow> {
  const t = useText()
  const say = useSay()
  return [
    {
      title: t('negotiation.partner'),
      render: (_, row) => (
        <Go to={paths.negotiation({ id: row.id })} className="strong">
          {say(row.partner.name)}
        </Go>
      ),
    },
    { title: t('negotiation.about'), render: (_, row) => <About row={row} /> },
    { title: t('col.state'), render: (_, row) => <State row={row} /> },
    { title: t('negotiation.progress'), render: (_, row) => <Progress row={row} /> },
    {
      title: t('negotiation.moves'),
      align: 'right',
      render: (_, row) => <span className="figures">{row.moves}</span>,
    },
    { title: t('negotiation.last'), render: (_, row) => <Moment at={row.lastMoveAt ?? row.openedAt} /> },
  ]
}

function About({ row }: { row: RoomRow }) {
  const t = useText()
  return (
    <span>
      {t(`negotiation.schedule.${row.schedule}`)}{' '}
      <span className="faint">{t('negotiation.target', { number: row.version })}</span>
    </span>
  )
}

function State({ row }: { row: RoomRow }) {
  const t = useText()
  return (
    <Badge tone={roomTones[row.state]} hollow={row.state === 'open'}>
      {t(`negotiation.state.${row.state}`)}
    </Badge>
  )
}

/** Clauses agreed of all, as a bar with its number. */
export function Progress({ row }: { row: RoomRow }) {
  const t = useText()
  const { agreed, all } = standing(row)
  return (
    <span className="nego-progress">
      <i aria-hidden="true">
        <i style={{ width: `${(agreed * 100) / Math.max(all, 1)}%` }} />
      </i>
      <span className="figures">{t('negotiation.agreedOf', { agreed, all })}</span>
    </span>
  )
}

function Card({ row }: { row: RoomRow }) {
  const t = useText()
  const say = useSay()
  return (
    <Go to={paths.negotiation({ id: row.id })} className="row-card">
      <span className="row-card-line">
        <strong>{say(row.partner.name)}</strong>
        <State row={row} />
      </span>
      <About row={row} />
      <Progress row={row} />
      <span className="row-card-line faint">
        <span>{t('negotiation.movesOf', { n: row.moves })}</span>
        <Moment at={row.lastMoveAt ?? row.openedAt} />
      </span>
    </Go>
  )
}
