import { type Reaction, reaction } from '../world/events.ts'
import { raiseAlarm } from './raiseAlarm.ts'

/** What the log hears: whatever calls for a person goes into the inbox of alarms. */
export const auditReactions: Reaction[] = [
  reaction('log.alarm', 'audit.alarm_of_log', async (i, { data }) => await raiseAlarm(i, 'log.altered', data.row)),
  reaction('log.fork', 'audit.alarm_of_fork', async (i, { data }) => {
    await raiseAlarm(i, 'log.witness_refused', data.witness)
  }),
  reaction('identity.alarm', 'audit.alarm_of_identity', async (i, { data }) => {
    await raiseAlarm(i, `identity.${data.because}`, data.object)
  }),
  reaction('vault.alarm', 'audit.alarm_of_vault', async (i, { data }) => {
    await raiseAlarm(i, 'vault.ciphertext_refused', data.object, data.count)
  }),
]
