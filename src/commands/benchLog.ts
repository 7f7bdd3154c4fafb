import { performance } from 'node:perf_hooks'
import { sequenceWaiting } from '../audit/sequence.ts'
import { transaction } from '../world/command.ts'
import { record } from '../world/record.ts'
import type { World } from '../world/world.ts'
import { type Measured, rate, type Till } from './benchWork.ts'

const recordsMeasured = 100_000
const recordsAtOnce = 5_000
const pairs = 6
const secondsOfTurn = 5
// The lock of the sequencer (src/audit/store.ts): whoever holds it keeps it from its work.
const sequencerLock = 4_700_003

/** Records numbered a second: leaves, tiles and signed checkpoints, from a queue that is full. */
export async function leaves(w: World): Promise<Measured> {
  await sequenceWaiting(w, 1_000)
  for (let made = 0; made < recordsMeasured; made += recordsAtOnce) {
    await transaction(w, async (i) => {
      for (let n = 0; n < recordsAtOnce; n++)
        record(i, { act: 'bench.write', object: `thing:${made + n}`, facts: { n } })
    })
  }
  const from = performance.now()
  const numbered = await sequenceWaiting(w, 1_000)
  const perSecond = (numbered / (performance.now() - from)) * 1_000
  return {
    what: 'leaves numbered in the log, one sequencer',
    perSecond,
    detail: `${numbered.toLocaleString('en')} leaves`,
  }
}

/** The same payments with the sequencer at work and kept from it, in turns, because a machine's mood changes by the minute. */
export async function withoutLog(w: World, till: Till): Promise<Measured[]> {
  const ratios: number[] = []
  const sums = { running: 0, stopped: 0 }
  for (let pair = 0; pair < pairs; pair++) {
    // What piled up while it was kept away is not this turn's work.
    await sequenceWaiting(w, 1_000)
    const running = await rate(32, till.pay, secondsOfTurn)
    const stopped = await held(w, () => rate(32, till.pay, secondsOfTurn))
    ratios.push(running / stopped)
    sums.running += running / pairs
    sums.stopped += stopped / pairs
  }
  const ratio = (sums.running / sums.stopped).toFixed(3)
  const each = ratios.map((one) => one.toFixed(2)).join(', ')
  return [
    { what: 'payments, the log’s sequencer at work', perSecond: sums.running, detail: `${ratio} of without (${each})` },
    { what: 'payments, the log’s sequencer stopped', perSecond: sums.stopped, detail: `mean of ${pairs} turns` },
  ]
}

async function held(w: World, measure: () => Promise<number>): Promise<number> {
  const client = await w.db.pool.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [sequencerLock])
    return await measure()
  } finally {
    await client.query('select pg_advisory_unlock($1)', [sequencerLock])
    client.release()
  }
}
