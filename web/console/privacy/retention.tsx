import { App, Button } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { Retention as Found, Night, RetentionRule, Tonight } from '../../api/contract-privacy.ts'
import { useText } from '../../text/text.ts'
import { Badge } from '../../ui/badge.tsx'
import { Digest } from '../../ui/digest.tsx'
import { useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Rows } from '../../ui/rows.tsx'
import { useAsk, useForget } from '../ask.ts'
import { Loaded } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { useComplain } from '../refuse.ts'
import { Holds } from './holds.tsx'
import { lastDayOf } from './states.tsx'
import './privacy.css'

/** How long each kind of data is kept, what goes tonight, and what a legal hold keeps. */
export default function Retention() {
  const t = useText()
  const retention = useAsk('/v1/retention')
  return (
    <Page title={t('nav.retention')} note={t('retention.note')} actions={<RunNow />}>
      <Loaded ask={retention} lines={14}>
        {(found) => (
          <div className="columns">
            <div className="column-main">
              <TonightPanel of={found} />
              <Rules of={found} />
            </div>
            <div className="column-side">
              <Holds />
              <Nights of={found.nights} />
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  )
}

function RunNow() {
  const t = useText()
  const { message } = App.useApp()
  const complain = useComplain()
  const forget = useForget()
  const me = useAsk('/v1/me')
  const may = me.data?.may.includes('retention.manage') ?? false
  const [busy, setBusy] = useState(false)
  const run = async (): Promise<void> => {
    setBusy(true)
    try {
      const night = await post('/v1/retention/runs', {}, { key: `run-${crypto.randomUUID()}` })
      message.success(t('retention.ran', { n: sum(night.erased) }))
      await forget()
    } catch (error) {
      complain(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button disabled={!may} title={may ? '' : t('retention.mayNot')} loading={busy} onClick={() => void run()}>
      {t('retention.run')}
    </Button>
  )
}

const sum = (erased: Record<string, number>): number => Object.values(erased).reduce((total, count) => total + count, 0)

function TonightPanel({ of }: { of: Found }) {
  const t = useText()
  const due = of.tonight.filter(({ count }) => count > 0)
  return (
    <Panel
      title={t('retention.tonight')}
      extra={
        <span className="faint">
          {t('retention.at')} <Moment at={of.at} />
        </span>
      }
    >
      {due.length === 0 ? <p className="faint">{t('retention.nothing')}</p> : null}
      {due.map((one) => (
        <DueList key={one.rule} of={one} rule={of.rules.find(({ id }) => id === one.rule)} />
      ))}
    </Panel>
  )
}

function DueList({ of, rule }: { of: Tonight; rule: RetentionRule | undefined }) {
  const t = useText()
  const say = useSay()
  return (
    <section className="due">
      <h3>
        {rule ? say(rule.data) : of.rule}{' '}
        <span className="faint">
          {t('retention.count', { n: of.count })}
          {of.held > 0 ? ` · ${t('retention.heldCount', { n: of.held })}` : ''}
        </span>
      </h3>
      <ul>
        {of.shown.slice(0, 6).map((one) => (
          <li key={one.object}>
            <Digest of={one.object} head={10} tail={4} />
            {one.hold ? <Badge tone="ochre">{t('hold.standing')}</Badge> : null}
            <span className="faint">
              <Moment at={lastDayOf(one.until)} form="day" />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function useKept(): (rule: RetentionRule) => string {
  const t = useText()
  return ({ keep: { years, months, days } }) => {
    if (years > 0) return t('retention.years', { n: years })
    if (months > 0) return t('retention.months', { n: months })
    if (days === 1) return t('retention.oneDay')
    return days > 0 ? t('retention.days', { n: days }) : t('retention.atOnce')
  }
}

function Rules({ of }: { of: Found }) {
  const t = useText()
  const say = useSay()
  const kept = useKept()
  const columns: ColumnsType<RetentionRule> = [
    {
      title: t('retention.data'),
      render: (_, row) => (
        <span className="two privacy-wide">
          <strong>{say(row.data)}</strong>
          <span className="faint">{say(row.does)}</span>
        </span>
      ),
    },
    {
      title: t('retention.keep'),
      render: (_, row) => (
        <span className="two">
          <span className="strong">{kept(row)}</span>
          <span className="faint privacy-from">{say(row.from)}</span>
        </span>
      ),
    },
    {
      title: t('retention.law'),
      render: (_, row) => (
        <span className="two privacy-law">
          <span>{say(row.law)}</span>
          <span className="faint">{t(`request.confidence.${row.confidence}`)}</span>
        </span>
      ),
    },
  ]
  return (
    <Panel title={t('retention.rules')} flush>
      <Rows<RetentionRule>
        label={t('retention.rules')}
        rows={of.rules}
        columns={columns}
        keyOf={(row) => row.id}
        card={(row) => (
          <div className="row-card">
            <span className="row-card-line">
              <strong>{say(row.data)}</strong>
              <span className="strong">{kept(row)}</span>
            </span>
            <span className="soft">{say(row.law)}</span>
            <span className="faint">{say(row.does)}</span>
          </div>
        )}
        empty={null}
      />
    </Panel>
  )
}

function Nights({ of }: { of: Night[] }) {
  const t = useText()
  return (
    <Panel title={t('retention.nights')}>
      {of.length === 0 ? <p className="faint">{t('retention.noNights')}</p> : null}
      <ul className="nights">
        {of.map((night) => (
          <li key={night.id}>
            <Moment at={night.at} />
            <span className="faint">
              {sum(night.erased) > 0 ? t('retention.erased', { n: sum(night.erased) }) : t('retention.nothingErased')}
              {night.rest ? ` · ${t('retention.rest')}` : ''}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
