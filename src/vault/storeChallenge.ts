import { maybe, query, run } from '../world/sql.ts'
import type { Inside } from '../world/world.ts'
import type { Challenge } from './challenge.ts'

const insert = query<Challenge>()`
  insert into vault.challenge (id, method, way, hash, asked_at_ms, expires_at_ms)
  values (${'id'}, ${'method'}, ${'way'}, ${'hash'}, ${'askedAt'}, ${'expiresAt'})`

const open = query<
  { method: string },
  Omit<Challenge, 'askedAt' | 'expiresAt'> & { asked_at_ms: bigint; expires_at_ms: bigint }
>()`
  select id, method, way, hash, tries, asked_at_ms, expires_at_ms from vault.challenge
   where method = ${'method'} and ended_at_ms is null for update`

const count = query<{ id: string }>()`update vault.challenge set tries = tries + 1 where id = ${'id'}`

const end = query<{ method: string; at: number }>()`
  update vault.challenge set ended_at_ms = ${'at'} where method = ${'method'} and ended_at_ms is null`

/** Opens a challenge; the one before it ends. */
export async function insertChallenge(i: Inside, challenge: Challenge): Promise<void> {
  await run(i, end, { method: challenge.method, at: i.now() })
  await run(i, insert, challenge)
}

/** The open challenge of a method, locked. */
export async function openChallenge(i: Inside, method: string): Promise<Challenge | null> {
  const row = await maybe(i, open, { method })
  if (!row) return null
  const { asked_at_ms, expires_at_ms, ...same } = row
  return { ...same, askedAt: Number(asked_at_ms), expiresAt: Number(expires_at_ms) }
}

export const countTry = (i: Inside, id: string): Promise<number> => run(i, count, { id })

export const endChallenge = (i: Inside, method: string): Promise<number> => run(i, end, { method, at: i.now() })
