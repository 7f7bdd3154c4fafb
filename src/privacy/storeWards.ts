import type { Day, Instant } from '../base/time.ts'
import { everyVersion } from '../vault/searchHash.ts'
import { many, maybe, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import type { WardRegistration } from './wardRegistration.ts'

type Row = Pick<
  WardRegistration,
  'id' | 'guardian' | 'relation' | 'state' | 'sealed' | 'ward' | 'reason' | 'handler'
> & { last_day: string | null; opened_at_ms: bigint; decided_at_ms: bigint | null }

type New = Pick<WardRegistration, 'id' | 'guardian' | 'relation' | 'sealed' | 'openedAt'> & { phoneHash: string }
// The phone may stand there under an older version of the search key: every version is looked for.
const insert = query<New & { versions: string[] }>()`
  insert into privacy.ward_registration (id, guardian, relation, state, sealed, phone_hash, opened_at_ms)
  select ${'id'}, ${'guardian'}, ${'relation'}, 'waiting', ${'sealed'}, ${'phoneHash'}, ${'openedAt'}::bigint
   where not exists (select from privacy.ward_registration w
           where w.guardian = ${'guardian'} and w.state = 'waiting' and w.phone_hash = any(${'versions'}::text[]))
  on conflict (guardian, phone_hash) where state = 'waiting' do nothing`

const update = query<
  Pick<WardRegistration, 'id' | 'state' | 'sealed' | 'ward' | 'lastDay' | 'reason' | 'handler'> & { at: number }
>()`
  update privacy.ward_registration
     set state = ${'state'}, sealed = ${'sealed'}, phone_hash = null, ward = ${'ward'}, last_day = ${'lastDay'}::date,
         reason = ${'reason'}, handler = ${'handler'}, decided_at_ms = ${'at'}
   where id = ${'id'}`

const locked = query<{ id: string }, Row>()`
  select id, guardian, relation, state, sealed, ward, to_char(last_day, 'YYYY-MM-DD') as last_day, reason, handler, opened_at_ms,
         decided_at_ms
    from privacy.ward_registration where id = ${'id'} for update`

const ofGuardian = query<{ guardian: string }, Row>()`
  select id, guardian, relation, state, sealed, ward, to_char(last_day, 'YYYY-MM-DD') as last_day, reason, handler, opened_at_ms,
         decided_at_ms
    from privacy.ward_registration where guardian = ${'guardian'} order by id desc limit 50`

const listed = query<{ state: string | null; before: string; most: number }, Row>()`
  select id, guardian, relation, state, sealed, ward, to_char(last_day, 'YYYY-MM-DD') as last_day, reason, handler, opened_at_ms,
         decided_at_ms
    from privacy.ward_registration
   where (${'state'}::text is null or state = ${'state'}) and (${'before'} = '' or id < ${'before'})
   order by id desc limit ${'most'}`

const past = query<
  { before: number; most: number; held: string[] },
  { id: string; guardian: string; decided_at_ms: bigint }
>()`
  select id, guardian, decided_at_ms from privacy.ward_registration
   where state in ('refused', 'cancelled') and decided_at_ms < ${'before'}
     and not id = any(${'held'}::text[]) and not guardian = any(${'held'}::text[])
   order by decided_at_ms, id limit ${'most'}`

const drop = query<{ ids: string[] }>()`
  delete from privacy.ward_registration where id = any(${'ids'}::text[]) and state in ('refused', 'cancelled')`

/** Registrations that came to nothing before a moment, oldest first. */
export async function vainWardsBefore(
  w: World | Inside,
  before: Instant,
  most: number,
  held: string[],
): Promise<{ object: string; subject: string; endedAt: Instant }[]> {
  const rows = await many(w, past, { before, most, held })
  return rows.map(({ id, guardian, decided_at_ms }) => ({
    object: id,
    subject: guardian,
    endedAt: Number(decided_at_ms),
  }))
}

export const deleteVainWards = (i: Inside, ids: string[]): Promise<number> => run(i, drop, { ids })

/** False when the guardian's registration of the same phone waits already. */
export const saveNewWard = async (i: Inside, made: New): Promise<boolean> =>
  (await run(i, insert, { ...made, versions: await everyVersion(i, made.phoneHash) })) === 1

export async function saveDecidedWard(i: Inside, of: WardRegistration): Promise<void> {
  const { id, state, sealed, ward, lastDay, reason, handler } = of
  await run(i, update, { id, state, sealed, ward, lastDay, reason, handler, at: i.now() })
}

export async function lockWard(i: Inside, id: string): Promise<WardRegistration | null> {
  const row = await maybe(i, locked, { id })
  return row && toRegistration(row)
}

/** What a guardian registered, newest first, at most 50. */
export const registrationsOf = async (w: World | Inside, guardian: string): Promise<WardRegistration[]> =>
  (await many(w, ofGuardian, { guardian })).map(toRegistration)

/** Registrations, newest first, below the id `before` (from the start when it is empty). */
export const registrationsBefore = async (
  w: World,
  state: string | undefined,
  cursor: string,
  most: number,
): Promise<WardRegistration[]> =>
  (await many(w, listed, { state: state ?? null, before: cursor, most })).map(toRegistration)

const toRegistration = ({ last_day, opened_at_ms, decided_at_ms, ...same }: Row): WardRegistration => ({
  ...same,
  lastDay: last_day as Day | null,
  openedAt: Number(opened_at_ms),
  decidedAt: decided_at_ms === null ? null : Number(decided_at_ms),
})
