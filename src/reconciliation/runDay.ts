import { assert } from '../base/assert.ts'
import { addDays, type Day, hourMs, type Instant, minuteMs, startOfDay } from '../base/time.ts'
import { connected } from '../wallets/connected.ts'
import type { Wallet } from '../wallets/wallet.ts'
import { transaction } from '../world/command.ts'
import { addJob } from '../world/jobs.ts'
import { record } from '../world/record.ts'
import type { World } from '../world/world.ts'
import { governing } from './compareDay.ts'
import { reconciliationFaults } from './errors.ts'
import { type DayAsk, receiveBill } from './receiveBill.ts'
import type { Reconciliation } from './reconciliation.ts'
import { countAsked } from './store.ts'

export const runDayJob = 'reconciliation.run_day'

const billTimeoutMs = 60_000
// A bill that is not there yet is asked for again: soon at first, then every few hours, for about ten days.
const againMs = [10 * minuteMs, 30 * minuteMs, hourMs]
const lateAgainMs = 4 * hourMs
const asksMost = 64

/**
 * Fetches the wallet's bill of a day and reconciles it. The wallet is asked outside any transaction. May be run as often as wanted: the
 * same file changes nothing. Faults: reconciliation.not_connected, day_not_over, none_in_force, currency_unknown.
 */
export async function runDay(w: World, key: string | null, ask: { wallet: string; day: Day }): Promise<Reconciliation> {
  const found = await connected(w, ask.wallet)
  if (!found) throw reconciliationFaults.notConnected({ wallet: ask.wallet })
  const { wallet, account, partner } = found
  const { zone, currencies } = wallet.capabilities
  if (w.now() < startOfDay(addDays(ask.day, 1), zone)) throw reconciliationFaults.dayNotOver({ day: ask.day })
  if (!(await governing(w, { partner, day: ask.day, zone })))
    throw reconciliationFaults.noneInForce({ wallet: ask.wallet, day: ask.day })
  const [currency] = currencies
  if (!currency) throw reconciliationFaults.currencyUnknown({ wallet: ask.wallet, currency: '' })
  const day: DayAsk = { partner, wallet: ask.wallet, day: ask.day, currency, zone }
  const answer = await wallet.bill(w, account, { day: ask.day, currency, timeoutMs: billTimeoutMs })
  return await receiveBill(w, key, day, answer)
}

/** `runDay` by the clock: asks again later while there is no bill that can be trusted. */
export async function runDayAgain(w: World, ask: { wallet: string; day: Day }): Promise<void> {
  if (!(await connected(w, ask.wallet))) return // no account, no bill: a person connects it and asks then
  const day = await runDay(w, null, ask)
  if (day.state === 'matched' || day.state === 'closed') return
  await transaction(w, async (i) => {
    const asked = await countAsked(i, day.id)
    record(i, { act: 'reconciliation.ask_again', object: day.id, facts: { asked, last: asked >= asksMost } })
    if (asked >= asksMost) record(i, { act: 'reconciliation.give_up', object: day.id, facts: { asked } })
    if (asked >= asksMost)
      return i.log.warn({ reconciliation: day.id }, 'a wallet bill did not come; a person has to ask for it')
    await addJob(i, runDayJob, ask, i.now() + (againMs[asked - 1] ?? lateAgainMs))
    record(i, { act: 'reconciliation.ask_again', object: day.id, facts: { asked } })
  })
}

/** When the bill of a day can first be had. */
export function billReadyAt({ capabilities: { zone, billFrom } }: Wallet, day: Day): Instant {
  const [hours, minutes] = billFrom.split(':').map(Number)
  assert(hours !== undefined && minutes !== undefined, 'a wallet says from when its bill can be had')
  return startOfDay(addDays(day, 1), zone, hours * 60 + minutes)
}
