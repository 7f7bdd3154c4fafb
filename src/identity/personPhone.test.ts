import { expect, test } from 'vitest'
import { type TestWorld, testWorld } from '../../test/house.ts'
import { detokenise } from '../vault/detokenise.ts'
import { shred } from '../vault/shred.ts'
import { hashOfValue } from '../vault/tokenise.ts'
import { transaction } from '../world/command.ts'
import type { Inside } from '../world/world.ts'
import { consumerOfPhone } from './consumerSignIn.ts'
import { endPhone, forgetConsumer } from './forget.ts'
import { phoneTenant } from './oneTimeCode.ts'
import { forgetPhone, keepPhone } from './personPhone.ts'
import { consumerByPhone } from './storeConsumers.ts'
import { factorsOf } from './storeFactors.ts'

const wang = 'usr_01k5xg3v0000000000000000wa'
const shen = 'usr_01k5xg3v0000000000000000sh'
const [old, next] = ['13900138001', '13900138002']
const inside = <T>(w: TestWorld, work: (i: Inside) => Promise<T>): Promise<T> => transaction(w, work)
const tokenOf = async (w: TestWorld, person: string): Promise<string> => (await factorsOf(w, person)).phone?.token ?? ''

async function staff(...ids: string[]): Promise<TestWorld> {
  const w = await testWorld()
  for (const id of ids)
    await w.db.pool.query(
      `insert into identity.person (id, org, org_kind, name, role, created_at_ms) values ($1, 'institution', 'institution', '{}', 'finance', 0)`,
      [id],
    )
  return w
}

test('a phone that was taken away cannot be read any more, nor found', async () => {
  const w = await staff(wang)
  await inside(w, (i) => keepPhone(i, wang, old))
  const token = await tokenOf(w, wang)
  expect(await detokenise(w, token, wang)).toBe(`+86${old}`)
  await inside(w, (i) => forgetPhone(i, wang))
  await expect(detokenise(w, token)).rejects.toMatchObject({ code: 'vault.shredded' })
  const { rows } = await w.db.pool.query('select hash, masked from vault.token where id = $1', [token])
  expect(rows).toEqual([{ hash: null, masked: '—' }])
})

test('a phone that another takes the place of is shredded, the same one confirmed again is not', async () => {
  const w = await staff(wang)
  await inside(w, (i) => keepPhone(i, wang, old))
  const token = await tokenOf(w, wang)
  await inside(w, (i) => keepPhone(i, wang, old))
  expect(await detokenise(w, token, wang)).toBe(`+86${old}`)
  await inside(w, (i) => keepPhone(i, wang, next))
  await expect(detokenise(w, token)).rejects.toMatchObject({ code: 'vault.shredded' })
  expect(await detokenise(w, await tokenOf(w, wang), wang)).toBe(`+86${next}`)
})

test('whoever shares the number keeps hers', async () => {
  const w = await staff(wang, shen)
  for (const person of [wang, shen]) await inside(w, (i) => keepPhone(i, person, old))
  const token = await tokenOf(w, shen)
  await inside(w, (i) => forgetPhone(i, wang))
  await expect(detokenise(w, token, wang)).rejects.toMatchObject({ code: 'vault.shredded' })
  expect(await detokenise(w, token, shen)).toBe(`+86${old}`)
})

test('the phone of a relation that ended finds nobody, and signs up somebody new', async () => {
  const w = await testWorld()
  const first = await inside(w, (i) => consumerOfPhone(i, old))
  const hash = await hashOfValue(w, 'phone', old, phoneTenant)
  expect((await consumerByPhone(w, hash))?.id).toBe(first.id)
  await inside(w, (i) => endPhone(i, first.id))
  expect(await consumerByPhone(w, hash)).toBeNull()
  expect(await detokenise(w, first.phoneToken, first.id)).toBe(`+86${old}`)
  const second = await inside(w, (i) => consumerOfPhone(i, old))
  expect(second.id).not.toBe(first.id)
  await inside(w, async (i) => {
    await shred(i, first.id)
    await forgetConsumer(i, first.id)
  })
  const { rows } = await w.db.pool.query('select row_to_json(c)::text as row from identity.consumer c where id = $1', [
    first.id,
  ])
  expect(JSON.stringify(rows)).not.toContain(hash)
  expect((await consumerByPhone(w, hash))?.id).toBe(second.id)
  expect(await detokenise(w, second.phoneToken, second.id)).toBe(`+86${old}`)
})
