import { assert } from '../base/assert.ts'
import type { Inside } from '../world/world.ts'
import { saveScore } from './storeScore.ts'

/** Writes the score of an approved evaluation, 0 to 100, on the partner. */
export async function scorePartner(i: Inside, partner: string, score: number): Promise<void> {
  assert(Number.isInteger(score) && score >= 0 && score <= 100, 'a score is 0 to 100')
  assert(await saveScore(i, partner, score), 'an evaluated partner exists')
}
