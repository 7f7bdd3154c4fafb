import { assert } from '../base/assert.ts'
import { type Canonical, canonical } from '../base/canonical.ts'
import { digestOf } from '../base/digest.ts'
import { countActs } from './counters.ts'
import { worldFaults } from './errors.ts'
import { record } from './record.ts'
import { keepRecords } from './records.ts'
import { maybe, query, run } from './sql.ts'
import type { Inside, World } from './world.ts'

/** What a command answers and what is kept for its replay. */
export type Json = Canonical

const attemptsMax = 5
// Serialisation failure and deadlock (PostgreSQL class 40): the only errors after which the same work may run again.
const repeatable = new Set(['40001', '40P01'])

const claim = query<{ name: string; key: string; digest: string; at: number }>()`
  insert into world.command (name, key, digest, at_ms)
  values (${'name'}, ${'key'}, ${'digest'}, ${'at'})
  on conflict (name, key) do nothing`

const kept = query<{ name: string; key: string }, { digest: string; answer: { value: Json } }>()`
  select digest, answer from world.command where name = ${'name'} and key = ${'key'}`

const keep = query<{ name: string; key: string; answer: object }>()`
  update world.command set answer = ${'answer'}::jsonb where name = ${'name'} and key = ${'key'}`

/**
 * The one road for every change of state: one transaction around `work`. With a key, the same input is answered once and
 * for all: a replay returns the stored answer and changes nothing; other input under the same key is the fault
 * `world.key_reused`. Retries at most five times when PostgreSQL asks for it. No network call may happen inside `work`.
 */
export async function command<T extends Json>(
  w: World,
  name: string,
  key: string | null,
  input: Json,
  work: (i: Inside) => Promise<T>,
): Promise<T> {
  assert(!('tx' in w), 'a command does not start inside another')
  const digest = digestOf(canonical(input))
  return await transaction(w, async (i) => {
    if (key === null) return await recorded(i, name, digest, work)
    if ((await run(i, claim, { name, key, digest, at: w.now() })) === 0) {
      const first = await maybe(i, kept, { name, key })
      assert(first, 'a claimed key has its row')
      if (first.digest !== digest) throw worldFaults.keyReused({ key })
      return first.answer.value as T
    }
    const answer = await recorded(i, name, digest, work)
    await run(i, keep, { name, key, answer: { value: answer } })
    return answer
  })
}

// A command that says nothing more about itself is recorded by its name, what it answered and the digest of its input.
async function recorded<T extends Json>(i: Inside, name: string, input: string, work: (i: Inside) => Promise<T>) {
  const answer = await work(i)
  if (i.book.deeds.some(({ row }) => row.act === name)) return answer
  record(i, { act: name, object: typeof answer === 'string' ? answer : '', after: answer, facts: { input } })
  return answer
}

/**
 * One transaction, repeated when PostgreSQL reports a serialisation failure or a deadlock. What it changes it records (`record`):
 * a transaction that changed rows and recorded nothing is our own mistake and is rolled back, unless `unrecorded` says in words
 * why the log need not know.
 */
export async function transaction<T>(
  w: World,
  work: (i: Inside) => Promise<T>,
  { unrecorded = null }: { unrecorded?: string | null } = {},
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const tx = await w.db.pool.connect()
    let broken: Error | undefined
    try {
      await tx.query('begin')
      const i: Inside = { ...w, tx, book: { deeds: [], changes: 0 } }
      const answer = await work(i)
      assert(
        i.book.changes === 0 || i.book.deeds.length > 0 || unrecorded !== null,
        'a transaction that changes something records what it did',
      )
      if (i.book.deeds.length > 0) await keepRecords(i)
      await tx.query('commit')
      countActs(
        w,
        i.book.deeds.map(({ row }) => row.act),
      )
      return answer
    } catch (error) {
      broken = await rolledBack(tx)
      if (attempt >= attemptsMax || !repeatable.has((error as { code?: string }).code ?? '')) throw error
    } finally {
      tx.release(broken)
    }
  }
}

// A connection that cannot even roll back is thrown away, so that nobody inherits its transaction.
async function rolledBack(tx: Inside['tx']): Promise<Error | undefined> {
  try {
    await tx.query('rollback')
    return undefined
  } catch (error) {
    return error as Error
  }
}
