import { assert } from '../base/assert.ts'
import { addDays, type Day, dayMs, type Instant } from '../base/time.ts'
import { transaction } from '../world/command.ts'
import { addJob } from '../world/jobs.ts'
import type { Inside, World } from '../world/world.ts'
import { calendarDay, currentDay } from './calendar.ts'
import { closeDay, openSettlement } from './closeDay.ts'
import { walletOf } from './names.ts'
import { earliestOpenDay } from './store.ts'
import { earliestUnclosed, lastClosedDay, lockCalendar, moveAlarm, settlementOn } from './storeSettlement.ts'

export const closeDueJob = 'settlement.close_due'

const daysMost = 1_000

/**
 * Closes every day of a partner whose cut-off has passed, oldest first, opens the day that collects now, and sets the alarm for its
 * cut-off. Safe to run at any moment and more than once.
 */
export async function closeDue(w: World, partner: string): Promise<void> {
  const wallet = await walletOf(w, partner)
  const last = await lastClosedDay(w, partner)
  let day = last === null ? await firstDay(w, partner) : addDays(last, 1)
  for (let closed = 0; day !== null; closed++, day = addDays(day, 1)) {
    assert(closed < daysMost, `at most ${daysMost} days are closed at once`)
    const due = await calendarDay(w, partner, day)
    if (!due || due.closesAt > w.now()) break
    await closeDay(w, null, { partner, wallet, day })
  }
  await transaction(w, async (i) => await setAlarm(i, partner, await openToday(i, partner, wallet)), {
    unrecorded: 'when to look again is no business fact',
  })
}

/** Has `closeDue` run at a moment, in the same transaction. However many ask, one alarm a partner is kept: the earliest. */
export async function setAlarm(i: Inside, partner: string, at: Instant): Promise<void> {
  await lockCalendar(i, partner)
  if (await moveAlarm(i, partner, at)) await addJob(i, closeDueJob, { partner }, at)
}

// The row of the day that collects now is written as soon as all days before it are closed. Answers when to look again.
async function openToday(i: Inside, partner: string, wallet: string): Promise<Instant> {
  const { lastSequence, lastClosedDay: last } = await lockCalendar(i, partner)
  const today = await currentDay(i, partner)
  if (!today) return i.now() + dayMs
  const isNext = last === null || addDays(last, 1) === today.day
  if (isNext && (await settlementOn(i, partner, today.day)) === null) {
    await openSettlement(i, { partner, wallet, today, sequence: lastSequence + 1 })
  }
  return today.closesAt
}

async function firstDay(w: World, partner: string): Promise<Day | null> {
  const days = [await earliestOpenDay(w, partner), await earliestUnclosed(w, partner)].filter((day) => day !== null)
  return days.sort()[0] ?? null
}
