import { expect, test } from 'vitest'
import { type TestWorld, testWorld } from '../../test/house.ts'
import { hourMs, minuteMs } from '../base/time.ts'
import { runDueJobs } from '../world/jobs.ts'
import { recordsNewest } from '../world/recordList.ts'
import { anchorJobs, anchorNewest, anchorsFile } from './anchor.ts'
import { anchorData, readAnchor } from './evmAnchor.ts'
import { sequence } from './sequence.ts'
import { newestCheckpoint } from './store.ts'
import { writeRecords } from './testLog.ts'

const [from, to] = [`0x${'a1'.repeat(20)}`, `0x${'b2'.repeat(20)}`]
const evm = { url: 'http://node.test/', chainId: 11_155_111, from, to }

type Sent = { hash: string; from: string; to: string; input: string }

/** A node that keeps the key and mines when told. */
function chain(chainId = 11_155_111) {
  const sent: Sent[] = []
  let block = 0
  const answer = (method: string, [first]: [{ from: string; to: string; data: string } | string]): unknown => {
    if (method === 'eth_chainId') return `0x${chainId.toString(16)}`
    if (method === 'eth_sendTransaction' && typeof first === 'object') {
      const hash = `0x${String(sent.length + 1).padStart(64, '0')}`
      sent.push({ hash, from: first.from, to: first.to, input: first.data })
      return hash
    }
    const found = sent.find(({ hash }) => hash === first) ?? null
    if (method === 'eth_getTransactionByHash') return found
    if (method === 'eth_getTransactionReceipt')
      return found && block > 0 ? { status: '0x1', blockNumber: `0x${block.toString(16)}` } : null
    return undefined
  }
  return {
    sent,
    mine: () => {
      block = 7_654_321
    },
    fetch: async (_: string, init?: RequestInit): Promise<Response> => {
      const { method, params } = JSON.parse(init?.body as string) as { method: string; params: [string] }
      return Response.json({ jsonrpc: '2.0', id: 1, result: answer(method, params) })
    },
  }
}

async function logOf(settings: object | null): Promise<TestWorld> {
  const w = await testWorld()
  if (settings) w.keys.readOrMake(anchorsFile, () => JSON.stringify(settings))
  await writeRecords(w, 3)
  await sequence(w)
  return w
}
const acts = async (w: TestWorld): Promise<string[]> => {
  const found = await recordsNewest(w, { owner: null, before: null, object: null, actor: null, act: null }, 20)
  return found.map(({ act }) => act).filter((act) => act.startsWith('audit.'))
}

test('without the key file nothing outside is asked', async () => {
  const w = await logOf(null)
  let asked = 0
  w.network(async () => {
    asked++
    return new Response()
  })
  await anchorNewest(w)
  expect([asked, await acts(w)]).toEqual([0, []])
})

test('the root of the newest checkpoint goes into a transaction, and is believed when a block gives it back', async () => {
  const w = await logOf({ evm })
  const node = chain()
  w.network(node.fetch)
  await anchorNewest(w)
  const newest = await newestCheckpoint(w)
  expect(node.sent).toEqual([
    { hash: expect.any(String), from, to, input: anchorData(newest?.size ?? 0, newest?.root ?? '') },
  ])
  expect(node.sent[0]?.input.endsWith(newest?.root ?? 'no root')).toBe(true)
  w.pass(minuteMs)
  await runDueJobs(w, anchorJobs, [])
  expect(await acts(w)).toEqual(['audit.anchor_sent'])
  node.mine()
  w.pass(minuteMs)
  await runDueJobs(w, anchorJobs, [])
  expect(await acts(w)).toEqual(['audit.anchor', 'audit.anchor_sent'])
  await runDueJobs(w, anchorJobs, [])
  expect(await acts(w)).toHaveLength(2)
})

test('a chain that gives back another root, sender or a failed transaction is not believed', async () => {
  const w = await testWorld()
  const [root, transaction] = ['c3'.repeat(32), `0x${'1'.repeat(64)}`]
  const good = { hash: transaction, from, to, input: anchorData(5, root) }
  const answering = (sent: object, status: string) =>
    w.network(async (_, init) => {
      const { method } = JSON.parse(init?.body as string) as { method: string }
      const result = method === 'eth_getTransactionByHash' ? sent : { status, blockNumber: '0x10' }
      return Response.json({ jsonrpc: '2.0', id: 1, result })
    })
  answering(good, '0x1')
  expect(await readAnchor(w, evm, transaction, 5, root)).toEqual({ transaction, block: 16 })
  for (const [sent, status, because] of [
    [{ ...good, input: anchorData(5, 'd4'.repeat(32)) }, '0x1', /does not carry/],
    [{ ...good, input: anchorData(6, root) }, '0x1', /does not carry/],
    [{ ...good, from: to }, '0x1', /not ours/],
    [good, '0x0', /reverted/],
  ] as const) {
    answering(sent, status)
    await expect(readAnchor(w, evm, transaction, 5, root)).rejects.toThrow(because)
  }
})

test('a node of another chain is sent nothing, and the log goes on', async () => {
  const w = await logOf({ evm })
  const mainnet = chain(1)
  w.network(mainnet.fetch)
  await anchorNewest(w)
  expect([mainnet.sent, await acts(w)]).toEqual([[], []])
})

test('an authority that is silent, refuses or lies leaves no stamp', async () => {
  const w = await logOf({
    timestamp: { url: 'http://stamps.test/', roots: ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'] },
  })
  for (const answer of [
    () => Promise.reject(new TypeError('no network')),
    async () => new Response('busy', { status: 503 }),
    async () => new Response(Buffer.from('30053003020102', 'hex')),
  ]) {
    w.network(answer)
    await anchorNewest(w)
  }
  expect(await acts(w)).toEqual([])
})

test('a transaction that no block takes is given up after an hour', async () => {
  const w = await logOf({ evm })
  w.network(chain().fetch)
  await anchorNewest(w)
  for (let reads = 0; reads < 130; reads++) {
    w.pass(minuteMs / 2)
    await runDueJobs(w, anchorJobs, [])
  }
  w.pass(hourMs)
  expect(await runDueJobs(w, anchorJobs, [])).toBeFalsy()
  expect(await acts(w)).toEqual(['audit.anchor_sent'])
})
