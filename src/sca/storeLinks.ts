import { record } from '../world/record.ts'
import { many, maybe, one, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'

// A reference has no row before it is linked, so it is held by a lock on its name: shared by those who count, alone by who links.
const share = query<{ reference: string }>()`
  select pg_advisory_xact_lock_shared(hashtextextended(${'reference'}::text, 389))::text as held`
const hold = query<{ reference: string }>()`
  select pg_advisory_xact_lock(hashtextextended(${'reference'}::text, 389))::text as held`

const link = query<{ reference: string; consumer: string; payment: string; at: number }>()`
  insert into sca.payer_link (reference, consumer, payment, at_ms)
  values (${'reference'}, ${'consumer'}, ${'payment'}, ${'at'}) on conflict (reference) do nothing`

const linked = query<{ reference: string }, { consumer: string }>()`
  select consumer from sca.payer_link where reference = ${'reference'}`

const unlink = query<{ consumer: string }>()`delete from sca.payer_link where consumer = ${'consumer'}`
const distrust = query<{ consumer: string }>()`delete from sca.trusted where payer = ${'consumer'}`

const flag = query<{ payment: string; reference: string; consumer: string; at: number }>()`
  insert into sca.foreign_confirmation (payment, reference, consumer, at_ms)
  values (${'payment'}, ${'reference'}, ${'consumer'}, ${'at'}) on conflict (payment) do nothing`

const flagged = query<{ payment: string }, { payment: string }>()`
  select payment from sca.foreign_confirmation where payment = ${'payment'}`

const recentFlags = query<{ from: number; most: number }, { payment: string; at_ms: bigint }>()`
  select payment, at_ms from sca.foreign_confirmation where at_ms >= ${'from'} order by at_ms desc, payment limit ${'most'}`

const counts = query<Record<never, never>, { links: number; consumers: number }>()`
  select count(*)::int as links, count(distinct consumer)::int as consumers from sca.payer_link`

export const shareReference = async (i: Inside, reference: string): Promise<void> =>
  void (await run(i, share, { reference }))

export const linkOf = async (w: World | Inside, reference: string): Promise<string | null> =>
  (await maybe(w, linked, { reference }))?.consumer ?? null

/**
 * Links a reference to the consumer who proved to be behind it, or tells that it is known as hers already, or as another's; in
 * the last case the payment is flagged. Nobody counts under the reference meanwhile.
 */
export async function linkReference(
  i: Inside,
  { reference, consumer, payment }: { reference: string; consumer: string; payment: string },
): Promise<'new' | 'known' | 'foreign'> {
  await run(i, hold, { reference })
  const owner = await linkOf(i, reference)
  const personal = { subject: consumer, values: { consumer, reference } }
  if (owner === null) {
    await run(i, link, { reference, consumer, payment, at: i.now() })
    record(i, { act: 'sca.link_payer', object: payment, personal })
    return 'new'
  }
  if (owner === consumer) return 'known'
  await run(i, flag, { payment, reference, consumer, at: i.now() })
  record(i, { act: 'sca.foreign_confirmation', object: payment, personal })
  return 'foreign'
}

/** True when a payment was confirmed by somebody other than the consumer its reference is known as. */
export const isForeign = async (w: World | Inside, payment: string): Promise<boolean> =>
  (await maybe(w, flagged, { payment })) !== null

/** The newest flags since a moment, at most 100. */
export const foreignSince = async (w: World, from: number, most: number): Promise<{ payment: string; at: number }[]> =>
  (await many(w, recentFlags, { from, most })).map(({ payment, at_ms }) => ({ payment, at: Number(at_ms) }))

/** How many references are linked, to how many consumers. */
export const countLinks = async (w: World): Promise<{ links: number; consumers: number }> => await one(w, counts, {})

/** Takes a consumer's name away from every reference, and her trusted payees with it. */
export async function removeLinks(i: Inside, consumer: string): Promise<void> {
  const removed = (await run(i, unlink, { consumer })) + (await run(i, distrust, { consumer }))
  if (removed > 0) record(i, { act: 'sca.forget_payer', object: consumer, facts: { removed } })
}
