import { newId } from '../base/id.ts'
import { system } from './actor.ts'
import type { Json } from './command.ts'
import { transaction } from './command.ts'
import { record } from './record.ts'
import { one, query, run } from './sql.ts'
import type { Inside, World } from './world.ts'

type MoneyJson = { currency: string; minor: string }

/** Everything that may be heard, by name. Payloads carry ids and amounts, never personal data. */
export type Events = {
  'agreement.in_force': { agreement: string; version: number; digest: string; partner: string }
  'payment.captured': { payment: string; merchant: string; wallet: string; amount: MoneyJson }
  'payment.unknown': { payment: string; because: string }
  'payment.ended': { payment: string; state: string }
  'payment.frozen': { payment: string; because: string }
  'refund.paid': { refund: string; payment: string; amount: MoneyJson }
  'settlement.closed': { settlement: string; wallet: string; day: string }
  'reconciliation.closed': { reconciliation: string; wallet: string; day: string; differences: number }
  /** Something about signing in that a person should look at: `because` is a word, never personal data. */
  'identity.alarm': { object: string; because: string }
  'approval.granted': { approval: string; act: string; object: string; digest: string }
  'approval.refused': { approval: string; act: string; object: string }
  'consent.given': { consent: string; subject: string; purpose: string; receipt: string; replaced: string | null }
  'consent.withdrawn': { consent: string; subject: string; purpose: string; receipt: string }
  'use.refused': { subject: string; purpose: string }
  'use.allowed': { subject: string; purpose: string }
  'request.opened': { request: string; subject: string; kind: string; due: number }
  'request.overdue': { request: string; subject: string; kind: string; due: number }
  'request.closed': { request: string; subject: string; kind: string; state: string }
  'reconciliation.found': { wallet: string; orderNo: string; walletNo: string; kind: string; amount: MoneyJson }
  'log.alarm': { row: string; found: number }
  /** A witness of ours would not cosign: the log does not continue what it saw before. */
  'log.fork': { witness: string; because: string; size: number }
  /** Ciphertexts that did not verify: how often so far today, told at the first and at each power of ten. */
  'vault.alarm': { object: string; count: number }
}

export type EventName = keyof Events
export type Heard<Name extends EventName = EventName> = { id: string; name: Name; at: number; data: Events[Name] }

/** What a module does when it hears of something: its effect happens exactly once for each event. */
export type Reaction = { event: EventName; name: string; work(i: Inside, heard: Heard): Promise<void> }

/** Writes a reaction with the type of its event. */
export function reaction<Name extends EventName>(
  event: Name,
  name: string,
  work: (i: Inside, heard: Heard<Name>) => Promise<void>,
): Reaction {
  return { event, name, work: work as Reaction['work'] }
}

const put = query<{ id: string; name: string; at: number; data: object; due: number }>()`
  with event as (
    insert into world.outbox (id, name, at_ms, data) values (${'id'}, ${'name'}, ${'at'}, ${'data'}::jsonb) returning id)
  select world.add_job('event', jsonb_build_object('id', id), ${'due'}::bigint) from event`

const heardOf = query<{ id: string }, { id: string; name: EventName; at_ms: bigint; data: never }>()`
  select id, name, at_ms, data from world.outbox where id = ${'id'}`

const claim = query<{ event: string; reaction: string; at: number }>()`
  insert into world.reacted (event, reaction, at_ms) values (${'event'}, ${'reaction'}, ${'at'}) on conflict do nothing`

/**
 * Announces what happened, in the same transaction as the change itself. Whoever listens hears it after the commit. The first
 * member of the data names the object; the whole of it is recorded for the log.
 */
export async function emit<Name extends EventName>(i: Inside, name: Name, data: Events[Name] & Json): Promise<void> {
  await run(i, put, {
    id: newId('evt', i.now(), i.random),
    name,
    at: i.now(),
    data: data as object,
    due: i.now() + i.jobShiftMs,
  })
  const [object] = Object.values(data)
  record(i, { act: name, object: String(object), facts: data as { [name: string]: Json } })
}

/** Delivers one event to all who listen. Runs again after a failure; a reaction that succeeded does not run twice. */
export async function deliver(w: World, reactions: readonly Reaction[], id: string): Promise<void> {
  const row = await one(w, heardOf, { id })
  const heard = { id: row.id, name: row.name, at: Number(row.at_ms), data: row.data } as Heard
  for (const listener of reactions) {
    if (listener.event !== heard.name) continue
    await transaction({ ...w, actor: system(listener.name) }, async (i) => {
      if ((await run(i, claim, { event: id, reaction: listener.name, at: w.now() })) === 0) return
      await listener.work(i, heard)
      if (i.book.changes > 0 && i.book.deeds.length === 0) record(i, { act: listener.name, object: id })
    })
  }
}
