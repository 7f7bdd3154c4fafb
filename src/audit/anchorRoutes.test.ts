import { expect, test } from 'vitest'
import { caller, knowing, open } from '../../test/doors.ts'
import { type TestWorld, testWorld } from '../../test/house.ts'
import { minuteMs } from '../base/time.ts'
import { transaction } from '../world/command.ts'
import { record } from '../world/record.ts'
import { anchorsFile } from './anchor.ts'
import { anchorsNewest } from './anchorList.ts'
import { anchorRoutes } from './anchorRoutes.ts'
import { sequence } from './sequence.ts'
import { newestCheckpoint } from './store.ts'
import { writeRecords } from './testLog.ts'

const auditor = caller('gu', 'log.read')

async function opened(w: TestWorld) {
  const { url } = await open(w, anchorRoutes, { authenticate: knowing(auditor) })
  return (path: string) => fetch(`${url}/v1/log/${path}`, { headers: { authorization: `Bearer ${auditor.id}` } })
}
const told = (w: TestWorld, act: string, facts: { [name: string]: string | number }) =>
  transaction(w, async (i) => record(i, { act, object: `checkpoint:${facts['size']}`, facts }))
const root = 'ab'.repeat(32)

test('a transaction waits, stands in its block, or is lost after an hour, and a stamp says whose it is', async () => {
  const w = await testWorld()
  const sent = { size: 3, root, chain: 11_155_111, transaction: `0x${'1'.repeat(64)}` }
  await told(w, 'audit.anchor_sent', sent)
  await told(w, 'audit.anchor_sent', { ...sent, size: 4, transaction: `0x${'2'.repeat(64)}` })
  expect((await anchorsNewest(w)).map(({ state }) => state)).toEqual(['sent', 'sent'])
  w.pass(minuteMs)
  await told(w, 'audit.anchor', { ...sent, block: 7_654_321 })
  w.pass(62 * minuteMs)
  await told(w, 'audit.stamp', { size: 5, root, authority: 'O=Test Stamps', at: w.now(), stamp: 'AAEC' })
  const rows = await anchorsNewest(w)
  expect(rows.map(({ size, state, block }) => [size, state, block])).toEqual([
    [5, 'stamped', null],
    ...rows.slice(1).map(({ size }) => (size === 3 ? [3, 'anchored', 7_654_321] : [4, 'lost', null])),
  ])
  const ask = await opened(w)
  const stamp = await ask(`anchors/${rows[0]?.record}/stamp`)
  expect([stamp.headers.get('content-type'), [...new Uint8Array(await stamp.arrayBuffer())]]).toEqual([
    'application/timestamp-reply',
    [0, 1, 2],
  ])
  expect((await ask(`anchors/${rows[1]?.record}/stamp`)).status).toBe(404)
})

test('it is off until the key file says so; then the host is shown and never what the address carries', async () => {
  const w = await testWorld()
  const ask = await opened(w)
  const state = async () => await (await ask('anchors')).json()
  expect(await state()).toEqual({ timestamp: null, evm: null, isBroken: false, items: [] })
  const to = `0x${'b2'.repeat(20)}`
  const evm = { url: 'https://node.example/v3/secret-of-the-node', chainId: 1, from: to, to }
  w.keys.readOrMake(anchorsFile, () => JSON.stringify({ evm }))
  expect(await state()).toEqual({
    timestamp: null,
    evm: { host: 'node.example', chain: 1, to },
    isBroken: false,
    items: [],
  })
  const other = await testWorld()
  other.keys.readOrMake(anchorsFile, () => '{"evm": true}')
  expect(await (await (await opened(other))('anchors')).json()).toMatchObject({ isBroken: true })
})

test('the checkpoint of any size that was signed can be had, and no other', async () => {
  const w = await testWorld()
  await writeRecords(w, 3)
  await sequence(w)
  await writeRecords(w, 3)
  await sequence(w)
  const ask = await opened(w)
  const newest = await newestCheckpoint(w)
  expect(await (await ask('checkpoints/6')).text()).toBe(newest?.note)
  expect(await (await ask('checkpoints/3')).text()).toMatch(/\n3\n/)
  for (const [size, status] of [
    ['4', 404],
    ['0', 400],
    ['-1', 400],
    ['9999999', 404],
  ] as const)
    expect((await ask(`checkpoints/${size}`)).status, size).toBe(status)
})
