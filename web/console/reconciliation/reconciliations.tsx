import type { ColumnsType } from 'antd/es/table'
import type { ReconciliationRow } from '../../api/contract-money.ts'
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
import { ReconciliationBadge } from '../states.tsx'
import { Turn } from '../turn.tsx'

/** Our books against each wallet's own file, day by day. */
export default function Reconciliations() {
  const t = useText()
  const go = useGo()
  const pages = usePages('/v1/reconciliations', {}, 30)
  const columns = useColumns()
  return (
    <Page title={t('nav.reconciliations')} note={t('reconciliations.note')}>
      <Loaded ask={pages.reply} lines={12}>
        {({ items }) => (
          <section className="panel panel-flush">
            <Rows<ReconciliationRow>
              label={t('nav.reconciliations')}
              rows={items}
              columns={columns}
              keyOf={(row) => row.id}
              card={(row) => <Card row={row} />}
              onOpen={(row) => go(paths.reconciliation(row))}
              loading={pages.reply.isPlaceholderData}
              empty={
                <Nothing icon="reconciliation" title={t('reconciliations.none')} help={t('reconciliations.noneHelp')} />
              }
            />
            <Turn of={pages} />
          </section>
        )}
      </Loaded>
    </Page>
  )
}

function useColumns(): ColumnsType<ReconciliationRow> {
  const t = useText()
  const say = useSay()
  const { language } = useReader()
  return [
    {
      title: t('col.day'),
      render: (_, row) => (
        <Go to={paths.reconciliation(row)} className="strong figures">
          {row.day}
        </Go>
      ),
    },
    { title: t('col.wallet'), render: (_, row) => say(row.wallet.name) },
    { title: t('col.state'), render: (_, row) => <ReconciliationBadge of={row.state} /> },
    {
      title: t('col.file'),
      render: (_, row) => (row.file ? <code className="soft">{row.file}</code> : <span className="faint">—</span>),
    },
    {
      title: t('col.rows'),
      align: 'right',
      render: (_, row) => <span className="figures">{formatCount(row.rows, language)}</span>,
    },
    {
      title: t('match.matched'),
      align: 'right',
      render: (_, row) => <span className="figures">{formatCount(row.matched, language)}</span>,
    },
    {
      title: t('col.differences'),
      align: 'right',
      render: (_, row) => (
        <span className={row.differences > 0 ? 'figures loss strong' : 'figures faint'}>{row.differences}</span>
      ),
    },
    {
      title: t('col.difference'),
      align: 'right',
      render: (_, row) => (row.differences > 0 ? <Amount of={row.difference} /> : <span className="faint">—</span>),
    },
    { title: t('col.ran'), render: (_, row) => <Moment at={row.ranAt} /> },
  ]
}

function Card({ row }: { row: ReconciliationRow }) {
  const t = useText()
  const say = useSay()
  return (
    <Go to={paths.reconciliation(row)} className="row-card">
      <span className="row-card-line">
        <strong className="figures">{row.day}</strong>
        <ReconciliationBadge of={row.state} />
      </span>
      <span className="row-card-line soft">
        <span>{say(row.wallet.name)}</span>
        <span>{t('reconciliation.count', { count: row.differences })}</span>
      </span>
      <span className="faint">{t('reconciliation.matchedOf', { matched: row.matched, rows: row.rows })}</span>
    </Go>
  )
}
