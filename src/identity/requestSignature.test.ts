import { generateKeyPairSync, sign } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { checkSignature, secretBytes, signedOf, signedPayload } from './requestSignature.ts'

const vectors = new URL('../../../shared/vectors/standard-webhooks.json', import.meta.url)
type Vector = {
  id: string
  secret: string
  headers: Record<string, string>
  payload: string
  timestamp: number
  verify_at?: number
  expect: 'valid' | 'invalid'
}
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const key = { kind: 'hmac', secret: secretBytes(secret) } as const
const now = Date.parse('2026-07-01T02:00:00Z')
const seconds = String(now / 1_000)

function codeOf(work: () => unknown): string {
  try {
    work()
    return 'good'
  } catch (error) {
    return (error as { code: string }).code
  }
}

test('the vectors of Standard Webhooks come out as its libraries have them', (context) => {
  if (!existsSync(vectors)) return context.skip('the test vectors are not on this machine')
  const { vectors: all } = JSON.parse(readFileSync(vectors, 'utf8')) as { vectors: Vector[] }
  const came = all.map((vector) => {
    const id = vector.headers['webhook-id'] ?? ''
    const timestamp = vector.headers['webhook-timestamp'] ?? ''
    const signature = vector.headers['webhook-signature'] ?? ''
    const signed = { id, timestamp, signature, payload: Buffer.from(vector.payload) }
    const at = (vector.verify_at ?? vector.timestamp) * 1_000
    const good =
      id !== '' &&
      codeOf(() => checkSignature(signed, { kind: 'hmac', secret: secretBytes(vector.secret) }, at)) === 'good'
    return `${vector.id}: ${good ? 'valid' : 'invalid'}`
  })
  expect(came).toEqual(all.map((vector) => `${vector.id}: ${vector.expect}`))
})

test('what the library signs we take, for any body and address, and for no other body, address or method', () => {
  fc.assert(
    fc.property(fc.string(), fc.webPath(), fc.constantFrom('POST', 'GET', 'DELETE'), (body, path, method) => {
      const payload = signedPayload(method, `/v1${path}`, Buffer.from(body))
      const signature = new Webhook(secret).sign('msg_1', new Date(now), payload.toString())
      const signed = { id: 'msg_1', timestamp: seconds, signature, payload }
      expect(codeOf(() => checkSignature(signed, key, now))).toBe('good')
      const others = [
        signedPayload(method, `/v1${path}x`, Buffer.from(body)),
        signedPayload(method === 'POST' ? 'PUT' : 'POST', `/v1${path}`, Buffer.from(body)),
        signedPayload(method, `/v1${path}`, Buffer.from(`${body} `)),
      ]
      for (const other of others)
        expect(codeOf(() => checkSignature({ ...signed, payload: other }, key, now))).toBe('identity.signature_wrong')
    }),
    { numRuns: 60 },
  )
})

test('a time more than five minutes off is refused on both sides, to the second', () => {
  const at = (offset: number) => {
    const timestamp = String(now / 1_000 + offset)
    const payload = Buffer.from('x')
    const signature = new Webhook(secret).sign('msg_1', new Date(now + offset * 1_000), 'x')
    return codeOf(() => checkSignature({ id: 'msg_1', timestamp, signature, payload }, key, now))
  }
  expect([-301, -300, 0, 300, 301].map(at)).toEqual([
    'identity.signature_old',
    'good',
    'good',
    'good',
    'identity.signature_old',
  ])
})

test('Ed25519 (v1a) is taken from the right key only, and never in place of an HMAC', () => {
  const pair = generateKeyPairSync('ed25519')
  const stranger = generateKeyPairSync('ed25519')
  const publicOf = ({ publicKey }: typeof pair) => Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
  const payload = signedPayload('POST', '/v1/payments', Buffer.from('{}'))
  const content = Buffer.concat([Buffer.from(`msg_1.${seconds}.`), payload])
  const signature = `v1a,${sign(null, content, pair.privateKey).toString('base64')}`
  const signed = { id: 'msg_1', timestamp: seconds, signature, payload }
  const by = (publicKey: Buffer) => codeOf(() => checkSignature(signed, { kind: 'ed25519', publicKey }, now))
  expect(by(publicOf(pair))).toBe('good')
  expect(by(publicOf(stranger))).toBe('identity.signature_wrong')
  expect(codeOf(() => checkSignature(signed, key, now))).toBe('identity.signature_wrong')
})

test.each([
  ['no id', { 'webhook-timestamp': seconds, 'webhook-signature': 'v1,AAAA' }],
  ['no time', { 'webhook-id': 'msg_1', 'webhook-signature': 'v1,AAAA' }],
  ['no signature', { 'webhook-id': 'msg_1', 'webhook-timestamp': seconds }],
  ['an id with a space', { 'webhook-id': 'a b', 'webhook-timestamp': seconds, 'webhook-signature': 'v1,AAAA' }],
])('a request with %s is not signed', (_, headers) => {
  const asked = { method: 'GET', target: '/v1/me', headers: headers as Record<string, string>, raw: Buffer.alloc(0) }
  expect(codeOf(() => signedOf(asked))).toBe('identity.signature_missing')
})
