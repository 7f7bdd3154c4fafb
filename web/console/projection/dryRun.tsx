import { Button, Segmented } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import { type ReactNode, useState } from 'react'
import type { DryRun as Answer, Changed } from '../../api/contract-projection.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Amount } from '../../ui/amount.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Rows } from '../../ui/rows.tsx'
import { useAsk } from '../ask.ts'
import { Go } from '../go.tsx'
import { Loaded } from '../loaded.tsx'
import { pointerName } from '../refs.tsx'
import './projection.css'

/** Asked for, never by itself: which payments of late would this version have priced otherwise? */
export function DryRun({ id, version }: { id: string; version: number }) {
  const t = useText()
  const [days, setDays] = useState<'1' | '30'>('1')
  const [open, setOpen] = useState(false)
  const choice = (
    <div className="dry-run-choice">
      <Segmented<'1' | '30'>
        size="small"
        aria-label={t('dryRun.span')}
        value={days}
        onChange={setDays}
        options={[
          { value: '1', label: t('dryRun.yesterday') },
          { value: '30', label: t('dryRun.month') },
        ]}
      />{' '}
      <Go to={paths.simulator({ agreement: id })} className="button-link">
        {t('nav.simulator')}
      </Go>
    </div>
  )
  return (
    <Panel title={t('dryRun.title')} note={t('dryRun.note')}>
      {open ? (
        <Found id={id} version={version} days={days} choice={choice} />
      ) : (
        <Button onClick={() => setOpen(true)}>{t('dryRun.do')}</Button>
      )}
    </Panel>
  )
}

function Found({ id, version, days, choice }: { id: string; version: number; days: string; choice: ReactNode }) {
  const t = useText()
  const run = useAsk('/v1/agreements/{id}/versions/{n}/dry-run', { params: { id, n: version }, query: { days } })
  return (
    <>
      {choice}
      <Loaded ask={run} lines={4}>
        {(found) => (
          <>
            <p>{t('dryRun.found', { payments: found.payments, changed: found.changed })}</p>
            <Sums of={found} />
            <Payments of={found} />
          </>
        )}
      </Loaded>
    </>
  )
}

function Sums({ of }: { of: Answer }) {
  const t = useText()
  const currency = of.items[0]?.amount.currency
  if (!currency) return null
  return (
    <Facts
      of={of.sums.map(({ path, kind, before, after }) => [
        <span key="name">
          {t(`priced.kind.${kind}`)} <span className="faint">{pointerName(t, path)}</span>
        </span>,
        <span key="sum">
          <Amount of={{ currency, minor: before }} /> → <Amount of={{ currency, minor: after }} />
        </span>,
      ])}
    />
  )
}

function Payments({ of: { items } }: { of: Answer }) {
  const t = useText()
  const columns: ColumnsType<Changed> = [
    { title: t('dryRun.payment'), render: (_, row) => <Payment of={row} /> },
    { title: t('dryRun.amount'), align: 'right', render: (_, row) => <Amount of={row.amount} /> },
    { title: t('dryRun.change'), render: (_, row) => <Lines of={row} /> },
  ]
  return (
    <Rows<Changed>
      label={t('dryRun.title')}
      rows={items}
      columns={columns}
      keyOf={({ object }) => object}
      empty={null}
      card={(row) => (
        <>
          <Facts of={[[<Payment key="p" of={row} />, <Amount key="a" of={row.amount} />]]} />
          <Lines of={row} />
        </>
      )}
    />
  )
}

function Payment({ of }: { of: Changed }) {
  const t = useText()
  return (
    <span className="two">
      <Go to={paths.payment({ id: of.payment })}>{t(`dryRun.kind.${of.kind}`)}</Go>
      <span className="faint">
        <Moment at={of.at} form="short" />
      </span>
    </span>
  )
}

function Lines({ of: { lines, refusedBy, amount } }: { of: Changed }) {
  const t = useText()
  if (refusedBy) return <span className="loss">{t('dryRun.refused', { clause: pointerName(t, refusedBy) })}</span>
  return (
    <span className="two">
      {lines.map(({ path, kind, before, after }) => (
        <span key={`${path} ${kind}`}>
          {t(`priced.kind.${kind}`)} <Amount of={{ ...amount, minor: before }} /> →{' '}
          <Amount of={{ ...amount, minor: after }} />
        </span>
      ))}
    </span>
  )
}
