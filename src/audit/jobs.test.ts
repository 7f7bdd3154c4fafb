import { expect, test } from 'vitest'
import { testWorld } from '../../test/house.ts'
import { runDueJobs } from '../world/jobs.ts'
import { waitingRecords } from '../world/records.ts'
import { auditJobs, wakeSequencer } from './jobs.ts'
import { newestCheckpoint } from './store.ts'
import { writeRecords } from './testLog.ts'
import { integrityOf } from './watch.ts'

test('once woken, the sequencer numbers what waits and comes back every two seconds to the end of the minute', async () => {
  const w = await testWorld()
  await writeRecords(w, 30)
  await wakeSequencer(w)
  await runDueJobs(w, auditJobs, [])
  expect((await newestCheckpoint(w))?.size).toBe(30)
  await writeRecords(w, 5)
  await runDueJobs(w, auditJobs, [])
  expect((await newestCheckpoint(w))?.size).toBe(30)
  w.pass(2_000)
  await runDueJobs(w, auditJobs, [])
  expect((await newestCheckpoint(w))?.size).toBe(35)
  w.pass(60_000)
  await runDueJobs(w, auditJobs, [])
  await writeRecords(w, 1)
  w.pass(60_000)
  await runDueJobs(w, auditJobs, [])
  // Its round is over: the clock starts the next one.
  expect((await waitingRecords(w)).waiting).toBeGreaterThan(0)
  expect((await integrityOf(w)).state).toBe('sound')
})

test('a long queue is caught up without waiting two seconds between the batches', async () => {
  const w = await testWorld()
  await writeRecords(w, 25_000)
  await wakeSequencer(w)
  await runDueJobs(w, auditJobs, [])
  expect(await waitingRecords(w)).toEqual({ waiting: 0, oldest: null })
})
