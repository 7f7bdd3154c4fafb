import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { receiptKindOf } from './receiptShape.ts'
import { sampleReceipt } from './sampleReceipt.ts'
import { verifyReceipt } from './verifyReceipt.ts'

const { receipt, key, witness } = sampleReceipt()
const trust = { key, witnesses: [witness] }

const failed = (bundle: unknown, by: { key: string | null; witnesses?: string[] } = trust): string[] =>
  verifyReceipt(bundle, by)
    .steps.filter(({ passed }) => passed === false)
    .map(({ code }) => code)

test('a receipt made by the log holds in every step', () => {
  const verdict = verifyReceipt(receipt, trust)
  expect(verdict.steps.map(({ code, passed }) => [code, passed])).toEqual([
    ['form', true],
    ['kind', true],
    ['inclusion', true],
    ['checkpoint', true],
    ['signature', true],
    ['key', true],
    ['disclosed', true],
    ['document', true],
    ['witnesses', true],
  ])
  expect(verdict.valid).toBe(true)
  expect(verdict.checkpoint?.size).toBe(receipt.size)
})

test('a receipt cannot vouch for its own key', () => {
  expect(failed(receipt, { key: null })).toEqual(['key'])
  expect(failed(receipt, { key: sampleReceipt({ seed: 2 }).key })).toEqual(['key'])
})

test('a receipt signed by a key of the forger fails where the reader’s key is known', () => {
  const forged = sampleReceipt({ seed: 2 }).receipt
  expect(verifyReceipt(forged, { key: forged.key }).valid).toBe(true)
  expect(failed(forged)).toEqual(['key', 'witnesses'])
})

const record = receipt.record
test.each([
  ['the amount in the facts', { record: { ...record, facts: { ...record.facts, minor: '1' } } }, 'inclusion'],
  ['the act', { record: { ...record, act: 'refund.paid' } }, 'inclusion'],
  ['the moment', { record: { ...record, at: record.at + 1 } }, 'inclusion'],
  ['who acted', { record: { ...record, actor: 'user:usr_x' } }, 'inclusion'],
  ['the organisation', { record: { ...record, org: 'x' } }, 'inclusion'],
  ['the request', { record: { ...record, request: 'req_x' } }, 'inclusion'],
  ['the object', { record: { ...record, object: 'pay_x' } }, 'inclusion'],
  ['the digest before', { record: { ...record, before: 'a'.repeat(64) } }, 'inclusion'],
  ['the digest after', { record: { ...record, after: null } }, 'inclusion'],
  ['a commitment', { record: { ...record, commitments: { payer: 'a'.repeat(64) } } }, 'inclusion'],
  ['the kind', { kind: 'consent' }, 'kind'],
  ['the place', { index: receipt.index - 1 }, 'inclusion'],
  ['the size', { size: receipt.size + 1 }, 'checkpoint'],
  ['the proof', { proof: receipt.proof.slice(1) }, 'inclusion'],
  [
    'the root',
    { checkpoint: receipt.checkpoint.replace(/\n[A-Za-z0-9+/]{43}=\n/, `\n${'A'.repeat(43)}=\n`) },
    'signature',
  ],
  ['the origin', { checkpoint: receipt.checkpoint.replace('log', 'fog') }, 'signature'],
  ['the disclosed value', { disclosed: { payer: { ...receipt.disclosed?.['payer'], value: '王明' } } }, 'disclosed'],
  ['the salt', { disclosed: { payer: { value: '王敏', salt: '0'.repeat(32) } } }, 'disclosed'],
  ['a name that was never committed', { disclosed: { phone: receipt.disclosed?.['payer'] } }, 'disclosed'],
  ['the document', { document: { goods: '明前龙井 两壶' } }, 'document'],
  ['a member nobody knows', { note: 'paid' }, 'form'],
  ['the version', { covenant: 'receipt/2' }, 'form'],
])('an altered receipt is refused and the broken step named: %s', (_, change, code) => {
  expect(failed({ ...receipt, ...change })).toContain(code)
})

test('text in another Unicode form is not the text that was recorded', () => {
  const bent = { ...receipt, record: { ...record, facts: { ...record.facts, store: 'Cafe\u0301' } } }
  expect(record.facts['store']).toBe('Caf\u00e9')
  expect(failed(bent)).toEqual(['form'])
})

test('a prototype is no fact', () => {
  const text = JSON.stringify(receipt).replace('"facts":{', '"facts":{"__proto__":{"paid":true},')
  expect(failed(JSON.parse(text))).toEqual(['form'])
})

test('no single altered character of record, proof, checkpoint, key or disclosure passes', () => {
  const whole = JSON.stringify(receipt)
  const letters = fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code))
  fc.assert(
    fc.property(fc.nat(whole.length - 1), letters, (at, letter) => {
      const bent = whole.slice(0, at) + letter + whole.slice(at + 1)
      if (bent === whole) return
      let bundle: unknown
      try {
        bundle = JSON.parse(bent)
      } catch {
        return // no JSON, no receipt
      }
      // A letter of white space or an escape may change the file and not what it says.
      if (JSON.stringify(bundle) === whole) return
      expect(verifyReceipt(bundle, trust).valid, bent.slice(Math.max(0, at - 40), at + 40)).toBe(false)
    }),
    { numRuns: 3_000 },
  )
})

test('whatever comes, a verdict is answered and nothing is thrown', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => !verifyReceipt(value, trust).valid))
  fc.assert(fc.property(fc.string(), (checkpoint) => !verifyReceipt({ ...receipt, checkpoint }, trust).valid))
  fc.assert(fc.property(fc.string(), (other) => !verifyReceipt(receipt, { key: other }).valid))
})

test('a witness that is asked for and did not cosign is named', () => {
  const { publicKey } = generateKeyPairSync('ed25519')
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
  const other = `other.example+00000000+${Buffer.concat([Uint8Array.of(4), raw]).toString('base64')}`
  const verdict = verifyReceipt(receipt, { key, witnesses: [witness, other] })
  expect(verdict.valid).toBe(false)
  expect(verdict.steps.at(-1)?.en).toContain('other.example')
})

test('an act tells the kind of its receipt', () => {
  expect(receiptKindOf('payment.captured')).toBe('payment')
  expect(receiptKindOf('agreement.in_force')).toBe('agreement')
  expect(receiptKindOf('consent.give')).toBe('consent')
  expect(receiptKindOf('privacy.deliver_export')).toBe('data-delivery')
  expect(receiptKindOf('identity.sign_in')).toBe('record')
})
