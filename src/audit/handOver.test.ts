import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type TestWorld, testWorld } from '../../test/house.ts'
import type { World } from '../world/world.ts'
import { followLog } from './followLog.ts'
import { type HandOver, handedOver, keySpans } from './handOver.ts'
import { handOverKey } from './handOverKey.ts'
import { ed25519Pem, signCheckpoint, signerOf, vkeyText } from './logKey.ts'
import { handOverChain, keyNow, logKeyState, logKeys } from './logKeys.ts'
import { proveConsistency } from './logProof.ts'
import { isSigned } from './noteSignature.ts'
import { readNote, readVkey } from './readNote.ts'
import { receiptOf } from './receipt.ts'
import type { Receipt } from './receiptShape.ts'
import { sequenceWaiting } from './sequence.ts'
import { checkpointOfSize, newestCheckpoint } from './store.ts'
import { asSuperuser, writeRecords } from './testLog.ts'
import { verifyReceipt } from './verifyReceipt.ts'
import { checkAll, integrityOf } from './watch.ts'

const unasked = async (): Promise<void> => undefined
const handOver = (w: World) => handOverKey(w, unasked)
const keyOf = async (w: World): Promise<string> => keyNow(await logKeys(w))
const noteAt = async (w: World, size: number) => {
  const note = readNote((await checkpointOfSize(w, size))?.note ?? '')
  if (!note) throw new Error(`no checkpoint of size ${size}`)
  return note
}
const signs = async (w: World, key: string, size: number): Promise<boolean> => {
  const vkey = readVkey(key)
  return vkey !== null && isSigned(await noteAt(w, size), vkey)
}
const sizeNow = async (w: World): Promise<number> => (await newestCheckpoint(w))?.size ?? 0

async function grown(w: World, count: number): Promise<number> {
  await writeRecords(w, count)
  await sequenceWaiting(w, 1)
  return await sizeNow(w)
}

const recordAt = async (w: World, number: number): Promise<string> =>
  (await w.db.pool.query<{ record: string }>('select record from audit.leaf where number = $1', [number])).rows[0]
    ?.record ?? ''

/** A log that handed its key over twice, with a receipt from the time of each key. */
async function handedWorld(): Promise<{ w: TestWorld; keys: string[]; sizes: number[]; receipts: Receipt[] }> {
  const w = await testWorld()
  const [keys, sizes, receipts]: [string[], number[], Receipt[]] = [[], [], []]
  for (let turn = 0; turn < 3; turn++) {
    if (turn > 0) {
      await handOver(w)
      await writeRecords(w, 3)
      await sequenceWaiting(w, 1)
      sizes.push(await sizeNow(w))
    }
    await grown(w, 7 + turn)
    keys.push(await keyOf(w))
    receipts.push(await receiptOf(w, await recordAt(w, (await sizeNow(w)) - 2)))
    w.pass(86_400_000)
  }
  return { w, keys, sizes, receipts }
}

test('the checkpoint at a hand-over is signed by both keys, those before by the old one, those after by the new one', async () => {
  const w = await testWorld()
  const before = await grown(w, 5)
  const old = await keyOf(w)
  const state = await handOver(w)
  expect(state).toMatchObject({ key: old, number: 1, waits: true })
  await writeRecords(w, 4)
  await sequenceWaiting(w, 1)
  const at = await sizeNow(w)
  const after = await grown(w, 3)
  const next = await keyOf(w)
  expect(next).not.toBe(old)
  expect(await logKeyState(w)).toMatchObject({ key: next, number: 2, waits: false })
  const said = async (size: number) => [await signs(w, old, size), await signs(w, next, size)]
  expect([await said(before), await said(at), await said(after)]).toEqual([
    [true, false],
    [true, true],
    [false, true],
  ])
})

test('receipts of every key verify for ever, whichever of the keys their reader trusts', async () => {
  const { w, keys, receipts } = await handedWorld()
  const handOvers = await handOverChain(w)
  for (const key of keys)
    for (const receipt of receipts) {
      const verdict = verifyReceipt(JSON.parse(JSON.stringify(receipt)), { key, handOvers })
      expect(verdict.steps.filter(({ passed }) => passed === false)).toEqual([])
    }
  // Today's receipt brings the whole way itself.
  for (const key of keys) expect(verifyReceipt(receipts[2], { key }).valid).toBe(true)
  // One from before knows nothing of later keys: under a later key it needs the way.
  expect(verifyReceipt(receipts[0], { key: keys[0] ?? '' }).valid).toBe(true)
  expect(verifyReceipt(receipts[0], { key: keys[2] ?? '' }).valid).toBe(false)
})

test('a key signs nothing outside its time: neither the old one later nor the new one earlier', async () => {
  const { w, keys, receipts } = await handedWorld()
  const handOvers = await handOverChain(w)
  const [first, , last] = receipts as [Receipt, Receipt, Receipt]
  const signerAt = (n: number) =>
    signerOf(readVkey(keys[0] ?? '')?.name ?? '', 'log', w.keys.read(n === 1 ? 'log-signing' : `log-signing-${n}`))
  const resigned = (receipt: Receipt, n: number): Receipt => {
    const root = readNote(receipt.checkpoint)?.root ?? Buffer.alloc(32)
    return { ...receipt, key: keys[n - 1] ?? '', checkpoint: signCheckpoint(signerAt(n), receipt.size, root) }
  }
  for (const key of keys) {
    const failed = (receipt: Receipt) =>
      verifyReceipt(receipt, { key, handOvers })
        .steps.filter(({ passed }) => passed === false)
        .map(({ code }) => code)
    expect(failed(resigned(last, 1))).toEqual(['key'])
    expect(failed(resigned(first, 3))).toEqual(['key'])
  }
})

test('a chain with a link that does not hold, or out of order, is no chain', async () => {
  const { w, keys, receipts } = await handedWorld()
  const [one, two] = (await handOverChain(w)) as [HandOver, HandOver]
  expect(keySpans([one, two])?.map(({ key }) => key)).toEqual(keys)
  expect(keySpans([two, one])).toBeNull()
  expect(keySpans([one, one])).toBeNull()
  const bent = { ...one, record: { ...one.record, facts: { ...one.record.facts, to: keys[2] ?? '' } } }
  expect(handedOver(bent)).toBeNull()
  const lines = one.checkpoint.trimEnd().split('\n')
  for (const missing of [-1, -2]) {
    const less = `${lines.filter((_, at) => at !== lines.length + missing).join('\n')}\n`
    expect(handedOver({ ...one, checkpoint: less })).toBeNull()
  }
  const own = keys[2] ?? ''
  expect(verifyReceipt({ ...receipts[2], handOvers: [bent, two] }, { key: own }).valid).toBe(false)
})

test('no single altered character of a receipt with hand-overs passes', async () => {
  const { keys, receipts } = await handedWorld()
  const whole = JSON.stringify(receipts[2])
  const letters = fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code))
  fc.assert(
    fc.property(fc.nat(whole.length - 1), letters, fc.constantFrom(...keys), (at, letter, key) => {
      let bundle: unknown
      try {
        bundle = JSON.parse(whole.slice(0, at) + letter + whole.slice(at + 1))
      } catch {
        return // no JSON, no receipt
      }
      if (JSON.stringify(bundle) === whole) return
      expect(verifyReceipt(bundle, { key }).valid).toBe(false)
    }),
    { numRuns: 1_000 },
  )
})

const asked = (w: World, handOvers: () => Promise<HandOver[]> = () => handOverChain(w)) => ({
  consistency: async (from: number, to: number) => (await proveConsistency(w, from, to)).proof,
  handOvers,
})
const newest = async (w: World): Promise<string> => (await newestCheckpoint(w))?.note ?? ''

test('whoever follows the old key is led to the new one, from before, from the hand-over itself, and at first sight', async () => {
  const w = await testWorld()
  await grown(w, 5)
  const old = await keyOf(w)
  const early = await followLog(null, old, await newest(w), asked(w))
  if (early.outcome === 'refused') throw new Error(early.en)
  await handOver(w)
  await sequenceWaiting(w, 1)
  const there = await followLog(early.followed, old, await newest(w), asked(w))
  if (there.outcome === 'refused') throw new Error(there.en)
  expect(there.followed.key).toBe(old)
  await handOver(w)
  await grown(w, 600)
  await grown(w, 2)
  const today = await keyOf(w)
  for (const before of [early.followed, there.followed, null]) {
    const step = await followLog(before, old, await newest(w), asked(w))
    expect(step).toMatchObject({ outcome: 'grown', followed: { key: today } })
    if (step.outcome === 'refused') continue
    expect(step.followed.before?.[0]).toBe(old)
    // Asked with the key it was told at first, it goes on from where it stands.
    expect((await followLog(step.followed, old, await newest(w), asked(w))).outcome).toBe('same')
  }
})

test('a new key that was not handed over is refused, and so is one handed over in another log', async () => {
  const w = await testWorld()
  await grown(w, 5)
  const old = await keyOf(w)
  const early = await followLog(null, old, await newest(w), asked(w))
  if (early.outcome === 'refused') throw new Error(early.en)
  await handOver(w)
  await grown(w, 5)
  await grown(w, 5)
  expect(
    await followLog(
      early.followed,
      old,
      await newest(w),
      asked(w, async () => []),
    ),
  ).toMatchObject({
    outcome: 'refused',
    because: 'signature',
  })
  // Somebody with the old key shows a history of their own, and hands over in it.
  const fork = { ...(await testWorld({ seed: 99 })), keys: w.keys }
  await grown(fork, 9)
  await handOver(fork)
  await grown(fork, 5)
  await grown(fork, 5)
  expect(await followLog(early.followed, old, await newest(fork), asked(fork))).toMatchObject({
    outcome: 'refused',
    because: 'fork',
  })
})

test('one hand-over at a time, and without the next key nothing is numbered instead of being signed wrongly', async () => {
  const w = await testWorld()
  await grown(w, 5)
  const both = await Promise.allSettled([handOver(w), handOver(w)])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  await expect(handOver(w)).rejects.toMatchObject({ code: 'audit.hand_over_waits' })
  const size = await sizeNow(w)
  const lost: World = { ...w, keys: { ...w.keys, has: (name) => name !== 'log-signing-2' && w.keys.has(name) } }
  await writeRecords(w, 3)
  await expect(sequenceWaiting(lost, 1)).rejects.toMatchObject({ code: 'audit.log_key_missing', status: 503 })
  expect(await sizeNow(w)).toBe(size)
  await sequenceWaiting(w, 1)
  expect(await sizeNow(w)).toBeGreaterThan(size)
  // The old private key may go once the hand-over is signed.
  const without: World = { ...w, keys: { ...w.keys, has: (name) => name !== 'log-signing' && w.keys.has(name) } }
  await writeRecords(w, 3)
  await sequenceWaiting(without, 1)
  await checkAll(without)
  expect((await integrityOf(without)).state).toBe('sound')
})

test('a live installation brings the next key, or nothing happens', async () => {
  const w = await testWorld()
  await grown(w, 5)
  const live: World = { ...w, mode: 'live' }
  await expect(handOver(live)).rejects.toMatchObject({ code: 'audit.log_key_not_brought' })
  w.keys.readOrMake('log-signing-2', () => ed25519Pem(Buffer.alloc(32, 5)))
  expect(await handOver(live)).toMatchObject({ waits: true })
  await grown(w, 1)
  const signer = signerOf(readVkey(await keyOf(w))?.name ?? '', 'log', ed25519Pem(Buffer.alloc(32, 5)))
  expect(await keyOf(w)).toBe(vkeyText(signer.vkey))
})

const edits: [what: string, edit: (keys: string[], sizes: number[]) => string, row: string][] = [
  ['the new key of a hand-over', () => `update audit.hand_over set to_key = to_key || 'x' where number = 2`, 'audit.'],
  [
    'which record says so',
    () => `update audit.hand_over set record = (select record from audit.leaf where number = 0) where number = 1`,
    'audit.',
  ],
  ['a hand-over, taken out', () => 'delete from audit.hand_over where number = 2', 'audit.'],
  [
    'the second signature at a hand-over',
    (_, sizes) =>
      `update audit.checkpoint set note = regexp_replace(note, E'\\n[^\\n]+\\n$', E'\\n') where size = ${sizes[0]}`,
    'audit.checkpoint size=',
  ],
]
test.each(edits)('whoever edits %s as superuser raises the alarm', async (_, edit, row) => {
  const { w, keys, sizes } = await handedWorld()
  await checkAll(w)
  expect((await integrityOf(w)).state).toBe('sound')
  await asSuperuser(w, edit(keys, sizes))
  await checkAll(w)
  const { state, problems } = await integrityOf(w)
  expect(state).toBe('alarm')
  expect(
    problems.some((one) => one.row.startsWith(row)),
    JSON.stringify(problems),
  ).toBe(true)
})
