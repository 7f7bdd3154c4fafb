import { useParams } from '@tanstack/react-router'
import type { ColumnsType } from 'antd/es/table'
import type { AccountEntry, Account as AccountFacts } from '../../api/contract-money.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Amount } from '../../ui/amount.tsx'
import { formatCount } from '../../ui/format.ts'
import { useReader, useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Rows } from '../../ui/rows.tsx'
import { usePages } from '../ask.ts'
import { Loaded, Nothing } from '../loaded.tsx'
import { ObjectLink, WhyText } from '../objects.tsx'
import { Page } from '../page.tsx'
import { AccountLink, ClauseLink } from '../refs.tsx'
import { Turn } from '../turn.tsx'

/** One account: every entry with its running balance, its other side and the clause that made it. */
export default function Account() {
  const t = useText()
  const say = useSay()
  const { id } = useParams({ strict: false }) as { id: string }
  const pages = usePages('/v1/accounts/{id}/entries', { params: { id } }, 50)
  const columns = useColumns()
  return (
    <Loaded ask={pages.reply} lines={14}>
      {({ account, items }) => (
        <Page
          title={`${t(`account.${account.kind}`)} · ${say(account.owner.name)}`}
          note={t(`account.about.${account.kind}`)}
          up={{ to: paths.accounts(), name: t('nav.accounts') }}
        >
          <Standing of={account} />
          <section className="panel panel-flush">
            <Rows<AccountEntry>
              label={t('col.entries')}
              rows={items}
              columns={columns}
              keyOf={(row) => row.id}
              card={(row) => <Card row={row} />}
              loading={pages.reply.isPlaceholderData}
              empty={<Nothing icon="accounts" title={t('account.none')} />}
            />
            <Turn of={pages} />
          </section>
        </Page>
      )}
    </Loaded>
  )
}

function Standing({ of }: { of: AccountFacts }) {
  const t = useText()
  const { language } = useReader()
  return (
    <ul className="totals">
      <li className="total">
        <span>
          <small>{t('col.balance')}</small> <Amount of={of.balance} className="figure" />
        </span>
        <span>
          <small>{t('entry.debit')}</small> <Amount of={of.debits} className="strong" />
        </span>
        <span>
          <small>{t('entry.credit')}</small> <Amount of={of.credits} className="strong" />
        </span>
        <span>
          <small>{t('col.held')}</small> <Amount of={of.held} className="strong" />
        </span>
        <span>
          <small>{t('col.entries')}</small> <span className="strong figures">{formatCount(of.entries, language)}</span>
        </span>
        <span className="faint">{t(of.side === 'debit' ? 'entry.onDebit' : 'entry.onCredit')}</span>
      </li>
    </ul>
  )
}

function useColumns(): ColumnsType<AccountEntry> {
  const t = useText()
  const of = (row: AccountEntry, side: AccountEntry['side']) => (row.side === side ? <Amount of={row.amount} /> : null)
  return [
    { title: t('col.time'), render: (_, row) => <Moment at={row.at} /> },
    { title: t('col.why'), render: (_, row) => <WhyText of={row.why} /> },
    { title: t('col.for'), render: (_, row) => <ObjectLink of={row.object} /> },
    { title: t('col.other'), render: (_, row) => <AccountLink of={row.other} /> },
    { title: t('col.clause'), render: (_, row) => <ClauseLink path={row.path} version={row.version} /> },
    { title: t('entry.debit'), align: 'right', render: (_, row) => of(row, 'debit') },
    { title: t('entry.credit'), align: 'right', render: (_, row) => of(row, 'credit') },
    { title: t('col.balance'), align: 'right', render: (_, row) => <Amount of={row.balance} className="strong" /> },
  ]
}

function Card({ row }: { row: AccountEntry }) {
  const t = useText()
  return (
    <div className="row-card">
      <span className="row-card-line">
        <strong>
          <WhyText of={row.why} />
        </strong>
        <span>
          {t(row.side === 'debit' ? 'entry.debitShort' : 'entry.creditShort')}{' '}
          <Amount of={row.amount} className="strong" />
        </span>
      </span>
      <span className="row-card-line soft">
        <AccountLink of={row.other} />
        <ClauseLink path={row.path} version={row.version} />
      </span>
      <span className="row-card-line faint">
        <Moment at={row.at} />
        <ObjectLink of={row.object} />
        <Amount of={row.balance} />
      </span>
    </div>
  )
}
