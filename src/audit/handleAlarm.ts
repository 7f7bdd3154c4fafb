import { digestOf } from '../base/digest.ts'
import { moved } from '../base/moves.ts'
import { transaction } from '../world/command.ts'
import { record } from '../world/record.ts'
import type { Who } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { alarmMoves } from './alarm.ts'
import { auditFaults } from './errors.ts'
import { endAlarm, lockAlarm, takeAlarm } from './storeAlarm.ts'

/**
 * Signs an alarm off: taken in hand with words, or closed with a reason. The log keeps who, when and the digest of the words, which
 * may name people. Faults audit.alarm_unknown, audit.alarm_moved_on.
 */
export async function handleAlarm(
  w: World,
  who: Who,
  { id, move, words }: { id: string; move: 'acknowledge' | 'close'; words: string },
): Promise<void> {
  await transaction(w, async (i) => {
    const alarm = await lockAlarm(i, id)
    if (!alarm) throw auditFaults.alarmUnknown({ alarm: id })
    const next = moved(alarmMoves, alarm.state, move)
    if (next === null) throw auditFaults.alarmMovedOn(stateWords[alarm.state])
    const signed = { by: who.id, at: i.now(), words }
    if (move === 'acknowledge') await takeAlarm(i, id, signed)
    else await endAlarm(i, id, signed)
    record(i, {
      act: `audit.${move}_alarm`,
      object: id,
      before: alarm.state,
      after: next,
      facts: { kind: alarm.kind, of: alarm.object, count: alarm.count, words: digestOf(words) },
    })
  })
}

const stateWords = {
  open: { zh: '还没有人认领', en: 'nobody has taken it in hand yet' },
  acknowledged: { zh: '已经有人在处理', en: 'somebody has taken it in hand already' },
  closed: { zh: '已经关闭', en: 'it is closed' },
} as const
