import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cosign } from '../audit/cosign.ts'
import { type Followed, followLog } from '../audit/followLog.ts'
import { vkeyText } from '../audit/logKey.ts'
import { lookAtLog } from '../audit/lookAtLog.ts'
import { registerWitness, takeCosignature } from '../audit/witnesses.ts'
import { makeWitnessKey, readWitnessKey } from '../audit/witnessKey.ts'
import { present } from '../base/assert.ts'
import { Fault } from '../base/fault.ts'
import { secondMs } from '../base/time.ts'
import { transaction } from '../world/command.ts'
import { emit } from '../world/events.ts'
import { addJob, type Job } from '../world/jobs.ts'
import { nobody, type Who } from '../world/route.ts'
import type { World } from '../world/world.ts'

// A witness with its own key and its own memory beside the database, as `covenant witness` has them, so that the log's page shows
// how cosigning goes. It is run by the institution itself and is registered under it: it proves nothing to others.

const name = 'yunhui-pay.example/sandbox-witness'
const keyFile = 'sandbox-witness'
const nextMs = 15 * secondMs
const minuteEnd = 45 * secondMs

const ourselves: Who = {
  ...nobody,
  kind: 'system',
  id: 'sandbox.witness',
  org: 'institution',
  orgKind: 'institution',
}

/** Registers the sandbox's witness, once, and answers the job by which it looks at the log four times a minute. */
export async function openWitness(w: World, home: string): Promise<Job[]> {
  const key = vkeyText(signerOf(w).vkey)
  try {
    await registerWitness(w, key, 'institution')
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'audit.witness_taken') throw error
  }
  const state = join(home, 'sandbox-witness.json')
  const told = { refusal: '' }
  const step = async (at: World, until: number): Promise<void> => {
    await lookOnce(at, state, told)
    const next = at.now() + nextMs
    if (next >= until) return
    await transaction(at, (i) => addJob(i, 'sandbox.witness_on', { until }, next), {
      unrecorded: 'that a witness looks again is no change of anything',
    })
  }
  return [
    { name: 'sandbox.witness', every: '* * * * *', run: (at) => step(at, at.now() + minuteEnd + nextMs / 2) },
    { name: 'sandbox.witness_on', run: (at, payload) => step(at, Number(payload['until'] ?? 0)) },
  ]
}

/** One look: believed is remembered before it is signed, and what does not continue it is refused and raises the alarm, once. */
export async function lookOnce(w: World, state: string, told: { refusal: string } = { refusal: '' }): Promise<void> {
  const seen = await lookAtLog(w)
  if (!seen) return
  const signer = signerOf(w)
  const step = await followLog(remembered(state), seen.key, seen.note, seen.asked)
  if (step.outcome === 'refused') {
    w.log.error({ witness: name, because: step.because }, 'a witness refused to cosign')
    if (told.refusal === step.because) return
    told.refusal = step.because
    await transaction(w, (i) => emit(i, 'log.fork', { witness: name, because: step.because, size: sizeOf(seen.note) }))
    return
  }
  told.refusal = ''
  if (step.outcome === 'same') return
  keep(state, step.followed)
  await takeCosignature(w, ourselves, step.size, cosign(step.text, signer, w.now()).trimEnd())
}

const signerOf = (w: World) => {
  const line = w.keys.readOrMake(keyFile, () => `${makeWitnessKey(name, w.random.bytes(32)).line}\n`)
  return present(readWitnessKey(line.toString('utf8')), 'the witness key of the sandbox is one')
}

const sizeOf = (note: string): number => Number(note.split('\n')[1] ?? 0)

function remembered(file: string): Followed | null {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Followed) : null
}

// Written beside and moved into place, so that a crash leaves the old memory or the new.
function keep(file: string, followed: Followed): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(followed, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}
