import { createECDH, hkdfSync } from 'node:crypto'
import { sha256 } from '../base/digest.ts'

// Key-homomorphic hashing: H(x)^k on a curve, which whoever has both keys takes from k to k′ without knowing x (Naor, Pinkas, Reingold,
// EUROCRYPT 1999; for tokens Cachin, Camenisch, Freire-Stögbauer, Lehmann, Financial Cryptography 2017). Points of P-256 by their
// x-coordinate alone, which ECDH computes: a point and its negative have the same.

const curve = 'prime256v1'
// Order of P-256 (NIST SP 800-186, 3.2.1.3).
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

/** The secret number of a turn, from the bytes of its data key. */
export function turnOf(key: Uint8Array): bigint {
  const wide = Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), 'covenant/vault/search-turn/1', 48))
  return (BigInt(`0x${wide.toString('hex')}`) % (order - 1n)) + 1n
}

/** The number that takes what was turned by `from` to what `to` would have made of it. */
export const turnBetween = (from: bigint, to: bigint): bigint => (to * power(from, order - 2n)) % order

/** A point turned by a number; null when no point of the curve has this x-coordinate. */
export function turned(point: Uint8Array, by: bigint): Buffer | null {
  const ecdh = createECDH(curve)
  ecdh.setPrivateKey(Buffer.from(by.toString(16).padStart(64, '0'), 'hex'))
  try {
    return ecdh.computeSecret(Buffer.concat([Uint8Array.of(2), point]))
  } catch {
    return null
  }
}

/** A hash as a point, turned: the first of its successors that is an x-coordinate, half of all are. */
export function turnedHash(hash: Uint8Array, by: bigint): Buffer {
  for (let count = 0; ; count++) {
    const found = turned(sha256('covenant/search/point/1', Uint8Array.of(count), hash), by)
    if (found) return found
    if (count > 250) throw new Error('no point within 250 tries')
  }
}

function power(base: bigint, exponent: bigint): bigint {
  let [result, square, left] = [1n, base % order, exponent]
  while (left > 0n) {
    if ((left & 1n) === 1n) result = (result * square) % order
    square = (square * square) % order
    left >>= 1n
  }
  return result
}
