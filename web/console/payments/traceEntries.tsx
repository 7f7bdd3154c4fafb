import { Segmented } from 'antd'
import { useState } from 'react'
import type { AccountRef, Trace, TraceEntry } from '../../api/contract-money.ts'
import { useText } from '../../text/text.ts'
import { Amount } from '../../ui/amount.tsx'
import { AccountLink, ClauseLink } from '../refs.tsx'
import { type Lit, lights } from './strand.ts'
import { StrandMark } from './strandMark.tsx'

type Look = 'lines' | 'accounts'

/** The entries of the payment: line by line with their sentences, or as T-accounts. */
export function TraceEntries({ trace, ...lit }: { trace: Trace } & Lit) {
  const t = useText()
  const [look, setLook] = useState<Look>('lines')
  const options = [
    { value: 'lines' as const, label: t('trace.asLines') },
    { value: 'accounts' as const, label: t('trace.asAccounts') },
  ]
  return (
    <>
      <Segmented<Look>
        size="small"
        className="station-switch"
        value={look}
        options={options}
        onChange={setLook}
        aria-label={t('trace.look')}
      />
      {look === 'lines' ? (
        <div className="sheet">
          {trace.entries.map((entry) => (
            <Line key={entry.id} entry={entry} trace={trace} {...lit} />
          ))}
        </div>
      ) : (
        <TAccounts entries={trace.entries} {...lit} />
      )}
    </>
  )
}

function Line({ entry, trace, strands, lit, onLit }: { entry: TraceEntry; trace: Trace } & Lit) {
  const t = useText()
  return (
    <div {...lights('entry', entry.path, lit, onLit)}>
      <StrandMark path={entry.path} strands={strands} />
      <div className="entry-body">
        <div className="entry-legs">
          <span>
            <abbr title={t('entry.debit')}>{t('entry.debitShort')}</abbr> <AccountLink of={entry.debit} />
          </span>
          <span>
            <abbr title={t('entry.credit')}>{t('entry.creditShort')}</abbr> <AccountLink of={entry.credit} />
          </span>
        </div>
        {/* Both languages on purpose: the two sides of an agreement read the same line. */}
        <p className="entry-words" lang="zh-CN">
          {entry.sentence.zh}
        </p>
        <p className="entry-words faint" lang="en">
          {entry.sentence.en}
        </p>
        <div className="entry-from">
          <ClauseLink path={entry.path} version={trace.agreement} />
          {entry.how ? <code>{entry.how}</code> : null}
        </div>
      </div>
      <Amount of={entry.amount} className="entry-amount" />
    </div>
  )
}

type Leg = { entry: TraceEntry; side: 'debit' | 'credit' }

function TAccounts({ entries, ...lit }: { entries: TraceEntry[] } & Lit) {
  const accounts = new Map<string, { account: AccountRef; legs: Leg[] }>()
  for (const entry of entries) {
    for (const side of ['debit', 'credit'] as const) {
      const account = entry[side]
      const found = accounts.get(account.id) ?? { account, legs: [] }
      found.legs.push({ entry, side })
      accounts.set(account.id, found)
    }
  }
  return (
    <div className="t-accounts">
      {[...accounts.values()].map(({ account, legs }) => (
        <TAccount key={account.id} account={account} legs={legs} {...lit} />
      ))}
    </div>
  )
}

function TAccount({ account, legs, strands, lit, onLit }: { account: AccountRef; legs: Leg[] } & Lit) {
  const t = useText()
  const side = (wanted: Leg['side']) => (
    <div className="t-side">
      <h4>{t(wanted === 'debit' ? 'entry.debit' : 'entry.credit')}</h4>
      {legs
        .filter((leg) => leg.side === wanted)
        .map(({ entry }) => (
          <div key={entry.id} {...lights('t-leg', entry.path, lit, onLit)}>
            <StrandMark path={entry.path} strands={strands} />
            <Amount of={entry.amount} />
          </div>
        ))}
    </div>
  )
  return (
    <section className="t-account">
      <h3>
        <AccountLink of={account} />
      </h3>
      <div className="t-sides">
        {side('debit')}
        {side('credit')}
      </div>
    </section>
  )
}
