import type { Digest } from '../base/digest.ts'
import { maybe, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'

/** One act that a person confirms once more, in one session. */
export type StepUp = {
  id: string
  session: string
  person: string
  act: string
  bound: Digest
  summary: { zh: string; en: string }
  madeAt: number
  expiresAt: number
  method: string | null
  confirmedAt: number | null
  spentAt: number | null
}

type Row = {
  id: string
  session: string
  person: string
  act: string
  bound: Digest
  summary: StepUp['summary']
  made_at_ms: bigint
  expires_at_ms: bigint
  method: string | null
  confirmed_at_ms: bigint | null
  spent_at_ms: bigint | null
}

type New = Omit<StepUp, 'method' | 'confirmedAt' | 'spentAt'>
const insert = query<New>()`
  insert into identity.step_up (id, session, person, act, bound, summary, made_at_ms, expires_at_ms)
  values (${'id'}, ${'session'}, ${'person'}, ${'act'}, ${'bound'}, ${'summary'}, ${'madeAt'}, ${'expiresAt'})`

const byId = query<{ id: string }, Row>()`
  select id, session, person, act, bound, summary, made_at_ms, expires_at_ms, method, confirmed_at_ms, spent_at_ms
    from identity.step_up where id = ${'id'}`

const confirm = query<{ id: string; method: string; at: number; until: number }>()`
  update identity.step_up set method = ${'method'}, confirmed_at_ms = ${'at'}, expires_at_ms = ${'until'}
   where id = ${'id'} and confirmed_at_ms is null and spent_at_ms is null and expires_at_ms > ${'at'}`

const spend = query<{ id: string; session: string; act: string; bound: string; at: number }>()`
  update identity.step_up set spent_at_ms = ${'at'}
   where id = ${'id'} and session = ${'session'} and act = ${'act'} and bound = ${'bound'}
     and confirmed_at_ms is not null and spent_at_ms is null and expires_at_ms > ${'at'}`

const forget = query<{ before: number }>()`delete from identity.step_up where expires_at_ms < ${'before'}`

export async function saveStepUp(i: Inside, stepUp: New): Promise<void> {
  await run(i, insert, stepUp)
}

export async function stepUpById(w: World, id: string): Promise<StepUp | null> {
  const row = await maybe(w, byId, { id })
  if (!row) return null
  const { made_at_ms, expires_at_ms, confirmed_at_ms, spent_at_ms, ...same } = row
  return {
    ...same,
    madeAt: Number(made_at_ms),
    expiresAt: Number(expires_at_ms),
    confirmedAt: confirmed_at_ms === null ? null : Number(confirmed_at_ms),
    spentAt: spent_at_ms === null ? null : Number(spent_at_ms),
  }
}

/** False when it was confirmed already or is over. */
export const confirmStepUp = async (i: Inside, id: string, method: string, until: number): Promise<boolean> =>
  (await run(i, confirm, { id, method, at: i.now(), until })) === 1

/** True for the first that uses a confirmed step-up of this session for exactly this act and digest. */
export const spendStepUp = async (
  i: Inside,
  used: { id: string; session: string; act: string; bound: string },
): Promise<boolean> => (await run(i, spend, { ...used, at: i.now() })) === 1

export const forgetStepUps = (i: Inside, before: number): Promise<number> => run(i, forget, { before })
