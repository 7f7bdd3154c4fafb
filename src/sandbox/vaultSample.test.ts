import { expect, test } from 'vitest'
import { testWorld } from '../../test/house.ts'
import { savedMethods } from '../vault/find.ts'
import { readValue } from '../vault/value.ts'
import { transaction } from '../world/command.ts'
import { sampleConsumers } from './consumers.ts'
import { employPeople } from './people.ts'
import { fillVault } from './vaultSample.ts'

test('the sandbox’s dozen holders have saved what real people save, once however often the start is repeated', async () => {
  const w = await testWorld({ at: '2026-11-25T02:00:00Z' })
  await transaction(w, employPeople)
  await fillVault(w)
  const all = (await Promise.all(sampleConsumers.map(({ id }) => savedMethods(w, id)))).flat()
  expect(all).toHaveLength(16)
  expect(new Set(all.map(({ state }) => state))).toEqual(new Set(['active', 'unverified', 'expired']))
  await fillVault(w)
  const { rows } = await w.db.pool.query('select 1 from vault.method')
  expect(rows).toHaveLength(16)
  expect((await w.db.pool.query('select 1 from vault.reveal')).rows).toHaveLength(3)
})

test.each(sampleConsumers)('$name has a phone and an identity number that check', ({ phone, idNumber, name }) => {
  expect(readValue('phone', phone)).toMatchObject({ ok: true })
  expect(readValue('id-number', idNumber)).toMatchObject({ ok: true })
  expect(readValue('name', name)).toMatchObject({ ok: true })
})
