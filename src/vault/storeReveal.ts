import type { Id } from '../base/id.ts'
import { many, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import type { Reveal } from './look.ts'

type Row = {
  id: Id<'rev'>
  token: Id<'tok'>
  actor: string
  actor_name: string
  reason: string
  purpose: string | null
  at_ms: bigint
}
/** A look, with what it looked at as it may be shown. */
export type RevealRow = Reveal & { kind: string; masked: string }

const insert = query<Reveal>()`
  insert into vault.reveal (id, token, actor, actor_name, reason, purpose, at_ms)
  values (${'id'}, ${'token'}, ${'actor'}, ${'actorName'}, ${'reason'}, ${'purpose'}, ${'at'})`

const before = query<{ tenant: string; before: string; most: number }, Row & { kind: string; masked: string }>()`
  select r.id, r.token, r.actor, r.actor_name, r.reason, r.purpose, r.at_ms, t.kind, t.masked
    from vault.reveal r join vault.token t on t.id = r.token
   where t.tenant = ${'tenant'} and r.id < ${'before'} order by r.id desc limit ${'most'}`

const ofToken = query<{ token: string }, Row & { kind: string; masked: string }>()`
  select r.id, r.token, r.actor, r.actor_name, r.reason, r.purpose, r.at_ms, t.kind, t.masked
    from vault.reveal r join vault.token t on t.id = r.token where r.token = ${'token'} order by r.id desc limit 100`

const spendOne = query<{ actor: string; act: string; hour: number; most: number }>()`
  insert into vault.budget (actor, act, hour, used) values (${'actor'}, ${'act'}, ${'hour'}, 1)
  on conflict (actor, act, hour) do update set used = vault.budget.used + 1 where vault.budget.used < ${'most'}::int`

export const insertReveal = (i: Inside, reveal: Reveal): Promise<number> => run(i, insert, reveal)

/** A page of looks at a tenant's values, newest first. */
export const revealsBefore = async (w: World, tenant: string, cursor: string, most: number): Promise<RevealRow[]> =>
  (await many(w, before, { tenant, before: cursor, most })).map(toReveal)

/** The last hundred looks at one token. */
export const revealsOf = async (w: World, token: string): Promise<RevealRow[]> =>
  (await many(w, ofToken, { token })).map(toReveal)

/** Spends one of an hour's allowance. False when it is used up. */
export const spend = async (
  i: Inside,
  of: { actor: string; act: string; hour: number; most: number },
): Promise<boolean> => (await run(i, spendOne, of)) === 1

const toReveal = ({ actor_name, at_ms, ...same }: Row & { kind: string; masked: string }): RevealRow => ({
  ...same,
  actorName: actor_name,
  at: Number(at_ms),
})
