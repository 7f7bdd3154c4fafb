import type { AccountKind } from '../ledger/account.ts'
import type { World } from '../world/world.ts'
import { bookedOf, governed } from './history.ts'
import { projectUnder } from './project.ts'
import type { Traffic } from './traffic.ts'

/** One kind of account: what the books posted, and what the replay under the versions that were in force comes to. */
export type Met = { kind: AccountKind; books: bigint; replayed: bigint }

/** Replays a partner's history under the versions that governed it and lays it beside the books. Equal throughout, or something is wrong. */
export async function meetBooks(w: World, partner: string, traffic: Traffic): Promise<Met[]> {
  const { from, until, rows } = traffic
  if (rows.length === 0) return []
  const lived = { ...traffic, assumes: { ...traffic.assumes, lossPpm: {} } }
  const replayed = new Map<AccountKind, bigint>()
  for (const { accounts } of projectUnder(await governed(w, partner, lived), lived).currencies)
    for (const { kind, minor } of accounts) replayed.set(kind, (replayed.get(kind) ?? 0n) + minor)
  const booked = new Map((await bookedOf(w, { partner, from, until })).map(({ kind, minor }) => [kind, minor]))
  return [...new Set([...booked.keys(), ...replayed.keys()])]
    .sort()
    .map((kind) => ({ kind, books: booked.get(kind) ?? 0n, replayed: replayed.get(kind) ?? 0n }))
}
