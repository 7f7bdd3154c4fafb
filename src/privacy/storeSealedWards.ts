import { type HashesMoved, type HashKeeper, type HashSpan, sealedUnder } from '../vault/keepers.ts'
import { many, maybe, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'

type Field = 'child' | 'reason'
type Row = { id: string; subject: string; sealed: string }

// What was told of a child is sealed under the guardian's key until it is confirmed, then under the child's.
const children = query<{ after: string; most: number }, Row>()`
  select id, coalesce(ward, guardian) as subject, sealed from privacy.ward_registration
   where id > ${'after'} order by id limit ${'most'}`
const reasons = query<{ after: string; most: number }, Row>()`
  select id, guardian as subject, reason as sealed from privacy.ward_registration
   where reason is not null and id > ${'after'} order by id limit ${'most'}`
const replaceChild = query<{ id: string; from: string; to: string }>()`
  update privacy.ward_registration set sealed = ${'to'} where id = ${'id'} and sealed = ${'from'}`
const replaceReason = query<{ id: string; from: string; to: string }>()`
  update privacy.ward_registration set reason = ${'to'} where id = ${'id'} and reason = ${'from'}`
const under = query<{ subject: string; pattern: string }, { id: string }>()`
  select id from privacy.ward_registration
   where (coalesce(ward, guardian) = ${'subject'} and sealed like ${'pattern'})
      or (guardian = ${'subject'} and reason like ${'pattern'}) limit 1`

const phones = query<HashSpan & { most: number }, { hash: string }>()`
  select phone_hash as hash from privacy.ward_registration
   where phone_hash collate "C" >= ${'from'} and phone_hash collate "C" < ${'to'} limit ${'most'}`
const movePhones = query<HashesMoved>()`
  update privacy.ward_registration t set phone_hash = m.becomes from unnest(${'from'}::text[], ${'to'}::text[]) as m (was, becomes)
   where t.phone_hash = m.was`

export const sealedWardsAfter = (w: World | Inside, field: Field, after: string, most: number): Promise<Row[]> =>
  many(w, field === 'child' ? children : reasons, { after, most })

/** False when it was sealed anew meanwhile. */
export const replaceSealedWard = async (
  i: Inside,
  field: Field,
  { id, from, to }: { id: string; from: string; to: string },
): Promise<boolean> => (await run(i, field === 'child' ? replaceChild : replaceReason, { id, from, to })) === 1

export const isWardUnder = async (i: Inside, key: { id: string; subject: string }): Promise<boolean> =>
  (await maybe(i, under, { subject: key.subject, pattern: sealedUnder(key.id) })) !== null

/** Phones of children whose registration waits. */
export const wardPhones: HashKeeper = {
  name: 'privacy.ward_registration.phone_hash',
  hashesIn: async (w, span, most) => (await many(w, phones, { ...span, most })).map(({ hash }) => hash),
  move: (i, moved) => run(i, movePhones, moved),
}
