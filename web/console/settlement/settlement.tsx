import { useParams } from '@tanstack/react-router'
import { App, Button, Tooltip } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { Settlement as Facts } from '../../api/contract-money.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Amount } from '../../ui/amount.tsx'
import { formatMoney } from '../../ui/format.ts'
import { useReader, useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Rows } from '../../ui/rows.tsx'
import { EvidenceForm } from '../approvals/evidenceForm.tsx'
import { Waiting } from '../approvals/states.tsx'
import { useAsk, useForget } from '../ask.ts'
import { Loaded } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { VersionLink } from '../refs.tsx'
import { useComplain } from '../refuse.ts'
import { SettlementBadge } from '../states.tsx'
import { Lines } from './lines.tsx'
import { Statement } from './statement.tsx'

/** One day with one wallet: who owes whom, by which lines, and the statement each side gets. */
export default function Settlement() {
  const t = useText()
  const say = useSay()
  const { id } = useParams({ strict: false }) as { id: string }
  const settlement = useAsk('/v1/settlements/{id}', { params: { id } })
  return (
    <Loaded ask={settlement} lines={14}>
      {(found) => (
        <Page
          title={`${say(found.wallet.name)} ${found.day}`}
          head={
            <h1>
              {say(found.wallet.name)} <span className="figures">{found.day}</span> <SettlementBadge of={found.state} />
            </h1>
          }
          up={{ to: paths.settlements(), name: t('nav.settlements') }}
          actions={<Acts of={found} />}
        >
          <Waiting of={found.approval} />
          <Totals of={found} />
          <Nets of={found} />
          <Statement of={found} />
          <Lines of={found} />
        </Page>
      )}
    </Loaded>
  )
}

function Acts({ of }: { of: Facts }) {
  const t = useText()
  const [confirming, setConfirming] = useState(false)
  if (!of.may.includes('confirm-paid')) return <Close of={of} />
  return (
    <>
      <Tooltip title={of.approval ? t('item.waits') : ''}>
        <Button type="primary" disabled={of.approval !== null} onClick={() => setConfirming(true)}>
          {t('settlement.confirm')}
        </Button>
      </Tooltip>
      {confirming ? <Confirm of={of} close={() => setConfirming(false)} /> : null}
    </>
  )
}

function Confirm({ of, close }: { of: Facts; close: () => void }) {
  const t = useText()
  const { language } = useReader()
  const hand = async (reference: string, note: string, key: string): Promise<boolean> => {
    const body = { reference, ...(note === '' ? {} : { note }) }
    return (await post('/v1/settlements/{id}/paid', body, { params: { id: of.id }, key })).state !== 'paid'
  }
  return (
    <EvidenceForm
      title={`${t('settlement.confirm')} ${formatMoney(of.net, language)}`}
      help={t('settlement.confirmHelp')}
      first={{ label: t('settlement.reference') }}
      second={{ label: t('settlement.bankNote'), optional: true }}
      hand={hand}
      done={t('settlement.confirmed')}
      close={close}
    />
  )
}

function Close({ of }: { of: Facts }) {
  const t = useText()
  const { message } = App.useApp()
  const complain = useComplain()
  const forget = useForget()
  const [busy, setBusy] = useState(false)
  if (!of.may.includes('close')) return null
  const close = async (): Promise<void> => {
    setBusy(true)
    try {
      await post('/v1/settlements', { wallet: of.wallet.id, day: of.day }, { key: `close-${of.id}` })
      message.success(t('settlement.closed'))
      await forget()
    } catch (error) {
      complain(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button type="primary" loading={busy} onClick={() => void close()}>
      {t('settlement.close')}
    </Button>
  )
}

function Totals({ of }: { of: Facts }) {
  const t = useText()
  return (
    <ul className="totals">
      <li className="total">
        <span>
          <small>{t('col.net')}</small> <Amount of={of.net} sign className="figure" />
        </span>
        <span>
          <small>{t('col.gross')}</small> <Amount of={of.gross} className="strong" />
        </span>
        <span>
          <small>{t('col.payments')}</small> <span className="strong figures">{of.payments}</span>
        </span>
        <span>
          <small>{t('col.refunds')}</small> <span className="strong figures">{of.refunds}</span>
        </span>
        <span>
          <small>{t(of.closedAt ? 'settlement.closedAt' : 'settlement.closesAt')}</small>{' '}
          <Moment at={of.closedAt ?? of.closesAt} form="full" />
        </span>
        <span>
          <small>{t('col.pays')}</small> <span className="figures">{of.paysOn}</span>
        </span>
        <span>
          <small>{t('col.agreement')}</small> <VersionLink of={of.version} />
        </span>
      </li>
    </ul>
  )
}

type Net = Facts['nets'][number]

function Nets({ of }: { of: Facts }) {
  const t = useText()
  const say = useSay()
  const columns: ColumnsType<Net> = [
    {
      title: t('col.counterparty'),
      render: (_, row) => (
        <span>
          <strong>{say(row.party.name)}</strong> <span className="faint">{t(`side.${row.side}`)}</span>
        </span>
      ),
    },
    { title: t('line.capture'), align: 'right', render: (_, row) => <Amount of={row.gross} /> },
    { title: t('line.refund'), align: 'right', render: (_, row) => <Amount of={row.refunds} /> },
    { title: t('col.fees'), align: 'right', render: (_, row) => <Amount of={row.fees} /> },
    { title: t('col.share'), align: 'right', render: (_, row) => <Amount of={row.share} /> },
    {
      title: t('settlement.result'),
      align: 'right',
      render: (_, row) => <Amount of={row.net} sign className="strong" />,
    },
  ]
  return (
    <Panel title={t('settlement.nets')} note={t('settlement.netsNote')} flush>
      <Rows<Net>
        label={t('settlement.nets')}
        rows={of.nets}
        columns={columns}
        keyOf={(row) => row.side + row.party.id}
        card={(row) => (
          <div className="row-card">
            <span className="row-card-line">
              <strong>{say(row.party.name)}</strong>
              <Amount of={row.net} sign className="strong" />
            </span>
            <span className="row-card-line faint">
              <span>
                {t('line.capture')} <Amount of={row.gross} />
              </span>
              <span>
                {t('col.fees')} <Amount of={row.fees} />
              </span>
            </span>
          </div>
        )}
        empty={null}
      />
    </Panel>
  )
}
