import fc from 'fast-check'
import { expect, test } from 'vitest'
import { handedOver, keySpans } from '../../src/audit/handOver.ts'
import { sampleCheckpoint, sampleHandOver, sampleReceipt, sampleReceiptOf } from '../../src/audit/sampleReceipt.ts'
import { verifyReceipt } from '../../src/audit/verifyReceipt.ts'
import { leafHash } from '../../src/base/merkle.ts'
import { recordLeaf } from '../../src/world/record.ts'
import { judgeReceipt } from './judgeReceipt.ts'
import { isOfLog, linkOf, linksOf } from './keyChain.ts'
import { noteOf } from './note.ts'
import type { Proved } from './provedLeaf.ts'

// A log of 40 leaves whose key was handed over at 11 and at 23; one receipt from the time of each key.
const leaves = Array.from({ length: 40 }, (_, at) => leafHash(`leaf ${at}`))
const { record } = sampleReceipt().receipt
for (const at of [3, 15, 31]) leaves[at] = recordLeaf(record)
const first = leaves.slice(0, 11)
const one = sampleHandOver(first, 9, { from: 5, to: 6 })
const second = [...first, ...leaves.slice(11, 23)]
const two = sampleHandOver(second, 20, { from: 6, to: 7, id: '019ab3c1-7d20-7c4e-9a1f-3b5c7d9e1f21' })
const whole = [...second, ...leaves.slice(23)]
const chain = [one, two]
const proved = chain as unknown as Proved[]
const receiptAt = (size: number, index: number, seed: number, handOvers?: typeof chain) => {
  const kept = whole.slice(0, size)
  const { checkpoint, key } = sampleCheckpoint(kept, { seed })
  return { ...sampleReceiptOf(record, kept, index, { checkpoint, key }), ...(handOvers && { handOvers }) }
}
const receipts = [receiptAt(8, 3, 5), receiptAt(20, 15, 6), receiptAt(40, 31, 7)]
const keys = receipts.map(({ key }) => key)

test('the browser follows a handed-over key forwards and backwards, as the command line does', async () => {
  expect((await linksOf(proved))?.map(({ to }) => to)).toEqual(keys.slice(1))
  for (const key of keys)
    for (const receipt of receipts) {
      expect((await judgeReceipt(receipt, key, undefined, proved)).verdict).toBe('genuine')
      expect(verifyReceipt(receipt, { key, handOvers: chain }).valid).toBe(true)
      expect((await judgeReceipt({ ...receipt, handOvers: chain }, key)).verdict).toBe('genuine')
      const note = noteOf(receipt.checkpoint)
      expect(note && (await isOfLog(note, key, proved))).toBe(true)
    }
})

test('without the way, and outside its time, no other key is believed', async () => {
  const wrong = [receiptAt(40, 31, 5), receiptAt(8, 3, 7), receiptAt(40, 31, 6), receiptAt(8, 3, 6)]
  for (const key of keys) {
    for (const receipt of wrong) {
      const named = { ...receipt, handOvers: chain }
      expect((await judgeReceipt(named, key)).verdict).toBe('altered')
      expect(verifyReceipt(named, { key }).valid).toBe(false)
      const note = noteOf(receipt.checkpoint)
      expect(note && (await isOfLog(note, key, proved))).toBe(false)
    }
    for (const receipt of receipts)
      expect((await judgeReceipt(receipt, key)).verdict === 'genuine').toBe(receipt.key === key)
  }
})

test('both judges say the same of every altered chain', async () => {
  const text = JSON.stringify(chain)
  const letters = fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code))
  await fc.assert(
    fc.asyncProperty(fc.nat(text.length - 1), letters, async (at, letter) => {
      let bent: typeof chain
      try {
        bent = JSON.parse(text.slice(0, at) + letter + text.slice(at + 1)) as typeof chain
      } catch {
        return // no JSON, no chain
      }
      const given = { ...receipts[2], handOvers: bent }
      const key = keys[0] ?? ''
      const said = verifyReceipt(given, { key }).valid
      expect((await judgeReceipt(given, key)).verdict === 'genuine').toBe(said)
      expect(said).toBe(JSON.stringify(bent) === text)
    }),
    { numRuns: 600 },
  )
  expect(keySpans([two, one])).toBeNull()
  expect(await linksOf([...proved].reverse())).toBeNull()
  expect(handedOver(one)?.size).toBe((await linkOf(one as unknown as Proved))?.size)
})
