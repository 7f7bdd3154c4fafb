import { Select } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import { useState } from 'react'
import type { Consent, ConsentState } from '../../api/contract-privacy.ts'
import { useText } from '../../text/text.ts'
import { Digest } from '../../ui/digest.tsx'
import { useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Rows } from '../../ui/rows.tsx'
import { useAsk, usePages } from '../ask.ts'
import { Loaded, Nothing } from '../loaded.tsx'
import { ReceiptButton } from '../log/receiptButton.tsx'
import { Turn } from '../turn.tsx'
import { ConsentBadge, lastDayOf } from './states.tsx'

const states: ConsentState[] = ['in_force', 'outdated', 'withdrawn', 'replaced', 'expired']

/** Consents, newest first, by purpose and state. */
export function Ledger() {
  const t = useText()
  const [purpose, setPurpose] = useState('')
  const [state, setState] = useState<ConsentState | ''>('')
  const query = { purpose: purpose || undefined, state: state || undefined }
  const pages = usePages('/v1/consents', { query }, 20)
  const columns = useColumns()
  return (
    <>
      <Filter purpose={purpose} state={state} onPurpose={setPurpose} onState={setState} />
      <Loaded ask={pages.reply} lines={10}>
        {({ items }) => (
          <section className="panel panel-flush">
            <Rows<Consent>
              label={t('nav.consents')}
              rows={items}
              columns={columns}
              keyOf={(row) => row.id}
              card={(row) => <Card of={row} />}
              loading={pages.reply.isPlaceholderData}
              empty={<Nothing icon="check" title={t('consent.none')} help={t('consent.noneHelp')} />}
            />
            <Turn of={pages} />
          </section>
        )}
      </Loaded>
    </>
  )
}

type FilterProps = {
  purpose: string
  state: ConsentState | ''
  onPurpose: (purpose: string) => void
  onState: (state: ConsentState | '') => void
}

function Filter({ purpose, state, onPurpose, onState }: FilterProps) {
  const t = useText()
  const say = useSay()
  const catalogue = useAsk('/v1/consent-purposes')
  const purposes = (catalogue.data?.items ?? []).filter(({ basis }) => basis === 'consent')
  return (
    <div className="privacy-filter">
      <Select
        value={purpose}
        aria-label={t('consent.purpose')}
        options={[
          { value: '', label: t('consent.allPurposes') },
          ...purposes.map(({ id, name }) => ({ value: id, label: say(name) })),
        ]}
        onChange={onPurpose}
      />
      <Select<ConsentState | ''>
        value={state}
        aria-label={t('consent.state')}
        options={[
          { value: '', label: t('consent.allStates') },
          ...states.map((value) => ({ value, label: t(`consent.state.${value}`) })),
        ]}
        onChange={onState}
      />
    </div>
  )
}

function useColumns(): ColumnsType<Consent> {
  const t = useText()
  const say = useSay()
  return [
    {
      title: t('consent.purpose'),
      render: (_, row) => (
        <span className="two">
          <strong>{say(row.purpose.name)}</strong>
          <span className="faint">{row.scopes.map(({ name }) => say(name)).join(' · ')}</span>
        </span>
      ),
    },
    {
      title: t('consent.recipient'),
      render: (_, row) =>
        row.recipient ? say(row.recipient.name) : <span className="faint">{t('consent.inHouse')}</span>,
    },
    { title: t('consent.subject'), render: (_, row) => <Digest of={row.subject} head={8} tail={4} /> },
    {
      title: t('consent.form'),
      render: (_, row) => (
        <span className="two">
          <span>{t(`consent.form.${row.form}`)}</span>
          {row.guardian ? <span className="faint">{t('consent.guardian')}</span> : null}
        </span>
      ),
    },
    { title: t('consent.state'), render: (_, row) => <ConsentBadge of={row.state} /> },
    { title: t('consent.given'), render: (_, row) => <Moment at={row.givenAt} /> },
    { title: t('consent.until'), render: (_, row) => <Until of={row} /> },
    { title: t('consent.receipt'), render: (_, row) => <Receipt of={row} /> },
  ]
}

function Receipt({ of }: { of: Consent }) {
  return (
    <span className="two">
      <Digest of={of.receipt} head={8} tail={4} />
      <ReceiptButton of={of.id} size="small" />
    </span>
  )
}

function Until({ of }: { of: Consent }) {
  const t = useText()
  if (of.endedAt) return <Moment at={of.endedAt} />
  if (of.until) return <Moment at={lastDayOf(of.until)} form="day" />
  return <span className="faint">{t('consent.untilWithdrawn')}</span>
}

function Card({ of }: { of: Consent }) {
  const t = useText()
  const say = useSay()
  return (
    <div className="row-card">
      <span className="row-card-line">
        <strong>{say(of.purpose.name)}</strong>
        <ConsentBadge of={of.state} />
      </span>
      <span className="soft">{of.recipient ? say(of.recipient.name) : t('consent.inHouse')}</span>
      <span className="row-card-line faint">
        <Moment at={of.givenAt} />
        <Digest of={of.subject} head={8} tail={4} />
      </span>
    </div>
  )
}
