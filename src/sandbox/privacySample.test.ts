import { expect, test } from 'vitest'
import { testWorld } from '../../test/house.ts'
import { consentsBy } from '../consent/find.ts'
import { transaction } from '../world/command.ts'
import { employPeople } from './people.ts'
import { fillPrivacy } from './privacySample.ts'
import { fillVault } from './vaultSample.ts'

test('the sandbox has consents in every state and requests at every place of their clocks, once', async () => {
  const w = await testWorld({ at: '2026-11-25T02:00:00Z' })
  await transaction(w, employPeople)
  await fillVault(w)
  await fillPrivacy(w)
  const states = new Set((await consentsBy(w, {}, '', 100)).map(({ state }) => state))
  expect(states).toEqual(new Set(['in_force', 'withdrawn', 'outdated']))
  const due = await w.db.pool.query(
    'select count(*)::int as open, count(*) filter (where due_at_ms <= $1)::int as late from privacy.request where closed_at_ms is null',
    [w.now()],
  )
  expect(due.rows).toEqual([{ open: 6, late: 1 }])
  await fillPrivacy(w)
  expect((await w.db.pool.query('select 1 from privacy.request')).rows).toHaveLength(9)
})
