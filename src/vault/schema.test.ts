import { expect, test } from 'vitest'
import { testWorld } from '../../test/house.ts'

// Ids, states, numbers of the house and other words from a fixed list: they say nothing about a person by themselves.
const plain =
  /^(id|tenant|purpose|subject|holder|suite|state|master|kind|token|key|method|way|actor|act|what|verified_by)$/

test('every column of the vault that could say something about a person has a class, none holds C3, and C2 never stands in clear', async () => {
  const w = await testWorld()
  const { rows } = await w.db.pool.query<{ name: string; column: string; said: string | null }>(
    `select c.relname || '.' || a.attname as name, a.attname as column, col_description(c.oid, a.attnum) as said
       from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
      where n.nspname = 'vault' and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
        and a.atttypid::regtype::text in ('text', 'jsonb', 'bytea', 'text[]') order by 1`,
  )
  expect(rows.length).toBeGreaterThan(30)
  const open = rows.filter(({ column }) => !plain.test(column))
  expect(open.filter(({ said }) => !/^(C1|C1 sealed|C2 (sealed|masked|keyed hash))$/.test(said ?? ''))).toEqual([])
})
