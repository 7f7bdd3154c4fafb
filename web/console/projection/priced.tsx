import type { ColumnsType } from 'antd/es/table'
import type {
  BreakEven,
  CurrencyResult,
  Difference,
  Priced as PricedAnswer,
  ProjectionResult,
  Sensitivity,
} from '../../api/contract-projection.ts'
import { type TextKey, useText } from '../../text/text.ts'
import { Amount } from '../../ui/amount.tsx'
import { type Fact, Facts } from '../../ui/facts.tsx'
import { formatCount, formatMoment, formatMoney, formatPpm, formatShare } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { useReader } from '../../ui/language.ts'
import { Panel } from '../../ui/panel.tsx'
import { Rows } from '../../ui/rows.tsx'
import { clauseName, pointerName } from '../refs.tsx'
import { leafWords } from './leafWords.ts'
import './projection.css'

type Party = 'institution' | 'wallet' | 'merchant'
const parties: readonly Party[] = ['institution', 'wallet', 'merchant']

/** What terms earn and cost on a traffic, beside others where there are some. For every page that prices terms. */
export function Priced({ of }: { of: PricedAnswer }) {
  const result = of.projection.currencies[0]
  if (!result) return null
  const before = resultIn(of.against, result.currency)
  return (
    <div className="priced" aria-live="polite">
      <Headline of={of} result={result} before={before} />
      <Clauses of={of} result={result} />
      <Months result={result} before={before} open={of.projection.openMonths} />
      <Worst result={result} />
      <Cash result={result} />
      {of.breakEven ? <Crossing of={of.breakEven} currency={result.currency} /> : null}
      {of.sensitivity && of.sensitivity.length > 0 ? <Moves of={of.sensitivity} currency={result.currency} /> : null}
    </div>
  )
}

const resultIn = (projection: ProjectionResult | null, currency: string): CurrencyResult | null =>
  projection?.currencies.find((one) => one.currency === currency) ?? null

const less = (a: string, b: string): string => String(BigInt(a) - BigInt(b))

type Line = { party: Party; income: string; cost: string; net: string; before: string | null }

function Headline({ of, result, before }: { of: PricedAnswer; result: CurrencyResult; before: CurrencyResult | null }) {
  const t = useText()
  const { language, zone } = useReader()
  const { currency } = result
  const rows = parties.map(
    (party): Line => ({
      party,
      ...result.parties[party],
      before: before?.parties[party].net ?? null,
    }),
  )
  const amount = (minor: string, tone = false) => <Amount of={{ currency, minor }} tone={tone} sign={tone} />
  const columns: ColumnsType<Line> = [
    { title: '', render: (_, row) => <strong>{t(`priced.party.${row.party}`)}</strong> },
    { title: t('priced.income'), align: 'right', render: (_, row) => amount(row.income) },
    { title: t('priced.cost'), align: 'right', render: (_, row) => amount(row.cost) },
    { title: t('priced.net'), align: 'right', render: (_, row) => <strong>{amount(row.net)}</strong> },
  ]
  const beside: ColumnsType<Line> = before
    ? [
        { title: t('priced.before'), align: 'right', render: (_, row) => amount(row.before ?? '0') },
        {
          title: t('priced.change'),
          align: 'right',
          render: (_, row) => amount(less(row.net, row.before ?? '0'), true),
        },
      ]
    : []
  const basis = t(`priced.basis.${of.traffic.kind}`, {
    rows: formatCount(of.traffic.rows, language),
    from: formatMoment(of.traffic.from, 'day', zone),
    until: formatMoment(of.traffic.until, 'day', zone),
  })
  return (
    <Panel title={t('priced.title')} note={basis} flush>
      <Rows<Line>
        label={t('priced.title')}
        rows={rows}
        columns={[...columns, ...beside]}
        keyOf={({ party }) => party}
        empty={null}
        card={(row) => (
          <Facts
            of={[
              [<strong key="who">{t(`priced.party.${row.party}`)}</strong>, ''],
              [t('priced.net'), amount(row.net)],
              ...(row.before === null ? [] : [[t('priced.change'), amount(less(row.net, row.before), true)] as Fact]),
            ]}
          />
        )}
      />
      <Sums of={result} />
      {of.books && of.books.length > 0 ? <Books of={of.books} /> : null}
    </Panel>
  )
}

function Sums({ of: { currency, volume, refunded, refused } }: { of: CurrencyResult }) {
  const t = useText()
  const count = refused.reduce((sum, one) => sum + one.count, 0)
  const turnedAway: Fact[] = count > 0 ? [[t('priced.refused'), t('priced.refusedOf', { count })]] : []
  return (
    <div className="priced-sums">
      <Facts
        of={[
          [t('priced.volume'), <Amount key="v" of={{ currency, minor: volume }} />],
          [t('priced.refunds'), <Amount key="r" of={{ currency, minor: refunded }} />],
          ...turnedAway,
        ]}
      />
    </div>
  )
}

function Books({ of }: { of: NonNullable<PricedAnswer['books']> }) {
  const t = useText()
  const differing = of.filter(({ books, replayed }) => books !== replayed)
  const good = differing.length === 0
  return (
    <p className={good ? 'priced-books' : 'priced-books loss'}>
      <Icon name={good ? 'check' : 'alert'} size={14} />{' '}
      {good
        ? t('priced.booksMeet', { count: of.length })
        : t('priced.booksDiffer', { kinds: differing.map(({ kind }) => t(`account.${kind}` as TextKey)).join(' · ') })}
    </p>
  )
}

type Contribution = Pick<Difference, 'path' | 'kind' | 'rule'> & { minor: string }

function Clauses({ of, result }: { of: PricedAnswer; result: CurrencyResult }) {
  const t = useText()
  const lines: readonly Difference[] = of.against ? of.differences : result.lines
  const shown = lines
    .map(({ path, kind, rule, effects }): Contribution => ({ path, kind, rule, minor: effects.institution }))
    .filter(({ minor }) => minor !== '0')
    .sort((a, b) => (size(a.minor) < size(b.minor) ? 1 : -1))
  const most = shown.reduce((best, { minor }) => (size(minor) > best ? size(minor) : best), 1n)
  return (
    <Panel title={t('priced.clauses')} note={t('priced.clausesNote')}>
      {shown.length === 0 ? <p className="faint">{t('priced.noChange')}</p> : null}
      <ul className="priced-bars">
        {shown.slice(0, 12).map(({ path, kind, rule, minor }) => (
          <li key={`${path} ${kind} ${rule}`}>
            <span className="priced-name">
              {t(`priced.kind.${kind}`)} <span className="faint">{pointerName(t, path)}</span>
            </span>
            <span className={minor.startsWith('-') ? 'priced-bar priced-bar-loss' : 'priced-bar'}>
              <i style={{ width: `${Number((size(minor) * 100n) / most)}%` }} />
            </span>
            <Amount of={{ currency: result.currency, minor }} sign tone />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

const size = (minor: string): bigint => (minor.startsWith('-') ? -BigInt(minor) : BigInt(minor))

type Month = { month: string; volume: string; net: string; before: string | null }

function Months({ result, before, open }: { result: CurrencyResult; before: CurrencyResult | null; open: string[] }) {
  const t = useText()
  const { currency } = result
  const rows = result.months.map(
    ({ month, volume, effects }): Month => ({
      month,
      volume,
      net: effects.institution,
      before: before ? (before.months.find((one) => one.month === month)?.effects.institution ?? '0') : null,
    }),
  )
  const change = (row: Month) =>
    row.before === null ? null : <Amount of={{ currency, minor: less(row.net, row.before) }} sign tone />
  const columns: ColumnsType<Month> = [
    { title: t('priced.month'), render: (_, row) => <span className="figures">{row.month}</span> },
    { title: t('priced.volume'), align: 'right', render: (_, row) => <Amount of={{ currency, minor: row.volume }} /> },
    { title: t('priced.net'), align: 'right', render: (_, row) => <Amount of={{ currency, minor: row.net }} tone /> },
    ...(before
      ? [{ title: t('priced.change'), align: 'right' as const, render: (_: unknown, row: Month) => change(row) }]
      : []),
  ]
  const note = open.length > 0 ? t('priced.open', { months: open.join(', ') }) : undefined
  return (
    <Panel title={t('priced.months')} note={note} flush>
      <Rows<Month>
        label={t('priced.months')}
        rows={rows}
        columns={columns}
        keyOf={({ month }) => month}
        empty={null}
        card={(row) => (
          <Facts
            of={[
              [
                <span key="m" className="figures">
                  {row.month}
                </span>,
                <Amount key="v" of={{ currency, minor: row.volume }} />,
              ],
              [t('priced.net'), <Amount key="n" of={{ currency, minor: row.net }} tone />],
              ...(row.before === null ? [] : [[t('priced.change'), change(row)] as Fact]),
            ]}
          />
        )}
      />
    </Panel>
  )
}

function Worst({ result }: { result: CurrencyResult }) {
  const t = useText()
  const { worstCase, currency } = result
  if (!worstCase) return null
  type One = (typeof worstCase.parties)[number]
  const columns: ColumnsType<One> = [
    { title: '', render: (_, row) => t(`priced.party.${row.party}`) },
    { title: t('priced.single'), align: 'right', render: (_, row) => <Amount of={{ currency, minor: row.single }} /> },
    { title: t('priced.reason'), render: (_, row) => <Because of={row} /> },
    { title: t('priced.stress'), align: 'right', render: (_, row) => <Amount of={{ currency, minor: row.month }} /> },
  ]
  return (
    <Panel title={t('priced.worst')} note={t('priced.worstNote')} flush>
      <Rows<One>
        label={t('priced.worst')}
        rows={worstCase.parties}
        columns={columns}
        keyOf={({ party }) => party}
        empty={null}
        card={(row) => (
          <Facts
            of={[
              [<strong key="p">{t(`priced.party.${row.party}`)}</strong>, <Because key="b" of={row} />],
              [t('priced.single'), <Amount key="s" of={{ currency, minor: row.single }} />],
              [t('priced.stress'), <Amount key="m" of={{ currency, minor: row.month }} />],
            ]}
          />
        )}
      />
    </Panel>
  )
}

type Borne = NonNullable<CurrencyResult['worstCase']>['parties'][number]

function Because({ of }: { of: Borne }) {
  const t = useText()
  if (of.single === '0') return <span className="faint">—</span>
  return (
    <span>
      {t(`priced.reason.${of.reason}`)} <span className="faint">{pointerName(t, of.path)}</span>
    </span>
  )
}

function Cash({ result: { reserve, transit, currency } }: { result: CurrencyResult }) {
  const t = useText()
  const days = String(Math.round(transit.waitsMilliDays / 100) / 10)
  return (
    <Panel title={t('priced.cash')}>
      <Facts
        of={[
          [t('priced.reservePeak'), <Amount key="r" of={{ currency, minor: reserve.peak }} />],
          [t('priced.deposit'), <Amount key="d" of={{ currency, minor: reserve.deposit }} />],
          [t('priced.transitPeak'), <Amount key="t" of={{ currency, minor: transit.peak }} />],
          [t('priced.waits'), t('priced.waitsDays', { days })],
        ]}
      />
    </Panel>
  )
}

function Crossing({
  of,
  currency,
}: {
  of: NonNullable<PricedAnswer['breakEven']>
  currency: CurrencyResult['currency']
}) {
  const t = useText()
  const { language } = useReader()
  const say = (one: BreakEven): string =>
    one.outcome === 'at'
      ? t(`priced.at.${one.side}`, {
          factor: formatShare(one.factorPpm),
          volume: formatMoney({ currency, minor: one.volume }, language),
        })
      : t(`priced.${one.outcome}`)
  return (
    <Panel title={t('priced.breakEven')}>
      <Facts
        of={[
          [t('priced.byVolume'), say(of.volume)],
          [t('priced.byTicket'), say(of.ticket)],
        ]}
      />
    </Panel>
  )
}

function Moves({ of, currency }: { of: Sensitivity[]; currency: CurrencyResult['currency'] }) {
  const t = useText()
  const change = (minor: string) => <Amount of={{ currency, minor }} sign tone />
  const columns: ColumnsType<Sensitivity> = [
    { title: '', render: (_, row) => <Place of={row} /> },
    { title: t('priced.down'), align: 'right', render: (_, row) => change(row.downNet) },
    { title: t('priced.up'), align: 'right', render: (_, row) => change(row.upNet) },
  ]
  return (
    <Panel title={t('priced.sensitivity')} note={t('priced.sensitivityNote')} flush>
      <Rows<Sensitivity>
        label={t('priced.sensitivity')}
        rows={of.slice(0, 10)}
        columns={columns}
        keyOf={({ path }) => path}
        empty={null}
        card={(row) => (
          <>
            <Place of={row} />
            <Facts
              of={[
                [t('priced.down'), change(row.downNet)],
                [t('priced.up'), change(row.upNet)],
              ]}
            />
          </>
        )}
      />
    </Panel>
  )
}

function Place({ of: { path, value } }: { of: Sensitivity }) {
  const t = useText()
  const { language } = useReader()
  const shown = /ppm$/i.test(path) ? formatPpm(Number(value)) : value
  return (
    <span className="two" title={path}>
      <span>
        {clauseName(t, path.split('/')[2] ?? '')} <span className="figures">{shown}</span>
      </span>
      <span className="faint priced-path">{leafWords(path, language)}</span>
    </span>
  )
}
