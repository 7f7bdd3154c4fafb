import { useState } from 'react'
import type { TraceStep } from '../../api/contract-money.ts'
import { useText } from '../../text/text.ts'
import { Evidence } from '../../ui/evidence.tsx'
import { formatMs } from '../../ui/format.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { OutcomeBadge, outcomeTone } from '../states.tsx'

const icons: Record<TraceStep['kind'], IconName> = {
  request: 'arrow',
  decision: 'verify',
  wallet: 'wallet',
  notice: 'down',
  state: 'check',
  posting: 'accounts',
  person: 'person',
} // prettier: one table

/** Everything that happened, in order, each with what was sent and what came back. */
export function TraceSteps({ of }: { of: TraceStep[] }) {
  const t = useText()
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const withEvidence = of.filter((step) => step.evidence)
  const allOpen = withEvidence.length > 0 && withEvidence.every((step) => open.has(step.id))
  const turn = (id: string): void =>
    setOpen(open.has(id) ? new Set([...open].filter((one) => one !== id)) : new Set([...open, id]))
  return (
    <Panel
      title={t('trace.steps')}
      note={t('trace.stepsNote')}
      extra={
        <button
          type="button"
          className="plain"
          onClick={() => setOpen(allOpen ? new Set() : new Set(withEvidence.map((step) => step.id)))}
        >
          {t(allOpen ? 'act.closeAll' : 'act.openAll')}
        </button>
      }
    >
      <ol className="steps">
        {of.map((step, at) => (
          <Step key={step.id} step={step} before={of[at - 1]} open={open.has(step.id)} turn={() => turn(step.id)} />
        ))}
      </ol>
    </Panel>
  )
}

function Step({
  step,
  before,
  open,
  turn,
}: {
  step: TraceStep
  before: TraceStep | undefined
  open: boolean
  turn: () => void
}) {
  const t = useText()
  const say = useSay()
  const gapMs = before ? Date.parse(step.at) - Date.parse(before.at) : 0
  return (
    <li className={`step step-${outcomeTone(step.outcome)}`}>
      <span className="step-mark">
        <Icon name={icons[step.kind]} size={13} />
      </span>
      <div className="step-body">
        <div className="step-head">
          <strong>{say(step.title)}</strong>
          {step.outcome === 'ok' ? null : <OutcomeBadge of={step.outcome} />}
        </div>
        {step.detail ? <p className="soft">{say(step.detail)}</p> : null}
        <p className="step-meta faint">
          <Moment at={step.at} form="time" />
          {gapMs > 0 ? <span className="figures">+{formatMs(gapMs)}</span> : null}
          {step.latencyMs === null ? null : (
            <span className="figures">{t('step.latency', { ms: formatMs(step.latencyMs) })}</span>
          )}
          {step.httpStatus === null ? null : <span className="figures">HTTP {step.httpStatus}</span>}
          {step.by ? <span>{say(step.by)}</span> : null}
          {step.evidence ? (
            <button type="button" className="plain link" aria-expanded={open} onClick={turn}>
              {t(open ? 'step.hide' : 'step.show')}
            </button>
          ) : null}
        </p>
        {open && step.evidence ? (
          <div className="step-evidence">
            {step.evidence.request === null ? null : (
              <Evidence label={t('step.request')} text={step.evidence.request} copy={t('act.copy')} />
            )}
            {step.evidence.response === null ? null : (
              <Evidence label={t('step.response')} text={step.evidence.response} copy={t('act.copy')} />
            )}
          </div>
        ) : null}
      </div>
    </li>
  )
}
