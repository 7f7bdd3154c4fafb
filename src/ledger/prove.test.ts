import { expect, test } from 'vitest'
import { testWorld } from '../../test/house.ts'
import { prove } from './prove.ts'

test('empty books prove', async () => {
  const w = await testWorld()
  expect(await prove(w)).toMatchObject({ holds: true, problems: [] })
})
