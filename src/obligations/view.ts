import type { Stop } from '../agreements/stopped.ts'
import { merchantById } from '../merchants/find.ts'
import { bothTexts, currencyJson, digestJson, timeJson } from '../world/money-json.ts'
import { z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import type { Gauge, Unmeasured } from './gauges.ts'
import type { Finding } from './storeFindings.ts'
import type { Reading } from './trigger.ts'

// What the API says of monitoring clauses.

const metrics = z.enum(['unauthorised', 'disputes', 'refunds', 'errors'])
const actions = z.enum(['warn', 'limit', 'suspend', 'close'])
const merchantJson = z.strictObject({ id: z.string(), name: bothTexts })
const digits = z.string().regex(/^\d{1,30}$/)

const readingJson = z
  .strictObject({
    from: timeJson,
    until: timeJson,
    amount: digits.meta({ description: 'What the amount bound is compared with, minor units' }),
    part: digits,
    whole: digits.meta({ description: 'The ratio is part over whole' }),
  })
  .meta({ id: 'ClauseReading' })

const clause = {
  agreement: z.string(),
  version: z.int(),
  path: z.string().meta({ description: 'Place of the clause in the terms' }),
  trigger: z.string(),
  name: bothTexts,
  metric: metrics,
  action: actions,
  amountOver: digits.nullable(),
  currency: currencyJson,
  ratioOverPpm: z.int().nullable(),
  window: z.enum(['minute', 'day', 'month']),
  windows: z.int(),
}

export const gaugeJson = z
  .strictObject({
    ...clause,
    merchant: merchantJson.nullable().meta({ description: 'Null: the partner as a whole' }),
    running: readingJson,
    last: readingJson.nullable(),
    over: z.boolean().meta({ description: 'The running window is over both bounds as it stands' }),
    streak: z.int().meta({ description: 'Windows in a row that ended over' }),
    forecast: z
      .strictObject({ over: timeJson, acts: timeJson })
      .nullable()
      .meta({ description: 'When the bound is passed and when the clause acts at this rate; null: not at this rate' }),
  })
  .meta({ id: 'ClauseGauge' })

export const unmeasuredJson = z.strictObject(clause).meta({ id: 'UnmeasuredClause' })

export const findingJson = z
  .strictObject({
    id: z.string(),
    agreement: z.string(),
    version: z.int(),
    digest: digestJson,
    trigger: z.string(),
    metric: metrics,
    action: actions,
    merchant: merchantJson.nullable(),
    from: timeJson,
    until: timeJson,
    readings: z.array(readingJson),
    evidence: digestJson.meta({ description: 'SHA-256 of the canonical readings, as the log has it' }),
    stop: z.string().nullable(),
    at: timeJson,
  })
  .meta({ id: 'ClauseFinding' })

export const stopJson = z
  .strictObject({
    id: z.string(),
    agreement: z.string(),
    merchant: merchantJson.nullable().meta({ description: 'Null: the whole wallet' }),
    kind: z.enum(['limit', 'suspend', 'close']),
    because: bothTexts,
    source: z.string(),
    from: timeJson,
    until: timeJson.nullable(),
    liftedAt: timeJson.nullable(),
    liftedBecause: z.string().nullable(),
    standing: z.boolean(),
  })
  .meta({ id: 'Stop', description: 'New payments refused although the agreement is in force; refunds run on' })

const clauseOf = ({ agreement, version, place, trigger }: Unmeasured) => ({
  agreement,
  version,
  path: `/clauses/monitoring/triggers/${place}`,
  trigger: trigger.id,
  name: trigger.name,
  metric: trigger.metric,
  action: trigger.action,
  amountOver: trigger.amountOver,
  currency: trigger.currency,
  ratioOverPpm: trigger.ratioOverPpm,
  window: trigger.window,
  windows: trigger.windows,
})

export const toUnmeasuredView = clauseOf

export const toGaugeView = async (w: World, gauge: Gauge) => ({
  ...clauseOf(gauge),
  merchant: await merchantNamed(w, gauge.subject || null),
  running: digitsOf(gauge.running),
  last: gauge.last && digitsOf(gauge.last),
  over: gauge.isOver,
  streak: gauge.streak,
  forecast: gauge.forecast.kind === 'reached' ? { over: gauge.forecast.over, acts: gauge.forecast.acts } : null,
})

export async function toFindingView(w: World, finding: Finding) {
  const { partner: _, root, merchant, ...same } = finding
  return { ...same, digest: root, merchant: await merchantNamed(w, merchant) }
}

export async function toStopView(w: World, stop: Stop) {
  const { partner: _, merchant, ...same } = stop
  const standing = same.liftedAt === null && (same.until === null || same.until > w.now())
  return { ...same, merchant: await merchantNamed(w, merchant), standing }
}

/** A reading as it is kept and answered: whole numbers as digits. */
export const digitsOf = ({ from, until, amount, part, whole }: Reading) => ({
  from,
  until,
  amount: amount.toString(),
  part: part.toString(),
  whole: whole.toString(),
})

async function merchantNamed(w: World, id: string | null) {
  if (id === null) return null
  const merchant = await merchantById(w, id)
  return { id, name: merchant?.name ?? { zh: id, en: id } }
}
