import type { ColumnsType } from 'antd/es/table'
import type { Account, Proof, TrialBalance } from '../../api/contract-money.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Amount } from '../../ui/amount.tsx'
import { formatCount } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { useReader, useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Rows } from '../../ui/rows.tsx'
import { useAsk, usePages } from '../ask.ts'
import { Go, useGo } from '../go.tsx'
import { Loaded, Nothing } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { Turn } from '../turn.tsx'

/** The trial balance: every account, what it means, and whether the books prove. */
export default function Accounts() {
  const t = useText()
  const pages = usePages('/v1/accounts', {}, 60)
  const proof = useAsk('/v1/proof')
  const at = pages.reply.data?.at
  return (
    <Page
      title={t('nav.accounts')}
      note={
        at ? (
          <>
            {t('accounts.asOf')} <Moment at={at} form="full" />
          </>
        ) : null
      }
    >
      <div className="columns">
        <div className="column-main">
          <Loaded ask={pages.reply} lines={14}>
            {(found) => (
              <>
                <Totals of={found} />
                <section className="panel panel-flush">
                  <Listing of={found.items} />
                  <Turn of={pages} />
                </section>
              </>
            )}
          </Loaded>
        </div>
        <div className="column-side">
          <Loaded ask={proof}>{(found) => <Proved of={found} />}</Loaded>
        </div>
      </div>
    </Page>
  )
}

function Totals({ of }: { of: TrialBalance }) {
  const t = useText()
  return (
    <ul className="totals">
      {of.totals.map((total) => (
        <li key={total.currency} className="total">
          <span className="faint">{total.currency}</span>
          <span>
            <small>{t('entry.debit')}</small> <Amount of={total.debits} className="strong" />
          </span>
          <span>
            <small>{t('entry.credit')}</small> <Amount of={total.credits} className="strong" />
          </span>
          <span className={total.debits.minor === total.credits.minor ? 'gain' : 'loss'}>
            <Icon name={total.debits.minor === total.credits.minor ? 'check' : 'alert'} size={14} />
            {t(total.debits.minor === total.credits.minor ? 'accounts.equal' : 'accounts.unequal')}
          </span>
        </li>
      ))}
    </ul>
  )
}

function Listing({ of }: { of: Account[] }) {
  const t = useText()
  const go = useGo()
  const columns = useColumns()
  return (
    <Rows<Account>
      label={t('nav.accounts')}
      rows={of}
      columns={columns}
      keyOf={(row) => row.id}
      card={(row) => <Card row={row} />}
      onOpen={(row) => go(paths.account(row))}
      empty={<Nothing icon="accounts" title={t('accounts.none')} help={t('accounts.noneHelp')} />}
    />
  )
}

function useColumns(): ColumnsType<Account> {
  const t = useText()
  const say = useSay()
  const { language } = useReader()
  return [
    {
      title: t('col.account'),
      render: (_, row) => (
        <span className="two account-cell">
          <span>
            <Go to={paths.account(row)} className="strong">
              {t(`account.${row.kind}`)}
            </Go>{' '}
            <span className="soft">{say(row.owner.name)}</span>
            {row.safeguarded ? (
              <span className="safeguarded" title={t('accounts.safeguardedHelp')}>
                {t('accounts.safeguarded')}
              </span>
            ) : null}
          </span>
          <span className="faint">{t(`account.about.${row.kind}`)}</span>
        </span>
      ),
    },
    { title: t('entry.debit'), align: 'right', render: (_, row) => <Amount of={row.debits} className="soft" /> },
    { title: t('entry.credit'), align: 'right', render: (_, row) => <Amount of={row.credits} className="soft" /> },
    {
      title: t('col.balance'),
      align: 'right',
      render: (_, row) => (
        <span className="two right">
          <Amount of={row.balance} className="strong" />
          <span className="faint">{t(row.side === 'debit' ? 'entry.onDebit' : 'entry.onCredit')}</span>
        </span>
      ),
    },
    {
      title: t('col.entries'),
      align: 'right',
      render: (_, row) => <span className="figures soft">{formatCount(row.entries, language)}</span>,
    },
  ]
}

function Card({ row }: { row: Account }) {
  const t = useText()
  const say = useSay()
  return (
    <Go to={paths.account(row)} className="row-card">
      <span className="row-card-line">
        <strong>{t(`account.${row.kind}`)}</strong>
        <Amount of={row.balance} className="strong" />
      </span>
      <span className="row-card-line soft">
        <span>{say(row.owner.name)}</span>
        <span className="faint">{t(row.side === 'debit' ? 'entry.onDebit' : 'entry.onCredit')}</span>
      </span>
      <span className="faint">{t(`account.about.${row.kind}`)}</span>
    </Go>
  )
}

function Proved({ of }: { of: Proof }) {
  const t = useText()
  const say = useSay()
  const { language } = useReader()
  return (
    <Panel title={t('proof.title')} note={<Moment at={of.at} form="full" />}>
      <p className={of.passed ? 'books books-good' : 'books books-bad'}>
        <Icon name={of.passed ? 'check' : 'alert'} />
        <strong>{t(of.passed ? 'proof.passed' : 'proof.failed')}</strong>
      </p>
      <ul className="decisions">
        {of.checks.map((check) => (
          <li key={check.code} className={check.passed ? 'pass' : 'fail'}>
            <Icon name={check.passed ? 'check' : 'close'} size={14} />
            <span>
              <span className="sr">{t(check.passed ? 'check.passed' : 'check.failed')}</span>
              {say(check.name)}
              <span className="faint"> · {say(check.detail)}</span>
            </span>
            <span className="faint figures">{formatCount(check.examined, language)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
