import { present } from '../base/assert.ts'
import { newId } from '../base/id.ts'
import { dayMs, dayOf, type Instant, startOfDay } from '../base/time.ts'
import { transaction } from '../world/command.ts'
import { record } from '../world/record.ts'
import type { World } from '../world/world.ts'
import { type Due, type Eraser, erasers } from './erasers.ts'
import { goneBefore, keptUntil, retentionRule, retentionZone } from './retention.ts'
import { heldTargets, holdOnAny, type Night, saveNight, toErase } from './storeRetention.ts'

const batch = 100
const batchesMax = 20 // 2,000 a rule and night: what is left goes in the nights after
const shownMax = 20
const countedMax = 1_000
/** Minutes after midnight of the institution's day at which the night runs. */
export const nightMinutes = 210

/** Erases what is past its time and not held, in bounded steps, each in its own transaction with its record. */
export async function eraseTonight(w: World): Promise<Night> {
  const erased: Record<string, number> = {}
  let rest = false
  for (const eraser of erasers) {
    const { count, isMore } = await eraseRule(w, eraser)
    if (count > 0) erased[eraser.rule] = count
    rest ||= isMore
  }
  const night = { id: newId('ngt', w.now(), w.random), at: w.now(), erased, held: (await heldTargets(w)).length, rest }
  await transaction(w, async (i) => {
    await saveNight(i, night)
    record(i, { act: 'privacy.night', object: night.id, facts: { erased, held: night.held, rest } })
  })
  return night
}

async function eraseRule(w: World, eraser: Eraser): Promise<{ count: number; isMore: boolean }> {
  const before = goneBefore(w.now(), present(retentionRule(eraser.rule), 'an eraser names a rule'))
  let count = 0
  for (let turn = 0; turn < batchesMax; turn++) {
    const gone = await transaction(w, async (i) => {
      await toErase(i)
      // Looked up under the lock: whoever sets a hold now waits, and what is held already is not in the list.
      const due = await eraser.due(i, before, batch, await heldTargets(i))
      if (due.length > 0) await eraser.forget(i, due)
      return due.length
    })
    count += gone
    if (gone < batch) return { count, isMore: false }
  }
  return { count, isMore: true }
}

export type Tonight = {
  rule: string
  /** At most 1,000 are counted. */
  count: number
  held: number
  shown: (Due & { until: Instant; hold: string | null })[]
}

/** The moment the next night runs. */
export function nextNight(now: Instant): Instant {
  const tonight = startOfDay(dayOf(now, retentionZone), retentionZone, nightMinutes)
  return tonight > now ? tonight : startOfDay(dayOf(now + dayMs, retentionZone), retentionZone, nightMinutes)
}

/** What the next night would erase, and what a hold keeps from it. Changes nothing. */
export async function previewNight(w: World): Promise<Tonight[]> {
  const at = nextNight(w.now())
  const held = await heldTargets(w)
  return await Promise.all(
    erasers.map(async (eraser) => {
      const rule = present(retentionRule(eraser.rule), 'an eraser names a rule')
      const all = await eraser.due(w, goneBefore(at, rule), countedMax, [])
      const isHeld = ({ object, subject }: Due): boolean =>
        held.includes(object) || (subject !== null && held.includes(subject))
      const shown = await Promise.all(
        all.slice(0, shownMax).map(async (due) => ({
          ...due,
          until: keptUntil(due.endedAt, rule),
          hold: isHeld(due) ? await holdOnAny(w, [due.object, due.subject ?? '']) : null,
        })),
      )
      return { rule: rule.id, count: all.length, held: all.filter(isHeld).length, shown }
    }),
  )
}
