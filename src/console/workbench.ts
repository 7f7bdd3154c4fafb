import { agreementsNear } from '../agreements/near.ts'
import { agreementRowJson } from '../agreements/view.ts'
import type { Currency } from '../base/currency.ts'
import { money } from '../base/money.ts'
import { addDays, dayMs, dayOf, hourMs, startOfDay } from '../base/time.ts'
import { institutionOf } from '../identity/find.ts'
import { partnersAll } from '../partners/find.ts'
import type { PaymentState } from '../payments/payment.ts'
import {
  type HourTotal,
  type Span,
  type StateTotal,
  totalsByDay,
  totalsByHour,
  totalsByState,
  unknownNow,
} from '../payments/totals.ts'
import { namesOf, paymentRowJson, paymentStates, toRowView } from '../payments/view.ts'
import { differencesNow } from '../reconciliation/differences.ts'
import { reconciliationRowJson, toRows as toReconciliationRows } from '../reconciliation/view.ts'
import { settlementsDue } from '../settlement/due.ts'
import { settlementRowJson, toRows as toSettlementRows } from '../settlement/view.ts'
import { dayJson, minorJson, moneyJson, timeJson } from '../world/money-json.ts'
import { z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { namedJson } from './names.ts'
import { proofLately } from './proof.ts'

export const workbenchJson = z
  .strictObject({
    day: dayJson,
    volume: z.strictObject({ today: moneyJson, yesterdayUntilNow: moneyJson, count: z.int(), successPpm: z.int() }),
    hours: z.array(z.strictObject({ hour: z.int(), today: minorJson.nullable(), yesterday: minorJson })),
    days: z.array(z.strictObject({ day: dayJson, volume: moneyJson, count: z.int(), refunded: moneyJson })),
    states: z.array(z.strictObject({ state: paymentStates, count: z.int(), amount: moneyJson })),
    wallets: z.array(z.strictObject({ wallet: namedJson, count: z.int(), volume: moneyJson, successPpm: z.int() })),
    unknown: z.strictObject({
      count: z.int(),
      amount: moneyJson,
      oldestAt: timeJson.nullable(),
      payments: z.array(paymentRowJson),
    }),
    settlementsDue: z.array(settlementRowJson),
    differences: z.strictObject({ count: z.int(), amount: moneyJson, reconciliations: z.array(reconciliationRowJson) }),
    agreementsNear: z.array(
      z.strictObject({
        agreement: agreementRowJson,
        event: z.enum(['begins', 'ends', 'notice']),
        at: timeJson,
        days: z.int(),
      }),
    ),
    proof: z.strictObject({ passed: z.boolean(), at: timeJson, postings: z.int() }),
  })
  .meta({
    id: 'Workbench',
    description: 'Days are of the institution’s zone; a payment belongs to the day on which it began',
  })

type Workbench = z.output<typeof workbenchJson>

/** The currency in which the institution counts its day. */
export const homeCurrency: Currency = 'CNY'
const rowsMost = 5
const daysShown = 30
const nearDays = 90

/** The institution's day at a glance: what came in, what is in doubt, what waits for somebody, and whether the books hold. */
export async function workbenchOf(w: World): Promise<Workbench> {
  const { zone } = await institutionOf(w)
  const now = w.now()
  const day = dayOf(now, zone)
  const today: Span = { currency: homeCurrency, from: startOfDay(day, zone), until: now + 1 }
  const states = await totalsByState(w, today)
  const unknown = await unknownNow(w, homeCurrency, rowsMost)
  const names = namesOf(w)
  const differences = await differencesNow(w, homeCurrency, rowsMost)
  const { passed, at, postings } = await proofLately(w)
  return {
    day,
    volume: await volumeOf(w, today, states),
    hours: await hoursOf(w, today, zone),
    days: await daysOf(w, today, zone),
    states: stateRows(states),
    wallets: await walletsOf(w, states),
    unknown: {
      count: unknown.count,
      amount: money(homeCurrency, unknown.minor),
      oldestAt: unknown.oldestAt,
      payments: await Promise.all(unknown.payments.map((payment) => toRowView(payment, names))),
    },
    settlementsDue: await toSettlementRows(w, await settlementsDue(w, rowsMost)),
    differences: {
      count: differences.count,
      amount: differences.amount,
      reconciliations: await toReconciliationRows(w, differences.days),
    },
    agreementsNear: (await agreementsNear(w, nearDays)).slice(0, rowsMost),
    proof: { passed, at, postings },
  }
}

const paid: ReadonlySet<PaymentState> = new Set(['captured', 'partly_refunded', 'refunded'])
const failed: ReadonlySet<PaymentState> = new Set(['declined', 'cancelled', 'expired'])

const sumOf = (totals: readonly StateTotal[]) => ({
  count: totals.reduce((all, { count }) => all + count, 0),
  amount: money(
    homeCurrency,
    totals.reduce((all, { minor }) => all + minor, 0n),
  ),
})

/** Paid among those that have ended, in parts per million; 0 while none has. */
function successPpm(totals: readonly StateTotal[]): number {
  const won = sumOf(totals.filter(({ state }) => paid.has(state))).count
  const ended = won + sumOf(totals.filter(({ state }) => failed.has(state))).count
  return ended === 0 ? 0 : Math.floor((won * 1_000_000) / ended)
}

async function volumeOf(w: World, today: Span, states: readonly StateTotal[]): Promise<Workbench['volume']> {
  const { count, amount } = sumOf(states.filter(({ state }) => paid.has(state)))
  const before = await totalsByState(w, { ...today, from: today.from - dayMs, until: today.until - dayMs })
  const yesterday = sumOf(before.filter(({ state }) => paid.has(state)))
  return { today: amount, yesterdayUntilNow: yesterday.amount, count, successPpm: successPpm(states) }
}

// Hours of local days; on a day that a clock changes, the hour that stands twice is one.
async function hoursOf(w: World, today: Span, zone: string): Promise<Workbench['hours']> {
  const day = dayOf(today.from, zone)
  const before = addDays(day, -1)
  const totals = await totalsByHour(w, { ...today, from: startOfDay(before, zone) }, zone)
  const at = (of: HourTotal['day'], hour: number): bigint =>
    totals.find((one) => one.day === of && one.hour === hour)?.minor ?? 0n
  return Array.from({ length: 24 }, (_, hour) => ({
    hour,
    today: today.from + hour * hourMs < today.until ? at(day, hour) : null,
    yesterday: at(before, hour),
  }))
}

async function daysOf(w: World, today: Span, zone: string): Promise<Workbench['days']> {
  const last = dayOf(today.from, zone)
  const first = addDays(last, 1 - daysShown)
  const totals = await totalsByDay(w, { ...today, from: startOfDay(first, zone) }, zone)
  return Array.from({ length: daysShown }, (_, place) => {
    const day = addDays(first, place)
    const { minor = 0n, count = 0, refunded = 0n } = totals.find((one) => one.day === day) ?? {}
    return { day, volume: money(homeCurrency, minor), count, refunded: money(homeCurrency, refunded) }
  })
}

const stateRows = (totals: readonly StateTotal[]): Workbench['states'] =>
  paymentStates.options.map((state) => ({ state, ...sumOf(totals.filter((one) => one.state === state)) }))

/** Wallets that are live or had business today, the busiest first. */
async function walletsOf(w: World, totals: readonly StateTotal[]): Promise<Workbench['wallets']> {
  const rows = (await partnersAll(w)).flatMap(({ wallet, name, stage }) => {
    const own = totals.filter((one) => one.wallet === wallet)
    if (stage !== 'live' && own.length === 0) return []
    const { count, amount: volume } = sumOf(own.filter(({ state }) => paid.has(state)))
    return [{ wallet: { id: wallet, name }, count, volume, successPpm: successPpm(own) }]
  })
  return rows.sort((a, b) => (a.volume.minor > b.volume.minor ? -1 : a.volume.minor < b.volume.minor ? 1 : 0))
}
