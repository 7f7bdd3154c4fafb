import { assert } from '../base/assert.ts'
import { digestOf } from '../base/digest.ts'
import type { Inside, World } from './world.ts'

/** SQL text with named holes. The text is constant; values only ever travel as parameters. */
export type Query<In extends object, Row extends object> = {
  readonly text: string
  readonly holes: readonly (keyof In & string)[]
  readonly name: string
  /** It may change rows of a module, so the transaction it runs in has something to record. The world's own books are not counted. */
  readonly changes: boolean
  readonly row?: Row
}

/** Every query of the house, so that one test can have PostgreSQL prepare them all. */
export const everyQuery: Query<object, object>[] = []

/**
 * A query as a template: `query<{ id: string }, Row>()\`select … where id = ${'id'}\``. The same hole may stand twice.
 * Every value reaches PostgreSQL as a parameter of a prepared statement.
 */
export function query<In extends object = Record<never, never>, Row extends object = Record<never, never>>() {
  return (parts: TemplateStringsArray, ...names: (keyof In & string)[]): Query<In, Row> => {
    const holes = [...new Set(names)]
    const text = parts.reduce((all, part, at) => {
      const name = names[at - 1]
      return name === undefined ? part : `${all}$${holes.indexOf(name) + 1}${part}`
    }, '')
    const changes = /\b(insert into|delete from|update) (?!world\.)\w+\.\w+/i.test(text)
    const made = { text: text.trim(), holes, name: `q${digestOf(text).slice(0, 20)}`, changes }
    everyQuery.push(made as unknown as Query<object, object>)
    return made
  }
}

/** All rows. The query itself carries the bound. */
export async function many<In extends object, Row extends object>(
  w: World | Inside,
  q: Query<In, Row>,
  args: In,
): Promise<Row[]> {
  return (await execute(w, q, args)).rows
}

/** Exactly one row; anything else is our own mistake. */
export async function one<In extends object, Row extends object>(
  w: World | Inside,
  q: Query<In, Row>,
  args: In,
): Promise<Row> {
  const rows = await many(w, q, args)
  assert(rows.length === 1 && rows[0], `one row is expected, not ${rows.length}: ${q.text.slice(0, 80)}`)
  return rows[0]
}

/** One row or none; two are our own mistake. */
export async function maybe<In extends object, Row extends object>(
  w: World | Inside,
  q: Query<In, Row>,
  args: In,
): Promise<Row | null> {
  const rows = await many(w, q, args)
  assert(rows.length <= 1, `at most one row is expected, not ${rows.length}: ${q.text.slice(0, 80)}`)
  return rows[0] ?? null
}

/** Runs a change and answers how many rows it touched. */
export async function run<In extends object>(w: Inside, q: Query<In, object>, args: In): Promise<number> {
  return (await execute(w, q, args)).rowCount ?? 0
}

async function execute<In extends object, Row extends object>(w: World | Inside, q: Query<In, Row>, args: In) {
  const client = 'tx' in w ? w.tx : w.db.pool
  const values = q.holes.map((hole) => asParameter(args[hole]))
  const result = await client.query<Row>({ name: q.name, text: q.text, values })
  if (q.changes && 'book' in w && (result.rowCount ?? 0) > 0) w.book.changes++
  return result
}

// bigint travels as digits; plain objects as JSON; arrays of primitives as PostgreSQL arrays (the driver's own form).
function asParameter(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (Array.isArray(value)) return value.map(asParameter)
  if (value !== null && typeof value === 'object' && !Buffer.isBuffer(value) && !(value instanceof Uint8Array)) {
    return JSON.stringify(value)
  }
  return value
}
