import { expect, test } from 'vitest'
import { command } from '../src/world/command.ts'
import { emit, type Reaction, reaction } from '../src/world/events.ts'
import { addJob, runDueJobs } from '../src/world/jobs.ts'
import { everyQuery } from '../src/world/sql.ts'
import { testWorld } from './house.ts'

test('a retry with the same key answers what the first answered and works once', async () => {
  const w = await testWorld()
  let worked = 0
  const act = () =>
    command(w, 'count', 'key-1', { amount: 5 }, async () => {
      worked++
      return { worked }
    })
  const answers = await Promise.all(Array.from({ length: 16 }, act))
  expect(answers).toEqual(Array(16).fill({ worked: 1 }))
  expect(worked).toBe(1)
})

test('the same key with other input is refused', async () => {
  const w = await testWorld()
  await command(w, 'count', 'key-1', { amount: 5 }, async () => ({ done: true }))
  await expect(command(w, 'count', 'key-1', { amount: 6 }, async () => ({ done: true }))).rejects.toMatchObject({
    code: 'world.key_reused',
  })
})

test('a command that fails leaves its key free and nothing written', async () => {
  const w = await testWorld()
  const fail = command(w, 'count', 'key-1', {}, async (i) => {
    await emit(i, 'payment.unknown', { payment: 'pay_1', because: 'timeout' })
    throw new Error('our own mistake')
  })
  await expect(fail).rejects.toThrow('our own mistake')
  const { rows } = await w.db.pool.query('select count(*)::int as n from world.outbox')
  expect(rows).toEqual([{ n: 0 }])
  expect(await command(w, 'count', 'key-1', {}, async () => 'second')).toBe('second')
})

test('an event reaches every listener once, even when one of them fails the first time', async () => {
  const w = await testWorld()
  const heard: string[] = []
  let failing = true
  const reactions: Reaction[] = [
    reaction('payment.unknown', 'first', async (_, event) => void heard.push(`first ${event.data.payment}`)),
    reaction('payment.unknown', 'second', async () => {
      if (failing) throw new Error('not yet')
      heard.push('second')
    }),
  ]
  await command(w, 'announce', null, {}, async (i) => {
    await emit(i, 'payment.unknown', { payment: 'pay_1', because: 'timeout' })
    return null
  })
  await runDueJobs(w, [], reactions)
  expect(heard).toEqual(['first pay_1'])
  failing = false
  await runDueJobs(w, [], reactions)
  await runDueJobs(w, [], reactions)
  expect(heard).toEqual(['first pay_1', 'second'])
})

test('a job runs when the moved clock reaches it, not before', async () => {
  const w = await testWorld()
  const ran: unknown[] = []
  const jobs = [{ name: 'ask', run: async (_: unknown, payload: unknown) => void ran.push(payload) }]
  await command(w, 'later', null, {}, async (i) => {
    await addJob(i, 'ask', { payment: 'pay_1' }, w.now() + 3_000)
    return null
  })
  await runDueJobs(w, jobs, [])
  expect(ran).toEqual([])
  w.pass(3_000)
  await runDueJobs(w, jobs, [])
  expect(ran).toEqual([{ payment: 'pay_1' }])
})

test('PostgreSQL prepares every query of the house', async () => {
  const w = await testWorld()
  expect(everyQuery.length).toBeGreaterThan(3)
  for (const q of everyQuery) await w.db.pool.query(`prepare "p_${q.name}" as ${q.text}`)
})
