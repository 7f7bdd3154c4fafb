import { expect, test } from 'vitest'
import { testWorld } from '../../test/house.ts'
import { newUuid } from '../base/id.ts'
import { transaction } from '../world/command.ts'
import type { World } from '../world/world.ts'
import { type Book, decide } from './decide.ts'
import { lockAccounts } from './lock.ts'
import type { Posting } from './posting.ts'
import { prove } from './prove.ts'
import { readHolds, writeBatch } from './store.ts'
import { book, move, posting, standing, tea, wallet } from './testing.ts'

// What a writer with a memory would do: look, let go of the locks, decide later on what it remembers.
async function remember(w: World, ...holds: string[]): Promise<Book> {
  return await transaction(w, async (i) => ({
    accounts: await lockAccounts(i, [wallet, tea]),
    holds: await readHolds(i, holds),
    answered: new Map(),
  }))
}
async function bookFrom(w: World, memory: Book, one: Posting): Promise<bigint> {
  const after: Book = { ...memory, accounts: new Map(memory.accounts), holds: new Map(memory.holds) }
  const decision = decide(after, [one])
  const [accountsBefore, holdsBefore] = [memory.accounts, memory.holds]
  const writing = { decision, accountsBefore, accountsAfter: after.accounts, holdsBefore, holdsAfter: after.holds }
  const { number } = await transaction(w, (i) => writeBatch(i, writing), { unrecorded: 'below the verb that records' })
  return number
}

test('a decision on what is still true is written', async () => {
  const w = await testWorld()
  expect(await bookFrom(w, await remember(w), posting(w, move(wallet, tea, 5n)))).toBe(1n)
})

test('a decision on an account that moved meanwhile is refused by the database, whole', async () => {
  const w = await testWorld()
  await book(w, posting(w, move(wallet, tea, 5n)))
  const memory = await remember(w)
  await book(w, posting(w, move(tea, wallet, 5n)))
  await expect(bookFrom(w, memory, posting(w, move(tea, wallet, 5n)))).rejects.toMatchObject({ code: '40001' })
  expect(await standing(w, tea)).toBe(0n)
  expect(await prove(w)).toMatchObject({ holds: true, counts: { batches: 2 } })
})

test('a posting that another writer booked meanwhile is not booked twice', async () => {
  const w = await testWorld()
  const memory = await remember(w)
  const capture = posting(w, move(wallet, tea, 5n))
  await book(w, capture)
  await expect(bookFrom(w, memory, capture)).rejects.toMatchObject({ code: '40001' })
  expect(await prove(w)).toMatchObject({ holds: true, counts: { transfers: 1 } })
})

test('a hold that was resolved meanwhile is not resolved again', async () => {
  const w = await testWorld()
  const hold = newUuid(w.now(), w.random)
  const other = newUuid(w.now(), w.random)
  await book(w, ...[hold, other].map((name) => posting(w, move(wallet, tea, 5n, { kind: 'hold', hold: name }))))
  const memory = await remember(w, hold)
  await book(w, posting(w, move(wallet, tea, 5n, { kind: 'void', hold })))
  const fresh = { ...memory, accounts: (await remember(w)).accounts }
  await expect(bookFrom(w, fresh, posting(w, move(wallet, tea, 5n, { kind: 'settle', hold })))).rejects.toMatchObject({
    code: '40001',
  })
  expect(await prove(w)).toMatchObject({ holds: true, counts: { batches: 2 } })
})
