import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cosign } from '../../src/audit/cosign.ts'
import { ed25519Pem, signerOf, vkeyText } from '../../src/audit/logKey.ts'
import { cosignedAt } from '../../src/audit/noteSignature.ts'
import { readNote, readVkey } from '../../src/audit/readNote.ts'
import { sampleReceipt } from '../../src/audit/sampleReceipt.ts'
import { cosignersOf, witnessKeyOf } from './cosigners.ts'

const { receipt, key, witness } = sampleReceipt()
const other = sampleReceipt({ seed: 2 }).witness
const states = async (checkpoint: string, keys: Parameters<typeof cosignersOf>[1]) =>
  (await cosignersOf(checkpoint, keys)).map(({ name, from, state }) => [name, from, state])

test('a cosignature holds under the witness’s own key, and it is said who told that key', async () => {
  const [found] = await cosignersOf(receipt.checkpoint, [{ key: witness, from: 'institution' }])
  expect(found).toEqual({
    name: 'alipay.example/witness',
    key: witness,
    from: 'institution',
    state: 'held',
    at: '2026-11-24T03:12:52.000Z',
  })
  const both = [
    { key: witness, from: 'institution' },
    { key: witness, from: 'reader' },
  ] as const
  expect(await states(receipt.checkpoint, both)).toEqual([['alipay.example/witness', 'reader', 'held']])
})

test('a line nobody has a key for is unknown, a witness without a line is absent, and no key of a log is one of a witness', async () => {
  expect(await states(receipt.checkpoint, [])).toEqual([['alipay.example/witness', null, 'unknown']])
  expect(await states(receipt.checkpoint, [{ key: other, from: 'reader' }])).toEqual([
    ['alipay.example/witness', 'reader', 'absent'],
    ['alipay.example/witness', null, 'unknown'],
  ])
  expect(await witnessKeyOf(key)).toBeNull()
  expect(await witnessKeyOf(`${witness}x`)).toBeNull()
  expect(await states(receipt.checkpoint, [{ key, from: 'reader' }])).toEqual([
    ['alipay.example/witness', null, 'unknown'],
  ])
})

test('a cosignature over another checkpoint, or by another time, is broken', async () => {
  const signer = signerOf('heyi-audit.example/witness', 'witness', ed25519Pem(new Uint8Array(32).fill(9)))
  const text = readNote(receipt.checkpoint)?.text ?? ''
  const keys = [{ key: vkeyText(signer.vkey), from: 'reader' }] as const
  const good = receipt.checkpoint + cosign(text, signer, 1_800_000_000_000)
  expect((await states(good, keys))[0]).toEqual(['heyi-audit.example/witness', 'reader', 'held'])
  const elsewhere = receipt.checkpoint + cosign(text.replace('\n23\n', '\n24\n'), signer, 1_800_000_000_000)
  expect((await states(elsewhere, keys))[0]?.[2]).toBe('broken')
  const twice = good + cosign(text, signer, 1_800_000_001_000)
  expect((await states(twice, keys))[0]?.[2]).toBe('broken')
})

test('the browser and the command line, which share no line, say the same of every altered checkpoint', async () => {
  const vkey = readVkey(witness)
  expect(vkey).not.toBeNull()
  const letters = fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code))
  await fc.assert(
    fc.asyncProperty(fc.nat(receipt.checkpoint.length - 1), letters, async (at, letter) => {
      const bent = receipt.checkpoint.slice(0, at) + letter + receipt.checkpoint.slice(at + 1)
      const note = readNote(bent)
      const byLine = note && vkey ? cosignedAt(note, vkey) : null
      const found = (await cosignersOf(bent, [{ key: witness, from: 'reader' }])).find((one) => one.key === witness)
      expect(found?.state === 'held').toBe(byLine !== null)
    }),
    { numRuns: 1_000 },
  )
  await fc.assert(
    fc.asyncProperty(fc.string(), fc.string(), async (checkpoint, text) => {
      expect(Array.isArray(await cosignersOf(checkpoint, [{ key: text, from: 'reader' }]))).toBe(true)
    }),
  )
})
