import { type Bytes, concat, fromHex, hex, sha256 } from './hash.ts'

export type Head = { size: number; root: string }

/**
 * Whether the later tree continues the earlier one: nothing was changed or taken out, only added (RFC 9162 section 2.1.4.2,
 * as it is written there). The earlier head is the reader's own memory, so a log that forked or went back is found out.
 */
export async function hasGrown(from: Head, to: Head, proof: readonly string[]): Promise<boolean> {
  if (from.size > to.size || from.size < 1) return false
  if (from.size === to.size) return proof.length === 0 && from.root === to.root
  const isFull = (BigInt(from.size) & (BigInt(from.size) - 1n)) === 0n
  const [start, ...path] = isFull ? [from.root, ...proof] : proof
  if (start === undefined || proof.length === 0) return false
  let [place, last] = [BigInt(from.size) - 1n, BigInt(to.size) - 1n]
  while ((place & 1n) === 1n) [place, last] = [place >> 1n, last >> 1n]
  let [earlier, later] = [fromHex(start), fromHex(start)]
  for (const text of path) {
    if (last === 0n) return false
    const sibling = fromHex(text)
    const isRight = (place & 1n) === 1n || place === last
    if (isRight) [earlier, later] = [await nodeOf(sibling, earlier), await nodeOf(sibling, later)]
    else later = await nodeOf(later, sibling)
    while (isRight && (place & 1n) === 0n && place !== 0n) [place, last] = [place >> 1n, last >> 1n]
    ;[place, last] = [place >> 1n, last >> 1n]
  }
  return last === 0n && hex(earlier) === from.root && hex(later) === to.root
}

const nodeOf = (left: Bytes, right: Bytes): Promise<Bytes> => sha256(concat(Uint8Array.of(1), left, right))
