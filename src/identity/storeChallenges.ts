import type { Digest } from '../base/digest.ts'
import { everyVersion } from '../vault/searchHash.ts'
import { many, maybe, one, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import type { Challenge, ChallengeKind } from './challenge.ts'
import type { OwnerRef } from './owner.ts'

type Row = {
  id: string
  kind: ChallengeKind
  owner_kind: OwnerRef['kind'] | null
  owner: string | null
  purpose: string
  bound: Digest | null
  expected: string
  to_hash: string | null
  to_masked: string | null
  tries: number
  made_at_ms: bigint
  expires_at_ms: bigint
  spent_at_ms: bigint | null
}

type New = Omit<Challenge, 'owner' | 'tries' | 'spentAt'> & { owner: string | null; ownerKind: string | null }
const insert = query<New>()`
  insert into identity.challenge (id, kind, owner_kind, owner, purpose, bound, expected, to_hash, to_masked, made_at_ms, expires_at_ms)
  values (${'id'}, ${'kind'}, ${'ownerKind'}, ${'owner'}, ${'purpose'}, ${'bound'}, ${'expected'}, ${'toHash'}, ${'toMasked'},
    ${'madeAt'}, ${'expiresAt'})`

const lock = query<{ id: string }, Row>()`
  select id, kind, owner_kind, owner, purpose, bound, expected, to_hash, to_masked, tries, made_at_ms, expires_at_ms, spent_at_ms
    from identity.challenge where id = ${'id'} for update`

const spend = query<{ id: string; at: number }>()`
  update identity.challenge set spent_at_ms = ${'at'} where id = ${'id'} and spent_at_ms is null`

const miss = query<{ id: string }>()`update identity.challenge set tries = tries + 1 where id = ${'id'}`

const sentLately = query<{ hashes: string[]; from: number }, { made_at_ms: bigint }>()`
  select made_at_ms from identity.challenge where to_hash = any(${'hashes'}::text[]) and made_at_ms > ${'from'}
   order by made_at_ms desc limit 20`

const oneSender = query<{ hash: string }, { held: string }>()`
  select pg_advisory_xact_lock(hashtext(${'hash'}))::text as held`

export async function saveChallenge(
  i: Inside,
  { owner, ...made }: Omit<Challenge, 'tries' | 'spentAt'>,
): Promise<void> {
  await run(i, insert, { ...made, owner: owner?.id ?? null, ownerKind: owner?.kind ?? null })
}

/** The challenge, held until the transaction ends, so that of two answers only one is first. */
export async function lockChallenge(i: Inside, id: string): Promise<Challenge | null> {
  const row = await maybe(i, lock, { id })
  return row && toChallenge(row)
}

export const spendChallenge = async (i: Inside, id: string): Promise<boolean> =>
  (await run(i, spend, { id, at: i.now() })) === 1

export const countMiss = (i: Inside, id: string): Promise<number> => run(i, miss, { id })

/** When codes were sent to a number since `from`, newest first, at most 20. */
export async function codesSent(w: World | Inside, hash: string, from: number): Promise<number[]> {
  return (await many(w, sentLately, { hashes: await everyVersion(w, hash), from })).map((row) => Number(row.made_at_ms))
}

/** Two requests for a code to the same number wait for each other, so that neither slips under the limit. */
export async function oneSenderAtATime(i: Inside, hash: string): Promise<void> {
  await one(i, oneSender, { hash })
}

const toChallenge = (row: Row): Challenge => ({
  id: row.id,
  kind: row.kind,
  owner: row.owner !== null && row.owner_kind !== null ? { kind: row.owner_kind, id: row.owner } : null,
  purpose: row.purpose,
  bound: row.bound,
  expected: row.expected,
  toHash: row.to_hash,
  toMasked: row.to_masked,
  tries: row.tries,
  madeAt: Number(row.made_at_ms),
  expiresAt: Number(row.expires_at_ms),
  spentAt: row.spent_at_ms === null ? null : Number(row.spent_at_ms),
})
