import { createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto'
import { minuteMs } from '../base/time.ts'
import { identityFaults } from './errors.ts'

// Standard Webhooks (github.com/standard-webhooks/standard-webhooks, spec 1.0): the signature is over
// `id.timestamp.payload`; `v1` is HMAC-SHA256, `v1a` is Ed25519; times may differ by five minutes either way.
const toleranceMs = 5 * minuteMs
export const signatureHeaders = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const

/** How a caller signs, and with what it is checked: the shared secret, or the caller's public key. */
export type SigningKey = { kind: 'hmac'; secret: Buffer } | { kind: 'ed25519'; publicKey: Buffer }

/** What is checked: the three headers and the payload they sign. */
export type Signed = { id: string; timestamp: string; signature: string; payload: Uint8Array }

/**
 * What a signed request signs as its payload: `POST /v1/payments?x=1`, a line feed, then the body's bytes as they came, so that
 * a signature for one address is worth nothing at another.
 */
export const signedPayload = (method: string, target: string, raw: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`${method} ${target}\n`), raw])

/** The signed parts of a request; throws identity.signature_missing. */
export function signedOf(asked: {
  method: string
  target: string
  headers: Readonly<Record<string, string>>
  raw: Uint8Array
}): Signed {
  const [id, timestamp, signature] = signatureHeaders.map((name) => asked.headers[name])
  if (!id || !timestamp || !signature || !/^[\x21-\x7e]{1,128}$/.test(id)) throw identityFaults.signatureMissing()
  return { id, timestamp, signature, payload: signedPayload(asked.method, asked.target, asked.raw) }
}

/** Checks time and signature, and answers until when this number must not come again. Throws identity.signature_…. */
export function checkSignature(signed: Signed, key: SigningKey, now: number): { expiresAt: number } {
  // Ten digits of seconds reach to the year 2286; anything else is not a time of ours.
  if (!/^\d{1,10}$/.test(signed.timestamp)) throw identityFaults.signatureMissing()
  const at = Number(signed.timestamp) * 1_000
  // Whole seconds, as the specification counts.
  if (Math.abs(Math.floor(now / 1_000) * 1_000 - at) > toleranceMs) throw identityFaults.signatureOld()
  const content = Buffer.concat([Buffer.from(`${signed.id}.${signed.timestamp}.`), signed.payload])
  const version = key.kind === 'hmac' ? 'v1' : 'v1a'
  const given = signed.signature
    .split(' ', 8)
    .map((part) => part.split(','))
    .filter(([name, value]) => name === version && value)
    .map(([, value = '']) => Buffer.from(value, 'base64'))
  if (!given.some((one) => fits(one, content, key))) throw identityFaults.signatureWrong()
  return { expiresAt: at + toleranceMs + minuteMs }
}

function fits(given: Buffer, content: Buffer, key: SigningKey): boolean {
  if (key.kind === 'hmac') {
    const right = createHmac('sha256', key.secret).update(content).digest()
    return given.length === right.length && timingSafeEqual(given, right)
  }
  if (given.length !== 64) return false
  const publicKey = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: key.publicKey.toString('base64url') },
    format: 'jwk',
  })
  return verify(null, content, publicKey, given)
}

/** The bytes of `whsec_…`; without the prefix it is read all the same, as the specification's libraries do. */
export const secretBytes = (text: string): Buffer => Buffer.from(text.replace(/^whsec_/, ''), 'base64')

/** The 32 bytes of an Ed25519 public key `whpk_…`; throws identity.signing_key_wrong. */
export function publicKeyBytes(text: string): Buffer {
  const bytes = Buffer.from(text.replace(/^whpk_/, ''), 'base64')
  if (!/^whpk_[A-Za-z0-9+/]{43}=$/.test(text) || bytes.length !== 32) throw identityFaults.signingKeyWrong()
  return bytes
}
