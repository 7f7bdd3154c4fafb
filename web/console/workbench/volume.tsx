import { Segmented } from 'antd'
import { useMemo, useState } from 'react'
import type { Workbench } from '../../api/contract.ts'
import { useText } from '../../text/text.ts'
import { Amount } from '../../ui/amount.tsx'
import { Chart } from '../../ui/chart.tsx'
import { chartUnits, formatCount, formatMoney, formatShare } from '../../ui/format.ts'
import { useReader } from '../../ui/language.ts'
import { palettes } from '../../ui/palette.ts'
import { Panel } from '../../ui/panel.tsx'
import { useSettings } from '../settings.ts'
import { axes, tip } from './axes.ts'

type Span = 'today' | 'month'

/** Today's volume against yesterday until now, by the hour; or the last thirty days. */
export function Volume({ of }: { of: Workbench }) {
  const t = useText()
  const { language } = useReader()
  const [span, setSpan] = useState<Span>('today')
  const { today, yesterdayUntilNow, count, successPpm } = of.volume
  const options = [
    { value: 'today' as const, label: t('workbench.today') },
    { value: 'month' as const, label: t('workbench.month') },
  ]
  return (
    <Panel
      className="bench-volume"
      title={t('workbench.volume')}
      extra={<Segmented<Span> size="small" value={span} options={options} onChange={setSpan} />}
    >
      <div className="figures-row">
        <div>
          <p className="figure-big">
            <Amount of={today} />
          </p>
          <p className="faint">
            {t('workbench.yesterday')} <Amount of={yesterdayUntilNow} />{' '}
            <Change now={today.minor} before={yesterdayUntilNow.minor} />
          </p>
        </div>
        <Figure name={t('workbench.count')} value={formatCount(count, language)} />
        <Figure name={t('workbench.success')} value={formatShare(successPpm)} />
      </div>
      {span === 'today' ? <Hours of={of} /> : <Days of={of} />}
    </Panel>
  )
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <p className="figure figures">{value}</p>
      <p className="faint">{name}</p>
    </div>
  )
}

function Change({ now, before }: { now: string; before: string }) {
  if (before === '0') return null
  const ppm = Number(((BigInt(now) - BigInt(before)) * 1_000_000n) / BigInt(before))
  return (
    <span className={ppm >= 0 ? 'gain' : 'loss'}>
      {ppm >= 0 ? '▲' : '▼'} {formatShare(Math.abs(ppm))}
    </span>
  )
}

function Hours({ of }: { of: Workbench }) {
  const t = useText()
  const { mode } = useSettings()
  const { language } = useReader()
  const { currency } = of.volume.today
  const option = useMemo(() => {
    const p = palettes[mode]
    const units = (minor: string | null): number | null => (minor === null ? null : chartUnits(minor, currency))
    return {
      ...axes(
        mode,
        of.hours.map(({ hour }) => `${String(hour).padStart(2, '0')}:00`),
      ),
      tooltip: tip(mode, (value) => formatMoney({ currency, minor: String(Math.round(value * 100)) }, language)),
      series: [
        {
          name: t('workbench.yesterdayShort'),
          type: 'line',
          step: 'middle',
          symbol: 'none',
          lineStyle: { color: p.inkFaint, width: 1, type: 'dashed' },
          itemStyle: { color: p.inkFaint },
          data: of.hours.map((hour) => units(hour.yesterday)),
        },
        {
          name: t('workbench.today'),
          type: 'bar',
          barMaxWidth: 14,
          itemStyle: { color: p.jade, borderRadius: [2, 2, 0, 0] },
          data: of.hours.map((hour) => units(hour.today)),
        },
      ],
    }
  }, [of, mode, currency, language, t])
  return <Chart option={option} height={190} label={t('workbench.hoursLabel')} />
}

function Days({ of }: { of: Workbench }) {
  const t = useText()
  const { mode } = useSettings()
  const { language } = useReader()
  const { currency } = of.volume.today
  const option = useMemo(() => {
    const p = palettes[mode]
    return {
      ...axes(
        mode,
        of.days.map(({ day }) => day.slice(5)),
      ),
      tooltip: tip(mode, (value) => formatMoney({ currency, minor: String(Math.round(value * 100)) }, language)),
      series: [
        {
          name: t('workbench.volume'),
          type: 'bar',
          barMaxWidth: 16,
          itemStyle: { color: p.jade, borderRadius: [2, 2, 0, 0] },
          data: of.days.map(({ volume }) => chartUnits(volume.minor, currency)),
        },
        {
          name: t('workbench.refunded'),
          type: 'line',
          symbol: 'none',
          lineStyle: { color: p.ochre, width: 1.5 },
          itemStyle: { color: p.ochre },
          data: of.days.map(({ refunded }) => chartUnits(refunded.minor, currency)),
        },
      ],
    }
  }, [of, mode, currency, language, t])
  return <Chart option={option} height={190} label={t('workbench.daysLabel')} />
}
