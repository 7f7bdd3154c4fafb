import { argon2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import type { World } from '../world/world.ts'
import { isCommonPassword, withoutLeet } from './commonPassword.ts'
import { identityFaults } from './errors.ts'

/** PCI DSS 4.0.1, 8.3.6 asks for 12; NIST SP 800-63B section 3.1.1 for no rules about which characters. */
export const passwordLeast = 12
const passwordMost = 128

// argon2id as OWASP advises (Password Storage Cheat Sheet): 19 MiB, two passes, one lane.
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 }
const derive = promisify(argon2)

/** The PHC text of a password: what is kept instead of it. */
export async function hashPassword(w: World, password: string): Promise<string> {
  const salt = w.random.bytes(16)
  const { memory, passes, parallelism } = cost
  const hash = await derive('argon2id', { ...cost, message: normalPassword(password), nonce: salt })
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(hash)}`
}

/** True when it is the password of this hash. Without a hash it does the same work and says no, so that time tells nothing. */
export async function isPassword(password: string, kept: string | null): Promise<boolean> {
  const read = kept === null ? null : readHash(kept)
  const { salt, hash, ...asked } = read ?? { salt: Buffer.alloc(16), hash: Buffer.alloc(32), ...cost }
  const made = await derive('argon2id', {
    ...asked,
    message: normalPassword(password),
    nonce: salt,
    tagLength: hash.length,
  })
  return timingSafeEqual(made, hash) && read !== null
}

/** Refuses a new password that is short, well known, or made of what everybody knows about its owner. */
export function refuseWeakPassword(password: string, context: readonly string[]): void {
  const text = normalPassword(password)
  const length = Array.from(text).length
  if (length < passwordLeast || length > passwordMost)
    throw identityFaults.passwordShort({ least: String(passwordLeast) })
  if (isMadeOf(text.toLowerCase(), context) || isMadeOf(withoutLeet(text.toLowerCase()), context))
    throw identityFaults.passwordObvious()
  if (isCommonPassword(text)) throw identityFaults.passwordKnown()
}

// What is left when the names are taken out has to be a password by itself.
function isMadeOf(plain: string, context: readonly string[]): boolean {
  const words = context
    .flatMap((name) =>
      name
        .normalize('NFKC')
        .toLowerCase()
        .split(/[\s.@+_-]+/),
    )
    .filter((word) => Array.from(word).length >= 2)
    .sort((one, other) => other.length - one.length)
  const left = words.reduce((rest, word) => rest.replaceAll(word, ''), plain).replace(/[\d\s\p{P}\p{S}]/gu, '')
  return words.some((word) => plain.includes(word)) && Array.from(left).length < 8
}

// One password is one sequence of bytes on every keyboard (RFC 8265 section 4.2, NIST SP 800-63B).
const normalPassword = (password: string): string => password.normalize('NFKC')

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '')

function readHash(phc: string) {
  const found = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(phc)
  if (!found) return null
  const [, memory, passes, parallelism, salt = '', hash = ''] = found
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    tagLength: cost.tagLength,
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  }
}
