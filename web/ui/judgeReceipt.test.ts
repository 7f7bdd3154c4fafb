import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sampleReceipt } from '../../src/audit/sampleReceipt.ts'
import { verifyReceipt } from '../../src/audit/verifyReceipt.ts'
import { type Canonical, canonical } from '../../src/base/canonical.ts'
import { isExact, type Json, written } from './exactJson.ts'
import { type JudgedStep, judgeReceipt } from './judgeReceipt.ts'

const { receipt, key } = sampleReceipt()

test('a receipt made by the log holds in every step, told one after the other', async () => {
  const told: JudgedStep[] = []
  const judged = await judgeReceipt(receipt, key, (step) => told.push(step))
  expect(told.map(({ name, passed }) => [name, passed])).toEqual([
    ['form', true],
    ['kind', true],
    ['inclusion', true],
    ['checkpoint', true],
    ['signature', true],
    ['key', true],
    ['disclosed', true],
    ['document', true],
  ])
  expect(judged.verdict).toBe('genuine')
  expect(judged.rungs.at(-1)?.node).toBe(judged.checkpoint?.root)
  expect(judged.checkpoint?.cosigners).toEqual(['alipay.example/witness'])
})

test('a key that nobody trusted yet is strange, another one than the trusted is a forgery', async () => {
  expect((await judgeReceipt(receipt, null)).verdict).toBe('strange')
  expect((await judgeReceipt(receipt, sampleReceipt({ seed: 2 }).key)).verdict).toBe('altered')
  const bent = { ...receipt, record: { ...receipt.record, act: 'payment.ended' } }
  expect((await judgeReceipt(bent, null)).verdict).toBe('altered')
})

test('every leaf of every small tree is proved', async () => {
  for (let size = 1; size <= 24; size++) {
    for (let index = 0; index < size; index++) {
      const made = sampleReceipt({ size, index })
      expect((await judgeReceipt(made.receipt, made.key)).verdict, `${index} of ${size}`).toBe('genuine')
    }
  }
})

// The witnesses are checked by the command line alone.
const steps = (bundle: unknown): unknown =>
  verifyReceipt(bundle, { key }).steps.flatMap(({ code, passed }) => (code === 'witnesses' ? [] : [[code, passed]]))

test('two verifiers with no line in common say the same of every altered receipt', async () => {
  const whole = JSON.stringify(receipt)
  const letters = fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code))
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), letters, async (at, letter) => {
      const bent = whole.slice(0, at) + letter + whole.slice(at + 1)
      let bundle: unknown
      try {
        bundle = JSON.parse(bent)
      } catch {
        return // no JSON, no receipt
      }
      const judged = await judgeReceipt(bundle, key)
      expect(judged.steps.map(({ name, passed }) => [name, passed])).toEqual(steps(bundle))
      expect(judged.verdict === 'genuine').toBe(verifyReceipt(bundle, { key }).valid)
    }),
    { numRuns: 2_000 },
  )
})

test('what comes from a stranger is judged and never thrown at', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), async (value) => {
      expect((await judgeReceipt(value, key)).verdict).toBe('altered')
    }),
  )
  await fc.assert(
    fc.asyncProperty(fc.string(), async (checkpoint) => {
      expect((await judgeReceipt({ ...receipt, checkpoint }, key)).verdict).toBe('altered')
    }),
  )
})

test('an exact value is written as the server writes it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      if (isExact(value)) expect(written(value as Json)).toBe(canonical(value as Canonical))
    }),
  )
})
