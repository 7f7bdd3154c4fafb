import { assert, present } from '../base/assert.ts'
import { largestRemainder, millionth } from './shares.ts'

/** `left` matters `times` as much as `right`; below −1 it is the right one that matters more. Saaty's scale: 1 to 9. */
export type Comparison = { left: string; right: string; times: number }

export type Weighed = {
  weightsPpm: number[]
  /** Principal eigenvalue in millionths. */
  lambdaPpm: number
  /** Consistency ratio in millionths; at most 100 000 may be used. */
  ratioPpm: number
  /** The one comparison whose change to `implied` helps most; null when consistent enough. */
  worst: { left: string; right: string; times: number; implied: number; ratioPpmThen: number } | null
}

export const ratioMostPpm = 100_000

// Mean random index by order, Alonso and Lamata 2006 (500 000 matrices each); our own simulation reproduces them.
const randomIndex = [0, 0, 0, 0.5247, 0.8816, 1.1086, 1.2479, 1.3417, 1.4057, 1.4499, 1.4854, 1.5141, 1.5365]
export const comparedMost = randomIndex.length - 1

// This file is the one place of the module where numbers are not whole. Only + − × ÷ are used, which IEEE 754 fixes to the last
// bit on every machine, a fixed number of rounds, and one rounding to millionths at the end.
const rounds = 300

/** Principal eigenvector (sums to 1) and eigenvalue of a positive matrix, by power iteration. */
export function principal(matrix: readonly (readonly number[])[]): { vector: number[]; lambda: number } {
  const order = matrix.length
  let vector = matrix.map(() => 1 / order)
  let lambda = order
  for (let round = 0; round < rounds; round++) {
    const next = matrix.map((row) => row.reduce((sum, cell, at) => sum + cell * (vector[at] ?? 0), 0))
    lambda = next.reduce((sum, one) => sum + one, 0)
    vector = next.map((one) => one / lambda)
  }
  return { vector, lambda }
}

/** The matrix of comparisons; every pair exactly once. */
export function matrixOf(names: readonly string[], pairs: readonly Comparison[]): number[][] {
  const matrix = names.map(() => names.map(() => 1))
  for (const { left, right, times } of pairs) {
    const [row, column] = [names.indexOf(left), names.indexOf(right)]
    const ratio = times < 0 ? 1 / -times : times
    present(matrix[row], 'a compared name is known')[column] = ratio
    present(matrix[column], 'a compared name is known')[row] = 1 / ratio
  }
  return matrix
}

/** Consistency ratio of an eigenvalue at this order. */
export const ratioOf = (lambda: number, order: number): number => {
  const random = randomIndex[order] ?? 0
  return random === 0 ? 0 : (lambda - order) / (order - 1) / random
}

/** Weights of names compared pair by pair (Saaty's analytic hierarchy process), in whole millionths that sum to a million. */
export function weighPairs(names: readonly string[], pairs: readonly Comparison[]): Weighed {
  assert(names.length >= 2 && names.length <= comparedMost, `2 to ${comparedMost} are compared`)
  assert(pairs.length === (names.length * (names.length - 1)) / 2, 'every pair is compared once')
  const matrix = matrixOf(names, pairs)
  const { vector, lambda } = principal(matrix)
  const ratioPpm = Math.max(0, Math.round(ratioOf(lambda, names.length) * millionth))
  return {
    weightsPpm: largestRemainder(vector.map((one) => Math.round(one * 1e12))),
    lambdaPpm: Math.round(lambda * millionth),
    ratioPpm,
    worst: ratioPpm > ratioMostPpm ? worstOf(names, pairs) : null,
  }
}

// Each pair is left out in turn (Harker 1987: 0 in its place, 1 more on the diagonal); what the others imply for it is the ratio of
// the weights. The pair whose correction leaves the least inconsistency is the one to look at.
function worstOf(names: readonly string[], pairs: readonly Comparison[]): Weighed['worst'] {
  let best: Weighed['worst'] = null
  for (const pair of pairs) {
    const matrix = matrixOf(names, pairs)
    const [row, column] = [names.indexOf(pair.left), names.indexOf(pair.right)]
    for (const [from, to] of [
      [row, column],
      [column, row],
    ] as const) {
      const cells = present(matrix[from], 'a compared name is known')
      cells[to] = 0
      cells[from] = 2
    }
    const { vector } = principal(matrix)
    const implied = onScale((vector[row] ?? 1) / (vector[column] ?? 1))
    if (implied === pair.times) continue
    const mended = pairs.map((one) => (one === pair ? { ...one, times: implied } : one))
    const { lambda } = principal(matrixOf(names, mended))
    const ratioPpmThen = Math.max(0, Math.round(ratioOf(lambda, names.length) * millionth))
    if (best === null || ratioPpmThen < best.ratioPpmThen) best = { ...pair, implied, ratioPpmThen }
  }
  return best
}

// The nearest value of the scale 1/9 … 9, written −9 … −2, 1 … 9.
function onScale(ratio: number): number {
  const times = Math.min(9, Math.max(1, Math.round(ratio >= 1 ? ratio : 1 / ratio)))
  return ratio >= 1 || times === 1 ? times : -times
}
