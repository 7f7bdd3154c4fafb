import { createCipheriv } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testWorld } from '../../test/house.ts'
import { seededRandom } from '../base/random.ts'
import { transaction } from '../world/command.ts'
import { keysInMemory } from '../world/keys.ts'
import { box, onceFor, type Suite, suites, unbox } from './box.ts'
import { seal, sealText } from './seal.ts'
import { parseSealed } from './sealed.ts'
import { refusalsSince } from './storeRefusal.ts'
import { unseal, unsealText } from './unseal.ts'

const place = { tenant: 'institution', purpose: 'test.secret', context: 'row/1' }
// Sealed on the first day, under the key 00 01 … 1f, for the place `place`.
const golden: [Suite, string][] = [
  ['aes-256-gcm', '2IqQoQl5ORvjELmtJpgyB-NN9VxhlprXZtivdcNXKLKyqsqJZ_KxKvABQjOYZ_tEWORX'],
  ['sm4-gcm', 'i3XPxaAq6xGJ1MHYiylL48eN0F3PmOw-PTxjODXScENTAXC-OFjOsm6LFT9IlOc5b2Nq'],
]
const bothSuites: Suite[] = ['aes-256-gcm', 'sm4-gcm']

test('what was sealed opens again at its place, inside a transaction and outside', async () => {
  const w = await testWorld()
  const outside = await sealText(w, place, '沈知行')
  expect(await unsealText(w, outside, place)).toBe('沈知行')
  const inside = await transaction(w, async (i) => {
    const sealed = await seal(i, { ...place, purpose: 'test.other' }, Buffer.alloc(0))
    expect(await unseal(i, sealed, { ...place, purpose: 'test.other' })).toHaveLength(0)
    return sealed
  })
  expect(await unseal(w, inside, { ...place, purpose: 'test.other' })).toHaveLength(0)
})

test('a ciphertext opens nowhere but at its own place, and every refusal is counted and shows nothing', async () => {
  const w = await testWorld()
  const sealed = await sealText(w, place, 'a secret that must not be seen')
  await sealText(w, { ...place, tenant: 'mer_1' }, 'makes the other tenant’s key')
  const elsewhere = [
    { ...place, tenant: 'mer_1' },
    { ...place, purpose: 'test.other' },
    { ...place, context: 'row/2' },
    { ...place, subject: 'con_1' },
  ]
  for (const other of elsewhere) {
    const failed = await unseal(w, sealed, other).catch((error: Error) => error)
    expect(failed).toMatchObject({ code: 'vault.ciphertext_refused' })
    expect(JSON.stringify(failed) + String(failed)).not.toContain('secret that')
  }
  const counted = await refusalsSince(w, '2026-01-01')
  expect(counted.reduce((sum, { count }) => sum + count, 0)).toBe(elsewhere.length)
})

test('a change of any one bit of a ciphertext is refused', async () => {
  const w = await testWorld()
  const sealed = await sealText(w, place, '6222020200112230')
  const { boxed } = parseSealed(sealed) ?? { boxed: Buffer.alloc(0) }
  const head = sealed.slice(0, sealed.lastIndexOf('.') + 1)
  for (let bit = 0; bit < boxed.length * 8; bit++) {
    const bent = Buffer.from(boxed)
    bent.writeUInt8(bent.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
    await expect(unseal(w, head + bent.toString('base64url'), place)).rejects.toMatchObject({
      code: 'vault.ciphertext_refused',
    })
  }
  for (const bad of [
    '',
    'v1',
    sealed.slice(0, -8),
    sealed.replace('.a.', '.s.'),
    sealed.replace('v1', 'v2'),
    `${sealed}=`,
  ])
    await expect(unseal(w, bad, place)).rejects.toMatchObject({ code: 'vault.ciphertext_refused' })
})

test('two different messages never meet the same key and nonce, even when chance repeats itself', () => {
  const broken = { bytes: (length: number) => new Uint8Array(length), below: () => 0 }
  const key = new Uint8Array(32).fill(7)
  const message = fc.record({ text: fc.uint8Array({ maxLength: 40 }), bound: fc.string({ maxLength: 12 }) })
  fc.assert(
    fc.property(
      fc.uniqueArray(message, { selector: (m) => JSON.stringify([[...m.text], m.bound]), minLength: 2 }),
      (all) => {
        for (const suite of bothSuites) {
          const met = all.map(({ text, bound }) => {
            const { messageKey, nonce } = onceFor(key, suite, box(key, suite, broken, text, bound).subarray(0, 24))
            return messageKey.toString('hex') + nonce.toString('hex')
          })
          expect(new Set(met).size).toBe(all.length)
        }
      },
    ),
  )
})

test('both suites give back what they were given, and neither opens the other’s', () => {
  const random = seededRandom(5)
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 300 }),
      fc.string(),
      fc.constantFrom(...bothSuites),
      (text, bound, suite) => {
        const key = random.bytes(32)
        const boxed = box(key, suite, random, text, bound)
        expect(unbox(key, suite, boxed, bound)).toEqual(Buffer.from(text))
        expect(unbox(key, suite === 'sm4-gcm' ? 'aes-256-gcm' : 'sm4-gcm', boxed, bound)).toBeNull()
        expect(unbox(key, suite, boxed, `${bound}.`)).toBeNull()
        expect(unbox(random.bytes(32), suite, boxed, bound)).toBeNull()
      },
    ),
  )
})

test('SM4-GCM is the cipher of RFC 8998, appendix A.1', () => {
  const hex = (text: string): Buffer => Buffer.from(text, 'hex')
  const [key, iv] = [hex('0123456789ABCDEFFEDCBA9876543210'), hex('00001234567800000000ABCD')]
  const made = createCipheriv(suites['sm4-gcm'].cipher, key, iv, { authTagLength: 16 })
  made.setAAD(hex('FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2'))
  const message = Array.from('ABCDEFEA', (letter) => letter.repeat(16)).join('')
  const sealed = Buffer.concat([made.update(hex(message)), made.final()])
  expect(sealed.toString('hex').toUpperCase()).toBe(
    '17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735' +
      'D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D',
  )
  expect(made.getAuthTag().toString('hex').toUpperCase()).toBe('83DE3541E4C2B58177E065A9BF7B62EC')
})

test('what an earlier version sealed still opens', () => {
  const key = Buffer.from(Array.from({ length: 32 }, (_, at) => at))
  for (const [suite, boxed] of golden)
    expect(unbox(key, suite, Buffer.from(boxed, 'base64url'), 'place')?.toString()).toBe('契付 6222')
})

test('without its master key a live installation neither writes nor reads, and says which file is missing', async () => {
  const w = await testWorld()
  const sealed = await sealText(w, place, 'kept')
  const bare = { ...w, mode: 'live' as const, keys: keysInMemory(), db: { ...w.db } } // another process: no key in memory
  await expect(unseal(bare, sealed, place)).rejects.toMatchObject({ code: 'vault.master_missing', status: 500 })
  await expect(sealText(bare, { ...place, purpose: 'test.new' }, 'x')).rejects.toMatchObject({
    code: 'vault.master_missing',
    values: { master: 'vault-master' },
  })
  const { rows } = await w.db.pool.query(`select 1 from vault.data_key where purpose = 'test.new'`)
  expect(rows).toEqual([])
})

test('64 writers at once on a new purpose make one data key and read each other', async () => {
  const w = await testWorld()
  const all = await Promise.all(
    Array.from({ length: 64 }, (_, n) => sealText(w, { ...place, context: `row/${n}` }, String(n))),
  )
  expect(new Set(all.map((sealed) => parseSealed(sealed)?.key)).size).toBe(1)
  const read = await Promise.all(all.map((sealed, n) => unsealText(w, sealed, { ...place, context: `row/${n}` })))
  expect(read).toEqual(all.map((_, n) => String(n)))
})
