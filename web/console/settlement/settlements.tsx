import type { ColumnsType } from 'antd/es/table'
import type { SettlementRow } from '../../api/contract-money.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Amount } from '../../ui/amount.tsx'
import { formatCount } from '../../ui/format.ts'
import { useReader, useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Rows } from '../../ui/rows.tsx'
import { usePages } from '../ask.ts'
import { Go, useGo } from '../go.tsx'
import { Loaded, Nothing } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { VersionLink } from '../refs.tsx'
import { SettlementBadge } from '../states.tsx'
import { Turn } from '../turn.tsx'

/** Settlement days by wallet, newest first. */
export default function Settlements() {
  const t = useText()
  const go = useGo()
  const pages = usePages('/v1/settlements', {}, 30)
  const columns = useColumns()
  return (
    <Page title={t('nav.settlements')} note={t('settlements.note')}>
      <Loaded ask={pages.reply} lines={12}>
        {({ items }) => (
          <section className="panel panel-flush">
            <Rows<SettlementRow>
              label={t('nav.settlements')}
              rows={items}
              columns={columns}
              keyOf={(row) => row.id}
              card={(row) => <Card row={row} />}
              onOpen={(row) => go(paths.settlement(row))}
              loading={pages.reply.isPlaceholderData}
              empty={<Nothing icon="settlement" title={t('settlements.none')} help={t('settlements.noneHelp')} />}
            />
            <Turn of={pages} />
          </section>
        )}
      </Loaded>
    </Page>
  )
}

function useColumns(): ColumnsType<SettlementRow> {
  const t = useText()
  const say = useSay()
  const { language } = useReader()
  return [
    {
      title: t('col.day'),
      render: (_, row) => (
        <Go to={paths.settlement(row)} className="strong figures">
          {row.day}
        </Go>
      ),
    },
    { title: t('col.wallet'), render: (_, row) => say(row.wallet.name) },
    { title: t('col.state'), render: (_, row) => <SettlementBadge of={row.state} /> },
    {
      title: t('col.payments'),
      align: 'right',
      render: (_, row) => <span className="figures">{formatCount(row.payments, language)}</span>,
    },
    {
      title: t('col.refunds'),
      align: 'right',
      render: (_, row) => <span className="figures">{formatCount(row.refunds, language)}</span>,
    },
    { title: t('col.gross'), align: 'right', render: (_, row) => <Amount of={row.gross} /> },
    { title: t('col.net'), align: 'right', render: (_, row) => <Amount of={row.net} sign className="strong" /> },
    { title: t('col.closes'), render: (_, row) => <Moment at={row.closedAt ?? row.closesAt} /> },
    { title: t('col.pays'), render: (_, row) => <span className="figures">{row.paysOn}</span> },
    { title: t('col.agreement'), render: (_, row) => <VersionLink of={row.version} /> },
  ]
}

function Card({ row }: { row: SettlementRow }) {
  const t = useText()
  const say = useSay()
  return (
    <Go to={paths.settlement(row)} className="row-card">
      <span className="row-card-line">
        <strong className="figures">{row.day}</strong>
        <Amount of={row.net} sign className="strong" />
      </span>
      <span className="row-card-line soft">
        <span>{say(row.wallet.name)}</span>
        <SettlementBadge of={row.state} />
      </span>
      <span className="faint">{t('settlement.pays', { day: row.paysOn })}</span>
    </Go>
  )
}
