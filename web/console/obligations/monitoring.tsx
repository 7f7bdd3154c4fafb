import type { Monitoring as Facts } from '../../api/contract-obligations.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Badge } from '../../ui/badge.tsx'
import { Digest } from '../../ui/digest.tsx'
import { useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useAsk } from '../ask.ts'
import { Go } from '../go.tsx'
import { Loaded, Nothing } from '../loaded.tsx'
import { actionTones, Gauge } from './gauge.tsx'
import { Stops } from './stops.tsx'
import './obligations.css'

/** The monitoring clauses of an agreement, what they found, and what is stopped. */
export function Monitoring({ agreement, partner }: { agreement: string; partner: string }) {
  const t = useText()
  const found = useAsk('/v1/monitoring', { query: { partner } }, { everyMs: 60_000 })
  return (
    <Loaded ask={found} lines={6}>
      {(of) => (
        <>
          <Panel title={t('life.monitoring')} note={t('life.monitoringNote')}>
            {of.gauges.length === 0 ? (
              <Nothing icon="check" title={t('life.nothingMeasured')} help={t('life.nothingMeasuredHelp')} />
            ) : (
              <ul className="gauges">
                {of.gauges.map((gauge) => (
                  <Gauge key={`${gauge.trigger} ${gauge.merchant?.id ?? ''}`} of={gauge} />
                ))}
              </ul>
            )}
            <Unmeasured of={of} />
            <Findings of={of} />
          </Panel>
          <Stops agreement={agreement} of={of} />
        </>
      )}
    </Loaded>
  )
}

function Unmeasured({ of }: { of: Facts }) {
  const t = useText()
  const say = useSay()
  if (of.unmeasured.length === 0) return null
  return (
    <p className="faint">
      {t('life.unmeasured')} {of.unmeasured.map(({ name }) => say(name)).join(' · ')}
    </p>
  )
}

function Findings({ of }: { of: Facts }) {
  const t = useText()
  const say = useSay()
  if (of.findings.length === 0) return null
  return (
    <>
      <h3>{t('life.findings')}</h3>
      <ul className="life-rows">
        {of.findings.map((finding) => (
          <li key={finding.id}>
            <span>
              <Badge tone={actionTones[finding.action]}>{t(`life.action.${finding.action}`)}</Badge>{' '}
              {finding.merchant ? say(finding.merchant.name) : t('life.wholeWallet')} ·{' '}
              {t(`life.metric.${finding.metric}`)}
            </span>
            <span className="soft">
              <Moment at={finding.from} form="day" /> – <Moment at={finding.until} form="day" />
            </span>
            <Go to={paths.log({ object: finding.agreement })}>
              <Digest of={finding.evidence} head={12} />
            </Go>
          </li>
        ))}
      </ul>
    </>
  )
}
