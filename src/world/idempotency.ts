import { type Canonical, canonical } from '../base/canonical.ts'
import { digestOf } from '../base/digest.ts'
import { newUuid } from '../base/id.ts'
import { minuteMs } from '../base/time.ts'
import { worldFaults } from './errors.ts'
import { pause } from './pause.ts'
import { maybe, one, type Query, query } from './sql.ts'
import type { World } from './world.ts'

/** One request that must have one answer. `input` is what the key stands for. */
export type Asked = { org: string; route: string; key: string; input: Canonical }

/** A finished answer. `keep` is false for what may be asked again. */
export type Kept = { status: number; headers: Record<string, string>; body: Buffer; replayed: boolean; keep: boolean }

// Longer than any handler may run; after a crash the key is free again this much later.
const leaseMs = minuteMs
const freeAgainMs = 500

type Place = { org: string; route: string; key: string }
type Done = { done: number }
type Row = {
  digest: string
  ticket: string
  lease_until_ms: bigint
  status: number | null
  headers: Record<string, string> | null
  body: Buffer | null
}

const claim = query<Place & { digest: string; ticket: string; until: number; at: number }, Done>()`
  insert into world.answer (org, route, key, digest, ticket, lease_until_ms, asked_ms)
  values (${'org'}, ${'route'}, ${'key'}, ${'digest'}, ${'ticket'}, ${'until'}, ${'at'})
  on conflict (org, route, key) do nothing returning 1 as done`

const found = query<Place, Row>()`
  select digest, ticket, lease_until_ms, status, headers, body from world.answer
   where org = ${'org'} and route = ${'route'} and key = ${'key'}`

const takeOver = query<Place & { old: string; ticket: string; until: number }, Done>()`
  update world.answer set ticket = ${'ticket'}, lease_until_ms = ${'until'}
   where org = ${'org'} and route = ${'route'} and key = ${'key'} and ticket = ${'old'} and answered_ms is null
  returning 1 as done`

const keep = query<Place & { ticket: string; at: number; status: number; headers: object; body: Buffer }, Done>()`
  update world.answer
     set answered_ms = ${'at'}, status = ${'status'}, headers = ${'headers'}::jsonb, body = ${'body'}
   where org = ${'org'} and route = ${'route'} and key = ${'key'} and ticket = ${'ticket'} and answered_ms is null
  returning 1 as done`

const free = query<Place & { ticket: string }, Done>()`
  delete from world.answer
   where org = ${'org'} and route = ${'route'} and key = ${'key'} and ticket = ${'ticket'} and answered_ms is null
  returning 1 as done`

const forget = query<{ before: number; most: number }, { gone: bigint }>()`
  with old as (
    select org, route, key from world.answer where asked_ms < ${'before'} order by asked_ms limit ${'most'}
  ), gone as (
    delete from world.answer using old
     where answer.org = old.org and answer.route = old.route and answer.key = old.key returning 1
  )
  select count(*) as gone from gone`

/**
 * Answers a key once: the first request runs `work`, every later one with the same input gets its bytes again. While the
 * first is at work the others get 409 world.still_answering; other input under the key is 422 world.key_reused. What
 * `work` throws, and answers it does not want kept, leave the key free.
 *
 * The keys live outside the transaction of `work` on purpose: what was done is made safe by `command` inside it, and this
 * layer only keeps the bytes. A crash between the two is answered again by the command, with the same result.
 */
export async function answerOnce(w: World, asked: Asked, work: () => Promise<Kept>): Promise<Kept> {
  const { org, route, key } = asked
  const place: Place = { org, route, key }
  const digest = digestOf(canonical(asked.input))
  const ticket = newUuid(w.now(), w.random)
  const first = await claimOrReplay(w, place, digest, ticket)
  if (first) return first
  try {
    const kept = await work()
    if (!kept.keep) await change(w, free, { ...place, ticket })
    else
      await change(w, keep, {
        ...place,
        ticket,
        at: w.now(),
        status: kept.status,
        headers: kept.headers,
        body: kept.body,
      })
    return kept
  } catch (error) {
    // The first error is the one to report. When the database is away the key is freed as soon as it is back.
    await change(w, free, { ...place, ticket }).catch(() => void freeLater(w, { ...place, ticket }))
    throw error
  }
}

async function freeLater(w: World, claimed: Place & { ticket: string }): Promise<void> {
  for (let waitedMs = 0; waitedMs < leaseMs; waitedMs += freeAgainMs) {
    await pause(freeAgainMs, new AbortController().signal)
    const isReached = await change(w, free, claimed).then(
      () => true,
      () => false,
    )
    if (isReached) return
  }
}

/** Forgets answers asked before a moment, at most 5,000 at once; answers how many. A job calls it, days later. */
export async function forgetAnswers(w: World, before: number): Promise<number> {
  return Number((await one(w, forget, { before, most: 5_000 })).gone)
}

// Null when the key is ours to answer.
async function claimOrReplay(w: World, place: Place, digest: string, ticket: string): Promise<Kept | null> {
  const until = w.now() + leaseMs
  if (await change(w, claim, { ...place, digest, ticket, until, at: w.now() })) return null
  const row = await maybe(w, found, place)
  if (!row) throw worldFaults.stillAnswering() // freed in this very moment: the caller simply tries again
  if (row.digest !== digest) throw worldFaults.keyReused({ key: place.key })
  if (row.status !== null && row.body !== null) {
    return { status: row.status, headers: row.headers ?? {}, body: row.body, replayed: true, keep: false }
  }
  if (Number(row.lease_until_ms) > w.now()) throw worldFaults.stillAnswering()
  if (await change(w, takeOver, { ...place, old: row.ticket, ticket, until })) return null
  throw worldFaults.stillAnswering()
}

// Each step is one statement that commits by itself: a row of this table guards work, it is not part of it.
const change = async <In extends object>(w: World, q: Query<In, Done>, args: In): Promise<boolean> =>
  (await maybe(w, q, args)) !== null
