import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { testWorld } from '../../test/house.ts'
import { alarmsNewest } from '../audit/alarms.ts'
import { toStatusView } from '../audit/logView.ts'
import { lookAtLog } from '../audit/lookAtLog.ts'
import { cosignedAt } from '../audit/noteSignature.ts'
import { auditReactions } from '../audit/reactions.ts'
import { readNote, readVkey } from '../audit/readNote.ts'
import { sequenceWaiting } from '../audit/sequence.ts'
import { asSuperuser, writeRecords } from '../audit/testLog.ts'
import { minuteMs } from '../base/time.ts'
import { runDueJobs } from '../world/jobs.ts'
import { lookOnce, openWitness } from './witness.ts'

function home(): string {
  const folder = mkdtempSync(join(tmpdir(), 'covenant-sandbox-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

test('the sandbox’s own witness registers itself once, says whose it is, and follows the log as it grows', async () => {
  const [w, folder] = [await testWorld(), home()]
  await openWitness(w, folder)
  const jobs = await openWitness(w, folder)
  const look = async () => {
    await writeRecords(w, 30)
    await sequenceWaiting(w, 1)
    w.pass(minuteMs)
    await jobs[0]?.run(w, {})
  }
  await look()
  await look()
  const { witnesses, size } = await toStatusView(w)
  expect(witnesses).toMatchObject([{ name: 'yunhui-pay.example/sandbox-witness', orgKind: 'own', size }])
  const note = readNote((await lookAtLog(w))?.note ?? '')
  const vkey = readVkey(witnesses[0]?.key ?? '')
  expect(note && vkey && cosignedAt(note, vkey)).toBe(Math.floor(w.now() / 1_000))
  // It looks again by itself within the minute.
  await writeRecords(w, 3)
  await sequenceWaiting(w, 1)
  w.pass(20_000)
  await runDueJobs(w, jobs, [])
  expect((await toStatusView(w)).witnesses[0]?.size).toBe(size + 3)
})

test('a log that went back is not cosigned, and the alarm says so once', async () => {
  const [w, folder] = [await testWorld(), home()]
  await openWitness(w, folder)
  const state = join(folder, 'sandbox-witness.json')
  await writeRecords(w, 20)
  await sequenceWaiting(w, 1)
  await lookOnce(w, state)
  const before = readFileSync(state, 'utf8')
  const { size } = await toStatusView(w)
  // The witness remembers a larger tree than the log now shows: as after a restore from an old backup.
  await writeRecords(w, 20)
  await sequenceWaiting(w, 1)
  await lookOnce(w, state)
  const later = readFileSync(state, 'utf8')
  expect(later).not.toBe(before)
  await asSuperuser(w, `delete from audit.cosignature where size > ${size}`)
  await asSuperuser(w, `delete from audit.checkpoint where size > ${size}`)
  writeFileSync(state, later)
  const told = { refusal: '' }
  for (let n = 0; n < 3; n++) await lookOnce(w, state, told)
  await runDueJobs(w, [], auditReactions)
  expect(readFileSync(state, 'utf8')).toBe(later)
  expect(await alarmsNewest(w, { state: null, kind: null, before: null }, 10)).toMatchObject([
    { kind: 'log.witness_refused', object: 'yunhui-pay.example/sandbox-witness', count: 1 },
  ])
  expect((await toStatusView(w)).witnesses[0]?.size).toBe(size)
})
