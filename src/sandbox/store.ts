import type { Instant } from '../base/time.ts'
import { record } from '../world/record.ts'
import { maybe, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'

const doneAt = query<{ step: string }, { at_ms: bigint }>()`select at_ms from sandbox.done where step = ${'step'}`

const markDone = query<{ step: string; at: number }>()`
  insert into sandbox.done (step, at_ms) values (${'step'}, ${'at'}) on conflict do nothing`

/** When a step of making the demo world was done; null while it is not. */
export async function stepDoneAt(w: World | Inside, step: string): Promise<Instant | null> {
  const row = await maybe(w, doneAt, { step })
  return row && Number(row.at_ms)
}

export async function saveDone(i: Inside, step: string, at: Instant = i.now()): Promise<void> {
  await run(i, markDone, { step, at })
  record(i, { act: 'sandbox.step', object: step })
}
