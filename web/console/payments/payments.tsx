import { useSearch } from '@tanstack/react-router'
import type { ColumnsType } from 'antd/es/table'
import { useMemo, useState } from 'react'
import type { PaymentRow } from '../../api/contract-money.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Amount } from '../../ui/amount.tsx'
import { useReader, useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Rows } from '../../ui/rows.tsx'
import { usePages } from '../ask.ts'
import { Go, useGo } from '../go.tsx'
import { Loaded, Nothing } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { PaymentBadge } from '../states.tsx'
import { Turn } from '../turn.tsx'
import { readFilter, todayIn } from './filter.ts'
import { FilterBox } from './filterBox.tsx'
import { NewPayment } from './newPayment.tsx'

/** Every payment, newest first, through one filter box that lives in the address. */
export default function Payments() {
  const t = useText()
  const go = useGo()
  const { zone, aheadMs } = useReader()
  const search: { filter?: unknown } = useSearch({ strict: false })
  const text = typeof search.filter === 'string' ? search.filter : ''
  const { query, wrong } = useMemo(() => readFilter(text, zone), [text, zone])
  const pages = usePages('/v1/payments', { query }, 30)
  const columns = useColumns()
  const [openedMs] = useState(() => Date.now())
  const today = `from:${todayIn(zone, openedMs + aheadMs)}`
  return (
    <Page title={t('nav.payments')} note={t('payments.note')} actions={<NewPayment />}>
      <FilterBox value={text} wrong={wrong} onChange={(next) => go(paths.payments(next))} />
      <Quick text={text} today={today} />
      <Loaded ask={pages.reply} lines={12}>
        {({ items }) => (
          <section className="panel panel-flush">
            <Rows<PaymentRow>
              label={t('nav.payments')}
              rows={items}
              columns={columns}
              keyOf={(row) => row.id}
              card={(row) => <Card row={row} />}
              onOpen={(row) => go(paths.payment(row))}
              loading={pages.reply.isPlaceholderData}
              empty={
                <Nothing
                  icon="payment"
                  title={t(text ? 'payments.noResult' : 'payments.none')}
                  help={t(text ? 'payments.noResultHelp' : 'payments.noneHelp')}
                />
              }
            />
            <Turn of={pages} />
          </section>
        )}
      </Loaded>
    </Page>
  )
}

/** The questions asked most, one press each. */
function Quick({ text, today }: { text: string; today: string }) {
  const t = useText()
  const chips: [string, string][] = [
    [t('payments.all'), ''],
    [t('payments.today'), today],
    [t('payment.state.unknown'), 'state:unknown'],
    [t('payments.moving'), 'state:created,needs_action,processing'],
    [t('payments.refunds'), 'state:partly_refunded,refunded'],
    [t('payment.state.declined'), 'state:declined'],
    [t('payments.large'), 'amount:>=1000'],
  ]
  return (
    <nav className="chips" aria-label={t('payments.quick')}>
      {chips.map(([name, filter]) => (
        <Go key={name} to={paths.payments(filter)} className="chip" current={filter === text}>
          {name}
        </Go>
      ))}
    </nav>
  )
}

function useColumns(): ColumnsType<PaymentRow> {
  const t = useText()
  const say = useSay()
  return [
    { title: t('col.time'), width: 108, render: (_, row) => <Moment at={row.createdAt} /> },
    {
      title: t('col.payment'),
      render: (_, row) => (
        <span className="two">
          <Go to={paths.payment(row)} className="strong">
            {row.subject}
          </Go>
          <code className="faint">{row.order}</code>
        </span>
      ),
    },
    { title: t('col.merchant'), render: (_, row) => say(row.merchant.name) },
    {
      title: t('col.wallet'),
      render: (_, row) => (row.wallet ? say(row.wallet.name) : <span className="faint">—</span>),
    },
    { title: t('col.product'), render: (_, row) => <span className="soft">{t(`product.${row.product}`)}</span> },
    { title: t('col.amount'), align: 'right', render: (_, row) => <Amount of={row.amount} className="strong" /> },
    {
      title: t('col.refunded'),
      align: 'right',
      render: (_, row) =>
        row.refunded.minor === '0' ? <span className="faint">—</span> : <Amount of={row.refunded} />,
    },
    { title: t('col.state'), render: (_, row) => <PaymentBadge of={row.state} /> },
  ]
}

function Card({ row }: { row: PaymentRow }) {
  const t = useText()
  const say = useSay()
  return (
    <Go to={paths.payment(row)} className="row-card">
      <span className="row-card-line">
        <strong>{row.subject}</strong>
        <Amount of={row.amount} className="strong" />
      </span>
      <span className="row-card-line soft">
        <span>
          {say(row.merchant.name)} · {row.wallet ? say(row.wallet.name) : t('payment.noWallet')}
        </span>
        <PaymentBadge of={row.state} />
      </span>
      <span className="row-card-line faint">
        <Moment at={row.createdAt} />
        <span>{t(`product.${row.product}`)}</span>
      </span>
    </Go>
  )
}
