import { type Canonical, canonical } from '../base/canonical.ts'
import type { Currency } from '../base/currency.ts'
import { type Digest, digestOf } from '../base/digest.ts'
import { wholePpm } from '../base/money.ts'
import { addMonths, type Day, type Instant, startOfDay } from '../base/time.ts'
import { researchFaults } from './errors.ts'

type Both = { zh: string; en: string }

export const reliabilities = ['official', 'audited', 'survey', 'press', 'self-reported'] as const
/** Where something is from. `where` is an address or the name of a document; a sample was invented to show the product. */
export type Source = {
  id: string
  title: Both
  publisher: Both
  where: string
  published: Day
  read: Day
  reliability: (typeof reliabilities)[number]
  isSample: boolean
}

type Unit = 'count' | 'ppm' | 'minor' | 'hundredths'
type KindOf = { unit: Unit; least: number; most: number; isSplit: boolean; name: Both }
const whole = Number(wholePpm)
const split = (zh: string, en: string): KindOf => ({
  unit: 'ppm',
  least: 0,
  most: whole,
  isSplit: true,
  name: { zh, en },
})
const single = (unit: Unit, least: number, most: number, zh: string, en: string): KindOf => ({
  unit,
  least,
  most,
  isSplit: false,
  name: { zh, en },
})

/** What is asked about a market. A split has several segments, together at most the whole. */
export const figureKinds = {
  users: single('count', 0, 8_000_000_000, '用户数', 'Users'),
  share: single('ppm', 0, whole, '本机构付款人使用率', 'Share of our payers'),
  growth: single('ppm', -whole, 5 * whole, '年增长率', 'Growth a year'),
  ticket: single('minor', 1, 100_000_000_000, '笔均金额', 'Average ticket'),
  frequency: single('hundredths', 0, 100_000, '每用户每月笔数', 'Payments per user and month'),
  category: split('品类', 'Categories'),
  age: split('年龄', 'Age'),
  city: split('城市', 'Cities'),
  channel: split('线上与线下', 'Online and in store'),
} as const satisfies Record<string, KindOf>
export type FigureKind = keyof typeof figureKinds
export const figureKindIds = Object.keys(figureKinds) as FigureKind[]

export type Figure = { kind: FigureKind; segment: Both | null; value: number; source: string; asOf: Day }
export type Habit = { statement: Both; source: string; strength: 'strong' | 'moderate' | 'weak' }
export type Trend = { note: Both; source: string }

export type DossierContent = {
  currency: Currency
  sources: Source[]
  figures: Figure[]
  habits: Habit[]
  trends: Trend[]
}

/** SHA-256 of the canonical content with whose it is: what the second person publishes. */
export const contentDigest = (of: {
  partner: string
  market: string
  version: number
  content: DossierContent
}): Digest => digestOf(canonical({ covenant: 'dossier/1', ...of } as unknown as Canonical))

/** True once a figure is older than twelve months: it is shown, and marked. */
export const isStale = (asOf: Day, now: Instant, zone: string): boolean =>
  addMonths(startOfDay(asOf, zone), 12, zone) <= now

/** Refuses what cannot be so, at its place: no source, days to come, shares above the whole. `today` is the house's day. */
export function refuseContent(content: DossierContent, today: Day): void {
  const sources = new Map<string, Source>()
  for (const [place, source] of content.sources.entries()) {
    const path = `/sources/${place}`
    const { id, published, read } = source
    if (sources.has(id)) throw researchFaults.sourceTwice({ source: id }, path)
    for (const day of [published, read]) if (day > today) throw researchFaults.inFuture({ day }, path)
    if (read < published) throw researchFaults.readBefore({ source: id, read, published }, path)
    sources.set(id, source)
  }
  for (const [place, figure] of content.figures.entries())
    refuseFigure(figure, sources.get(figure.source), today, `/figures/${place}`)
  refuseSegments(content.figures)
  for (const list of ['habits', 'trends'] as const)
    for (const [place, { source }] of content[list].entries())
      if (!sources.has(source)) throw researchFaults.noSource({ source }, `/${list}/${place}/source`)
}

function refuseFigure(
  { kind, segment, value, asOf, ...of }: Figure,
  source: Source | undefined,
  today: Day,
  path: string,
) {
  const { least, most, unit, isSplit }: KindOf = figureKinds[kind]
  if (!source) throw researchFaults.noSource({ source: of.source }, `${path}/source`)
  if (asOf > today) throw researchFaults.inFuture({ day: asOf }, `${path}/asOf`)
  if (asOf > source.read) throw researchFaults.asOfLater({ day: asOf, read: source.read }, `${path}/asOf`)
  if (isSplit === (segment === null))
    throw researchFaults.segmentOff({ figure: kind, segment: segment?.en ?? '—' }, `${path}/segment`)
  if (unit === 'ppm' && most === whole && value > most)
    throw researchFaults.shareTooLarge({ figure: kind, ppm: String(value) }, `${path}/value`)
  if (value < least || value > most)
    throw researchFaults.valueOff({ figure: kind, least: String(least), most: String(most) }, `${path}/value`)
}

function refuseSegments(figures: readonly Figure[]): void {
  const seen = new Set<string>()
  const sums = new Map<FigureKind, number>()
  for (const [place, { kind, segment, value }] of figures.entries()) {
    for (const name of segment ? [`${kind} ${segment.zh}`, `${kind} ${segment.en}`] : [kind])
      if (seen.has(name))
        throw researchFaults.segmentOff({ figure: kind, segment: segment?.en ?? '—' }, `/figures/${place}`)
    seen.add(segment ? `${kind} ${segment.zh}` : kind)
    if (segment) seen.add(`${kind} ${segment.en}`)
    if (!segment) continue
    const sum = (sums.get(kind) ?? 0) + value
    if (sum > whole) throw researchFaults.shareTooLarge({ figure: kind, ppm: String(sum) }, `/figures/${place}/value`)
    sums.set(kind, sum)
  }
}

const needed: readonly FigureKind[] = ['users', 'share', 'growth', 'ticket', 'frequency']

/** The figures without which a dossier says too little to be published. */
export const missingFigures = ({ figures }: DossierContent): FigureKind[] =>
  needed.filter((kind) => !figures.some((one) => one.kind === kind))
