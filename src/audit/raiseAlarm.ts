import { newId } from '../base/id.ts'
import { dayMs } from '../base/time.ts'
import { countOne } from '../world/counters.ts'
import { record } from '../world/record.ts'
import type { Inside } from '../world/world.ts'
import { alarmKinds } from './alarm.ts'
import { addAlarm, countAlarm, sameAlarm } from './storeAlarm.ts'

// The same thing within a day is one alarm with a count; a quiet day later it is a new one.
const windowMs = dayMs

/**
 * Puts an alarm into the inbox, or counts on the one that stands for the same kind and object. `times` is how often it was seen so
 * far, where whoever tells it has counted; one more when absent.
 */
export async function raiseAlarm(i: Inside, kind: string, object: string, times: number | null = null): Promise<void> {
  const at = i.now()
  const known = await sameAlarm(i, kind, object, at - windowMs)
  if (known) {
    const count = times === null ? known.count + 1 : Math.max(known.count, times)
    await countAlarm(i, known.id, count, at)
    record(i, { act: 'audit.count_alarm', object: known.id, facts: { kind, of: object, count } })
    return
  }
  const id = newId('alm', at, i.random)
  await addAlarm(i, { id, kind, object, count: times ?? 1, at })
  record(i, { act: 'audit.raise_alarm', object: id, facts: { kind, of: object } })
  countOne(i, 'alarm', Object.hasOwn(alarmKinds, kind) ? kind : 'other')
}
