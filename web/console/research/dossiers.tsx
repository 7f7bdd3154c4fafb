import type { ColumnsType } from 'antd/es/table'
import { useMemo } from 'react'
import type { DossierRow, Dossiers as Found } from '../../api/contract-research.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Badge } from '../../ui/badge.tsx'
import { Chart } from '../../ui/chart.tsx'
import { formatShare } from '../../ui/format.ts'
import { useReader, useSay } from '../../ui/language.ts'
import { palettes } from '../../ui/palette.ts'
import { Panel } from '../../ui/panel.tsx'
import { Rows } from '../../ui/rows.tsx'
import { useAsk } from '../ask.ts'
import { Go } from '../go.tsx'
import { Loaded, Nothing } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { useSettings } from '../settings.ts'
import { axes, tip } from '../workbench/axes.ts'
import { figureText, type Unit } from './figureWords.ts'

/** All dossiers, their markets side by side. */
export default function Dossiers() {
  const t = useText()
  const found = useAsk('/v1/dossiers')
  return (
    <Page title={t('nav.research')} note={t('research.note')}>
      <Loaded ask={found} lines={12}>
        {(of) =>
          of.items.length === 0 ? (
            <Nothing icon="wallet" title={t('research.none')} help={t('research.noneHelp')} />
          ) : (
            <>
              <Shares of={of} />
              <Markets of={of} />
              <Unresearched of={of} />
            </>
          )
        }
      </Loaded>
    </Page>
  )
}

function Shares({ of }: { of: Found }) {
  const t = useText()
  const say = useSay()
  const { mode } = useSettings()
  const rows = useMemo(() => of.items.filter(({ sharePpm, state }) => sharePpm !== null && state === 'published'), [of])
  const option = useMemo(
    () => ({
      ...axes(
        mode,
        rows.map(({ partner }) => say(partner.name)),
      ),
      tooltip: tip(mode, (value) => `${value.toFixed(1)}%`),
      series: [
        {
          name: t('research.share'),
          type: 'bar',
          barMaxWidth: 34,
          itemStyle: { color: palettes[mode].jade, borderRadius: [2, 2, 0, 0] },
          data: rows.map(({ sharePpm }) => (sharePpm ?? 0) / 10_000),
        },
      ],
    }),
    [rows, mode, say, t],
  )
  const shares = rows.map(({ partner, sharePpm }) => `${say(partner.name)} ${formatShare(sharePpm ?? 0)}`).join(', ')
  return (
    <Panel title={t('research.shareChart')}>
      <Chart option={option} height={190} label={t('research.shareLabel', { shares })} />
    </Panel>
  )
}

function Markets({ of }: { of: Found }) {
  const t = useText()
  const say = useSay()
  const { language } = useReader()
  const text = (row: DossierRow, value: number | null, unit: Unit) =>
    value === null ? '—' : figureText(value, unit, row.currency, language)
  const right = { align: 'right' as const, className: 'figures' }
  const columns: ColumnsType<DossierRow> = [
    {
      title: t('research.wallet'),
      render: (_, row) => (
        <Go to={paths.dossier({ id: row.id })}>
          {say(row.partner.name)} · {row.market}
        </Go>
      ),
    },
    { title: t('research.users'), ...right, render: (_, row) => text(row, row.users, 'count') },
    { title: t('research.share'), ...right, render: (_, row) => text(row, row.sharePpm, 'ppm') },
    { title: t('research.growth'), ...right, render: (_, row) => text(row, row.growthPpm, 'ppm') },
    { title: t('research.ticket'), ...right, render: (_, row) => text(row, row.ticket, 'minor') },
    { title: t('research.frequency'), ...right, render: (_, row) => text(row, row.frequency, 'hundredths') },
    { title: t('research.state'), render: (_, row) => <State of={row} /> },
  ]
  return (
    <Panel title={t('research.compare')} flush>
      <Rows
        rows={of.items}
        columns={columns}
        keyOf={({ id }) => id}
        label={t('research.compare')}
        empty={null}
        card={(row) => (
          <div className="row-card">
            <Go to={paths.dossier({ id: row.id })}>
              <strong>
                {say(row.partner.name)} · {row.market}
              </strong>
            </Go>
            <p className="faint figures">
              {t('research.share')} {text(row, row.sharePpm, 'ppm')} · {t('research.growth')}{' '}
              {text(row, row.growthPpm, 'ppm')} · {t('research.ticket')} {text(row, row.ticket, 'minor')}
            </p>
            <State of={row} />
          </div>
        )}
      />
    </Panel>
  )
}

function State({ of: { state, version, stale } }: { of: DossierRow }) {
  const t = useText()
  return (
    <span>
      <Badge tone={state === 'published' ? 'jade' : 'indigo'} hollow={state === 'draft'}>
        {t(`research.state.${state}`)} · {t('research.version', { n: version })}
      </Badge>{' '}
      {stale > 0 ? <Badge tone="ochre">{t('research.stale', { n: stale })}</Badge> : null}
    </span>
  )
}

function Unresearched({ of }: { of: Found }) {
  const t = useText()
  const say = useSay()
  if (of.unresearched.length === 0) return null
  return (
    <Panel title={t('research.unresearched')}>
      <ul>
        {of.unresearched.map(({ id, name }) => (
          <li key={id}>
            <Go to={paths.wallet({ id })}>{say(name)}</Go>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
