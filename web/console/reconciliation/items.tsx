import type { ColumnsType } from 'antd/es/table'
import type { MatchType, Reconciliation, ReconciliationItem } from '../../api/contract-money.ts'
import type { Money } from '../../api/values.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Amount } from '../../ui/amount.tsx'
import { useSay } from '../../ui/language.ts'
import { Panel } from '../../ui/panel.tsx'
import { Rows } from '../../ui/rows.tsx'
import { usePages } from '../ask.ts'
import { Go } from '../go.tsx'
import { Loaded, Nothing } from '../loaded.tsx'
import { ClauseLink } from '../refs.tsx'
import { MatchBadge } from '../states.tsx'
import { Turn } from '../turn.tsx'
import { WriteOff } from './writeOff.tsx'

/** Line by line: ours, theirs, and the fee as the agreement prices it. Differences come first. */
export function Items({ of, type }: { of: Reconciliation; type: MatchType | '' }) {
  const t = useText()
  const pages = usePages('/v1/reconciliations/{id}/rows', { params: { id: of.id }, query: { type } }, 25)
  const columns = useColumns(of)
  return (
    <Panel title={t('reconciliation.lines')} note={t('reconciliation.linesNote')} flush>
      <Loaded ask={pages.reply} lines={8}>
        {({ items }) => (
          <>
            <Rows<ReconciliationItem>
              label={t('reconciliation.lines')}
              rows={items}
              columns={columns}
              keyOf={(row) => row.id}
              card={(row) => <Card row={row} of={of} />}
              loading={pages.reply.isPlaceholderData}
              empty={<Nothing icon="reconciliation" title={t('reconciliation.noLines')} />}
              markOf={(row) => (row.type === 'matched' ? '' : 'row-differs')}
            />
            <Turn of={pages} />
          </>
        )}
      </Loaded>
    </Panel>
  )
}

function useColumns(of: Reconciliation): ColumnsType<ReconciliationItem> {
  const t = useText()
  const say = useSay()
  return [
    {
      title: t('col.line'),
      align: 'right',
      render: (_, row) => <span className="figures faint">{row.line ?? '—'}</span>,
    },
    {
      title: t('col.order'),
      render: (_, row) => (
        <span className="two">
          {row.payment ? (
            <Go to={paths.payment({ id: row.payment })}>
              <code>{row.order}</code>
            </Go>
          ) : (
            <code>{row.order}</code>
          )}
          <code className="faint">{row.walletNo ?? '—'}</code>
        </span>
      ),
    },
    { title: t('col.match'), render: (_, row) => <MatchBadge of={row.type} /> },
    { title: t('col.amount'), align: 'right', render: (_, row) => <Pair ours={row.ours} theirs={row.theirs} /> },
    { title: t('col.fee'), align: 'right', render: (_, row) => <Pair ours={row.feeOurs} theirs={row.feeTheirs} /> },
    {
      title: t('col.difference'),
      align: 'right',
      render: (_, row) =>
        row.type === 'matched' ? (
          <span className="faint">—</span>
        ) : (
          <Amount of={row.difference} sign className="loss strong" />
        ),
    },
    {
      title: t('reconciliation.because'),
      render: (_, row) => (
        <span className="two because">
          <span>{say(row.sentence)}</span>
          <span className="entry-from">
            {row.path ? <ClauseLink path={row.path} version={of.version} /> : null}
            {row.how ? <code className="faint">{row.how}</code> : null}
            <WriteOff row={row} of={of} />
          </span>
        </span>
      ),
    },
  ]
}

/** One figure when both sides agree; both, named, when they do not. */
function Pair({ ours, theirs }: { ours: Money | null; theirs: Money | null }) {
  const t = useText()
  if (ours && theirs && ours.minor === theirs.minor) return <Amount of={ours} />
  return (
    <span className="two right">
      <span>
        <small className="faint">{t('reconciliation.oursShort')}</small> {ours ? <Amount of={ours} /> : '—'}
      </span>
      <span>
        <small className="faint">{t('reconciliation.theirsShort')}</small> {theirs ? <Amount of={theirs} /> : '—'}
      </span>
    </span>
  )
}

function Card({ row, of }: { row: ReconciliationItem; of: Reconciliation }) {
  const t = useText()
  const say = useSay()
  return (
    <div className="row-card">
      <span className="row-card-line">
        <MatchBadge of={row.type} />
        <Pair ours={row.ours} theirs={row.theirs} />
      </span>
      <span className="row-card-line soft">
        {row.payment ? (
          <Go to={paths.payment({ id: row.payment })}>
            <code>{row.order}</code>
          </Go>
        ) : (
          <code>{row.order}</code>
        )}
        <span>
          {t('col.fee')} <Pair ours={row.feeOurs} theirs={row.feeTheirs} />
        </span>
      </span>
      <span className="faint">{say(row.sentence)}</span>
      <span className="entry-from">
        {row.path ? <ClauseLink path={row.path} version={of.version} /> : null}
        {row.how ? <code className="faint">{row.how}</code> : null}
        <WriteOff row={row} of={of} />
      </span>
    </div>
  )
}
