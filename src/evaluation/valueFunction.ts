import { assert } from '../base/assert.ts'

/** What a figure is worth: points of a piecewise linear function, figures ascending, worth in parts per million. */
export type Anchors = readonly (readonly [figure: number, worthPpm: number])[]

/**
 * The worth of a figure between its anchors, in whole ppm, flat outside. The anchors are absolute: what one wallet is worth never
 * depends on which others are compared, so that no addition can turn the order of the rest (as TOPSIS does).
 */
export function worthOf(anchors: Anchors, figure: number): number {
  assert(Number.isSafeInteger(figure), 'a figure is a whole number')
  const first = anchors[0]
  assert(first, 'a value function has anchors')
  let [fromFigure, fromWorth] = first
  if (figure <= fromFigure) return fromWorth
  for (const [toFigure, toWorth] of anchors.slice(1)) {
    if (figure <= toFigure) {
      const across = BigInt(toWorth - fromWorth) * BigInt(figure - fromFigure)
      return fromWorth + Number(across / BigInt(toFigure - fromFigure))
    }
    fromFigure = toFigure
    fromWorth = toWorth
  }
  return fromWorth
}
