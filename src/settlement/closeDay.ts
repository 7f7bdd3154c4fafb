import type { InForce } from '../agreements/agreement.ts'
import { assert } from '../base/assert.ts'
import { newId } from '../base/id.ts'
import { money, zero } from '../base/money.ts'
import { moved } from '../base/moves.ts'
import { addDays, type Day, toRfc3339 } from '../base/time.ts'
import { type AccountKey, accountText } from '../ledger/account.ts'
import { lockBalances } from '../ledger/lock.ts'
import { post } from '../ledger/post.ts'
import { newPosting } from '../ledger/posting.ts'
import { command } from '../world/command.ts'
import { emit } from '../world/events.ts'
import type { Inside, World } from '../world/world.ts'
import { type CalendarDay, calendarDay } from './calendar.ts'
import { settlementFaults } from './errors.ts'
import {
  currenciesToSettle,
  type MerchantBefore,
  type MerchantSum,
  merchantKey,
  type NettingRule,
  planSettlement,
  type SettlementPlan,
  walletPositions,
} from './plan.ts'
import { type Settlement, settlementMoves } from './settlement.ts'
import { sumsOpen, sumsTaken, takeLines } from './store.ts'
import {
  lockCalendar,
  lockCarried,
  saveCalendar,
  saveCarried,
  saveClosed,
  saveFile,
  saveOpened,
  savePaid,
  savePosition,
  settlementById,
  settlementOn,
} from './storeSettlement.ts'
import { walletFiles } from './walletFiles.ts'

const postingsMost = 1_000

/**
 * Closes a day with a partner once its cut-off has passed: takes every open line up to that day, nets it, books it, and writes
 * down the files for the wallet. The same day is answered the same, however often and at whatever moment it is asked. A line
 * that comes later goes into the next day. Days close in their order. Faults: settlement.none_in_force, too_early, earlier_open,
 * day_passed.
 */
export async function closeDay(
  w: World,
  key: string | null,
  ask: { partner: string; wallet: string; day: Day },
): Promise<Settlement> {
  const id = await command(w, 'settlement.close_day', key, ask, (i) => closeOnce(i, ask))
  const closed = await settlementById(w, id)
  assert(closed, 'a closed day is stored')
  return closed
}

async function closeOnce(
  i: Inside,
  { partner, wallet, day }: { partner: string; wallet: string; day: Day },
): Promise<string> {
  const calendar = await lockCalendar(i, partner)
  const before = await settlementOn(i, partner, day)
  if (before && before.state !== 'open') return before.id
  const today = await calendarDay(i, partner, day)
  if (!today) throw settlementFaults.noneInForce({ wallet, day })
  if (i.now() < today.closesAt) throw settlementFaults.tooEarly({ day, closesAt: toRfc3339(today.closesAt) })
  const last = calendar.lastClosedDay
  if (last !== null && day <= last) throw settlementFaults.dayPassed({ day, last })
  if (last !== null && addDays(last, 1) < day) throw settlementFaults.earlierOpen({ day, open: addDays(last, 1) })
  const opened = before ?? (await openSettlement(i, { partner, wallet, today, sequence: calendar.lastSequence + 1 }))
  const settlement = underVersion(opened, today)
  await saveCalendar(i, partner, settlement.sequence, day)
  return await settle(i, settlement, today.version)
}

/** Writes the row of a day that has begun to collect. The caller holds the partner's calendar. */
export async function openSettlement(
  i: Inside,
  { partner, wallet, today, sequence }: { partner: string; wallet: string; today: CalendarDay; sequence: number },
): Promise<Settlement> {
  const { currency, net, zone } = today.version.terms.clauses.settlement
  const opened: Settlement = {
    id: newId('stl', i.now(), i.random),
    partner: partner as Settlement['partner'],
    wallet,
    sequence,
    currency,
    net,
    zone,
    day: today.day,
    state: 'open',
    agreement: today.version.agreement,
    version: today.version.number,
    versionDigest: today.version.root,
    closesAt: today.closesAt,
    paysOn: today.paysOn,
    openedAt: i.now(),
    closedAt: null,
    lines: 0,
    carriedLines: 0,
    paid: null,
  }
  await saveOpened(i, opened)
  return opened
}

async function settle(i: Inside, settlement: Settlement, version: InForce): Promise<string> {
  const state = moved(settlementMoves, settlement.state, 'close')
  assert(state === 'closed', 'only an open day is closed')
  const rule = ruleOf(version)
  const open = await sumsOpen(i, settlement.partner, settlement.day)
  const currencies = currenciesToSettle(open, rule)
  const lines = await takeLines(i, settlement, currencies)
  // Read again: a line may have come between the sums and the taking. What was taken is the truth.
  const sums = await sumsTaken(i, settlement.id)
  assert(
    currenciesToSettle(sums, rule).length === currencies.length,
    'a line that came meanwhile brought the sum under the minimum: try again',
  )
  const closed: Settlement = {
    ...settlement,
    state,
    closedAt: i.now(),
    lines,
    carriedLines: countOf(open) - countOf(open.filter(({ currency }) => currencies.includes(currency))),
  }
  assert(await saveClosed(i, closed), 'a day closes once')
  const wallets = walletPositions(closed.partner, sums)
  for (const file of await walletFiles(i, closed, wallets)) await saveFile(i, closed.id, file)
  if (wallets.every(({ net }) => net.minor === 0n)) {
    await savePaid(i, closed.id, { at: i.now(), by: 'system', reference: '-', note: 'nothing to pay' })
  }
  await emit(i, 'settlement.closed', { settlement: closed.id, wallet: closed.wallet, day: closed.day })
  // Balances are locked and booked last: captures wait no longer than they must.
  const plan = await planned(i, closed, sums)
  for (const position of plan.positions) await savePosition(i, closed.id, position)
  await book(i, closed, plan)
  return closed.id
}

async function planned(i: Inside, settlement: Settlement, sums: readonly MerchantSum[]): Promise<SettlementPlan> {
  const carried = await lockCarried(
    i,
    settlement.partner,
    sums.map(({ merchant }) => merchant),
  )
  // All accounts that the plan may touch are locked at once, in the ledger's own order, so that two closes never wait in a ring.
  const balances = await lockBalances(i, accountsOf(settlement, sums))
  const before = new Map<string, MerchantBefore>(
    sums.map((one) => {
      const broughtForward = carried.get(merchantKey(one)) ?? zero(one.currency)
      const pending = balances.get(accountText(pendingOf(one)))
      assert(pending, 'a locked account has its balance')
      return [merchantKey(one), { broughtForward, available: pending.available }]
    }),
  )
  const plan = planSettlement(settlement, sums, before)
  for (const { party, counterparty, carriedForward, broughtForward } of plan.positions) {
    if (party === 'wallet' || carriedForward.minor === broughtForward.minor) continue
    await saveCarried(i, settlement.partner, counterparty, carriedForward)
  }
  return plan
}

async function book(i: Inside, settlement: Settlement, plan: SettlementPlan): Promise<void> {
  const postings = plan.postings.map((of) => newPosting(i, { ...of, object: settlement.id }))
  for (let from = 0; from < postings.length; from += postingsMost) {
    for (const booked of await post(i, postings.slice(from, from + postingsMost))) {
      assert(booked.outcome === 'posted', `a planned settlement is booked, not ${JSON.stringify(booked)}`)
    }
  }
}

function accountsOf({ partner }: Settlement, sums: readonly MerchantSum[]): AccountKey[] {
  const currencies = [...new Set(sums.map(({ currency }) => currency))]
  const wallet = (['wallet-receivable', 'wallet-payable', 'settlement-in-transit'] as const).flatMap((kind) =>
    currencies.map((currency) => ({ kind, owner: partner, currency })),
  )
  return [
    ...wallet,
    ...sums.flatMap((one) => [pendingOf(one), { ...pendingOf(one), kind: 'merchant-payable' as const }]),
  ]
}

const pendingOf = ({ merchant, currency }: MerchantSum): AccountKey => ({
  kind: 'merchant-pending',
  owner: merchant,
  currency,
})

function ruleOf({ terms }: InForce): NettingRule {
  const { net, minimum, currency } = terms.clauses.settlement
  return { net, minimum: money(currency, BigInt(minimum)) }
}

// The version in force at the close governs, also when it was signed after the day had been opened.
function underVersion(settlement: Settlement, { closesAt, paysOn, version }: CalendarDay): Settlement {
  const { net, zone } = version.terms.clauses.settlement
  return { ...settlement, closesAt, paysOn, net, zone, version: version.number, versionDigest: version.root }
}

const countOf = (sums: readonly MerchantSum[]): number =>
  sums.reduce((all, { payments, refunds, adjustments }) => all + payments.count + refunds.count + adjustments.count, 0)
