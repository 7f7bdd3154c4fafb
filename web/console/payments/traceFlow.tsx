import type { ReactNode } from 'react'
import type { Trace, TraceBillRow, TraceClause, TraceSettlementLine } from '../../api/contract-money.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Amount } from '../../ui/amount.tsx'
import { useSay } from '../../ui/language.ts'
import { Prose } from '../../ui/prose.tsx'
import { Go } from '../go.tsx'
import { ClauseLink } from '../refs.tsx'
import { MatchBadge, SettlementBadge } from '../states.tsx'
import { type Lit, lights } from './strand.ts'
import { StrandMark } from './strandMark.tsx'
import { TraceEntries } from './traceEntries.tsx'

/** The payment from its clauses down to the wallet's own file, on one spine. */
export function TraceFlow({ trace, ...lit }: { trace: Trace } & Lit) {
  const t = useText()
  const { clauses, entries, settlementLines, billRows } = trace
  return (
    <ol className="flow">
      <Station
        number={1}
        title={t('trace.clauses')}
        note={t('trace.clausesNote')}
        empty={clauses.length === 0 ? t('trace.noClauses') : null}
      >
        {clauses.map((clause) => (
          <ClauseLine key={clause.path} clause={clause} trace={trace} {...lit} />
        ))}
      </Station>
      <Station
        number={2}
        title={t('trace.entries')}
        note={t('trace.entriesNote')}
        empty={
          entries.length === 0 ? t(trace.payment.state === 'unknown' ? 'trace.noEntriesYet' : 'trace.noEntries') : null
        }
      >
        <TraceEntries trace={trace} {...lit} />
      </Station>
      <Station
        number={3}
        title={t('trace.settlement')}
        note={t('trace.settlementNote')}
        empty={settlementLines.length === 0 ? t('trace.noSettlement') : null}
      >
        <SettlementLines of={settlementLines} {...lit} />
      </Station>
      <Station
        number={4}
        title={t('trace.bill')}
        note={t('trace.billNote')}
        empty={billRows.length === 0 ? t('trace.noBill') : null}
      >
        {billRows.map((row) => (
          <BillRow key={`${row.reconciliation} ${row.line}`} row={row} trace={trace} {...lit} />
        ))}
      </Station>
    </ol>
  )
}

function Station({
  number,
  title,
  note,
  empty,
  children,
}: {
  number: number
  title: string
  note: string
  empty: string | null
  children: ReactNode
}) {
  return (
    <li className={empty ? 'station station-empty' : 'station'}>
      <span className="station-mark" aria-hidden="true">
        {number}
      </span>
      <header>
        <h2>{title}</h2>
        <span className="faint">{note}</span>
      </header>
      {empty ? <p className="station-none">{empty}</p> : <div className="station-body">{children}</div>}
    </li>
  )
}

function ClauseLine({ clause, trace, strands, lit, onLit }: { clause: TraceClause; trace: Trace } & Lit) {
  const say = useSay()
  return (
    <article {...lights('clause-line', clause.path, lit, onLit)}>
      <StrandMark path={clause.path} strands={strands} />
      <div>
        <div className="clause-line-head">
          <strong>{say(clause.title)}</strong>
          <ClauseLink path={clause.path} version={trace.agreement} />
        </div>
        <Prose of={clause.sentence} />
      </div>
    </article>
  )
}

function SettlementLines({ of, strands, lit, onLit }: { of: TraceSettlementLine[] } & Lit) {
  const t = useText()
  const say = useSay()
  const days = [...new Set(of.map((line) => line.settlement))]
  return days.map((day) => {
    const lines = of.filter((line) => line.settlement === day)
    const first = lines[0]
    if (!first) return null
    return (
      <div key={day} className="sheet">
        <div className="sheet-head">
          <Go to={paths.settlement({ id: day })}>{t('trace.settlementDay', { day: first.day })}</Go>
          <SettlementBadge of={first.state} />
          <span className="faint">{t('trace.paysOn', { day: first.paysOn })}</span>
        </div>
        {lines.map((line) => (
          <div key={line.id} {...lights('sheet-line', line.path, lit, onLit)}>
            <StrandMark path={line.path} strands={strands} />
            <span className="sheet-kind">{t(`line.${line.kind}`)}</span>
            <span className="soft sheet-way">
              {say(line.payer.name)} → {say(line.payee.name)}
            </span>
            <Amount of={line.amount} />
          </div>
        ))}
      </div>
    )
  })
}

function BillRow({ row, trace, strands, lit, onLit }: { row: TraceBillRow; trace: Trace } & Lit) {
  const t = useText()
  return (
    <div {...lights('sheet', row.path, lit, onLit)}>
      <div className="sheet-head">
        <StrandMark path={row.path} strands={strands} />
        <Go to={paths.reconciliation({ id: row.reconciliation })}>{row.day}</Go>
        <code className="faint">
          {row.file}:{row.line}
        </code>
        <MatchBadge of={row.match} />
      </div>
      <dl className="bill-columns">
        {row.columns.map((column) => (
          <div key={column.name}>
            <dt>{column.name}</dt>
            <dd>{column.value || '—'}</dd>
          </div>
        ))}
      </dl>
      {row.fee && row.feeExpected ? (
        <p className="bill-fee">
          <span>
            {t('trace.feeTheirs')} <Amount of={row.fee} />
          </span>
          <span>
            {t('trace.feeOurs')} <Amount of={row.feeExpected} />
          </span>
          <ClauseLink path={row.path} version={trace.agreement} />
        </p>
      ) : null}
    </div>
  )
}
