import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto'
import type { Random } from '../base/random.ts'

/** What a message is encrypted with. Its letter stands in the header of every ciphertext, so that suites can change. */
export type Suite = 'aes-256-gcm' | 'sm4-gcm'

export const suites: Record<Suite, { letter: string; cipher: 'aes-256-gcm'; keyBytes: number; hash: string }> = {
  // NIST SP 800-38D.
  'aes-256-gcm': { letter: 'a', cipher: 'aes-256-gcm', keyBytes: 32, hash: 'sha256' },
  // GB/T 32907-2016 (SM4) and GB/T 32905-2016 (SM3), joined as in RFC 8998. Node's types do not know the name.
  'sm4-gcm': { letter: 's', cipher: 'sm4-gcm' as 'aes-256-gcm', keyBytes: 16, hash: 'sm3' },
}

const saltBytes = 24
const tagBytes = 16
const nonceBytes = 12

/**
 * Encrypts and authenticates a message under a key of 32 bytes: salt ‖ tag ‖ ciphertext.
 *
 * No two messages meet the same key and nonce, by construction. GCM fails when they do, so neither is chosen: both are derived
 * (HKDF, RFC 5869) from the key and a salt of 192 bits for each message, and the salt is itself a keyed hash over fresh chance,
 * the associated data and the message (the hedge of RFC 8452's synthetic nonces). With good chance salts never repeat within
 * 2⁹⁰ messages; with chance that repeats, as after a virtual machine was cloned, the salt repeats only for the same message in the
 * same place, and then the ciphertext is the same too: nothing else is encrypted under that nonce.
 */
export function box(key: Uint8Array, suite: Suite, random: Random, message: Uint8Array, bound: string): Buffer {
  const { hash, cipher } = suites[suite]
  const salt = createHmac(hash, derived(key, suite, 'salt', Buffer.alloc(0), 32))
    .update(random.bytes(32))
    .update(createHmac(hash, 'covenant/bound').update(bound).digest())
    .update(message)
    .digest()
    .subarray(0, saltBytes)
  const { messageKey, nonce } = onceFor(key, suite, salt)
  const made = createCipheriv(cipher, messageKey, nonce, { authTagLength: tagBytes })
  made.setAAD(Buffer.from(bound))
  const sealed = Buffer.concat([made.update(message), made.final()])
  return Buffer.concat([salt, made.getAuthTag(), sealed])
}

/** What `box` encrypted, or null when anything about it is not as it was: key, suite, bound text or a single bit. */
export function unbox(key: Uint8Array, suite: Suite, boxed: Uint8Array, bound: string): Buffer | null {
  if (boxed.length < saltBytes + tagBytes) return null
  const { messageKey, nonce } = onceFor(key, suite, boxed.subarray(0, saltBytes))
  const opened = createDecipheriv(suites[suite].cipher, messageKey, nonce, { authTagLength: tagBytes })
  opened.setAAD(Buffer.from(bound))
  opened.setAuthTag(boxed.subarray(saltBytes, saltBytes + tagBytes))
  const message = opened.update(boxed.subarray(saltBytes + tagBytes))
  try {
    return Buffer.concat([message, opened.final()])
  } catch {
    message.fill(0) // unverified plaintext is not left lying about
    return null
  }
}

/** The key and nonce of one message: what the salt and nothing else leads to. */
export function onceFor(key: Uint8Array, suite: Suite, salt: Uint8Array): { messageKey: Buffer; nonce: Buffer } {
  const { keyBytes } = suites[suite]
  const bytes = derived(key, suite, 'message', salt, keyBytes + nonceBytes)
  return { messageKey: bytes.subarray(0, keyBytes), nonce: bytes.subarray(keyBytes) }
}

const derived = (key: Uint8Array, suite: Suite, what: string, salt: Uint8Array, length: number): Buffer =>
  Buffer.from(hkdfSync(suites[suite].hash, key, salt, `covenant/vault/1/${suite}/${what}`, length))
