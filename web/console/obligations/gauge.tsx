import type { ClauseAction, ClauseGauge } from '../../api/contract-obligations.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Amount } from '../../ui/amount.tsx'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { formatPpm } from '../../ui/format.ts'
import { useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Go } from '../go.tsx'

export const actionTones: Record<ClauseAction, Tone> = {
  warn: 'ochre',
  limit: 'ochre',
  suspend: 'cinnabar',
  close: 'cinnabar',
}

/** How far one subject is from what a clause forbids: each bound as a bar, the windows in a row, and the forecast in words. */
export function Gauge({ of }: { of: ClauseGauge }) {
  const t = useText()
  const say = useSay()
  const { running, currency } = of
  const ratio = ratioPpm(running.part, running.whole)
  return (
    <li className="gauge">
      <header>
        <Go to={paths.agreement({ id: of.agreement, version: of.version, path: of.path })} className="strong">
          {say(of.name)}
        </Go>
        <Badge tone={actionTones[of.action]} hollow>
          {t(`life.action.${of.action}`)}
        </Badge>
      </header>
      <p className="faint">
        {of.merchant ? say(of.merchant.name) : t('life.wholeWallet')} · {t(`life.metric.${of.metric}`)}
      </p>
      {of.amountOver === null ? null : (
        <Bar
          label={t('life.amount')}
          ppm={ratioPpm(running.amount, of.amountOver)}
          value={<Amount of={{ currency, minor: running.amount }} />}
          most={<Amount of={{ currency, minor: of.amountOver }} />}
        />
      )}
      {of.ratioOverPpm === null ? null : (
        <Bar
          label={t('life.ratio')}
          ppm={of.ratioOverPpm === 0 ? 0 : Math.floor((ratio * 1_000_000) / of.ratioOverPpm)}
          value={formatPpm(ratio)}
          most={formatPpm(of.ratioOverPpm)}
        />
      )}
      <p className="soft">
        {t(`life.streak.${of.window}`, { streak: of.streak, windows: of.windows })}
        {' · '}
        {of.forecast ? (
          <>
            {t('life.actsAt')} <Moment at={of.forecast.acts} form="day" />
          </>
        ) : (
          t('life.notAtThisRate')
        )}
      </p>
    </li>
  )
}

function Bar({
  label,
  ppm,
  value,
  most,
}: {
  label: string
  ppm: number
  value: React.ReactNode
  most: React.ReactNode
}) {
  const t = useText()
  return (
    <div className="gauge-bar">
      <span className="faint">{label}</span>
      <span className={`gauge-track ${ppm > 1_000_000 ? 'gauge-over' : ''}`} aria-hidden="true">
        <i style={{ width: `${Math.min(100, ppm / 10_000)}%` }} />
      </span>
      <span className="figures">
        {value} <span className="faint">{t('life.of')}</span> {most}
      </span>
    </div>
  )
}

// Part over whole in parts per million, without a float on the way; nothing over nothing is nothing.
const ratioPpm = (part: string, whole: string): number =>
  BigInt(whole) === 0n ? (BigInt(part) === 0n ? 0 : 1_000_000) : Number((BigInt(part) * 1_000_000n) / BigInt(whole))
