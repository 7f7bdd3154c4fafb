/** Chance, given by the world: seeded in tests and simulations, the operating system's in production. */
export type Random = {
  /** `length` unpredictable bytes. */
  bytes(length: number): Uint8Array
  /** An integer in [0, below). 0 < below ≤ 2³². */
  below(below: number): number
}

/** Chance that repeats from a seed (xoshiro128**, Blackman and Vigna 2018). For tests and sample data only. */
export function seededRandom(seed: number): Random {
  let [a, b, c, d] = [seed >>> 0, 0x9e3779b9, 0x243f6a88, 0xb7e15162]
  const next = (): number => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotate(d, 11)
    return result
  }
  for (let warm = 0; warm < 16; warm++) next()
  return {
    bytes: (length) => Uint8Array.from({ length }, () => next() & 255),
    below: (below) => Math.floor((next() / 2 ** 32) * below),
  }
}

const rotate = (value: number, by: number): number => (value << by) | (value >>> (32 - by))
