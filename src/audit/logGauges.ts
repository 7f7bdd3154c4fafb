import type { GaugeRead } from '../world/metrics.ts'
import { waitingRecords } from '../world/records.ts'
import { newestCheckpoint } from './store.ts'
import { openAlarmCount } from './storeAlarm.ts'
import { openProblems } from './storeCheck.ts'

const secondsSince = (now: number, at: number | null): number => (at === null ? 0 : Math.max(0, (now - at) / 1_000))

/** How far the log is behind what was done, and what stands open: read when somebody asks, so that a dead sequencer shows. */
export const logGauges: readonly GaugeRead[] = [
  {
    name: 'covenant_log_waiting',
    help: 'Records that wait for their number in the log',
    read: async (w) => (await waitingRecords(w)).waiting,
  },
  {
    name: 'covenant_log_waiting_seconds',
    help: 'Age of the oldest record that waits for its number, 0 when none does',
    read: async (w) => secondsSince(w.now(), (await waitingRecords(w)).oldest),
  },
  {
    name: 'covenant_log_checkpoint_seconds',
    help: 'Age of the newest checkpoint, 0 before the first',
    read: async (w) => secondsSince(w.now(), (await newestCheckpoint(w))?.at ?? null),
  },
  {
    name: 'covenant_log_altered_rows',
    help: 'Rows of log and books that are not what was signed, at most 100',
    read: async (w) => (await openProblems(w)).length,
  },
  {
    name: 'covenant_alarms_open',
    help: 'Alarms nobody has taken in hand',
    read: (w) => openAlarmCount(w),
  },
]
