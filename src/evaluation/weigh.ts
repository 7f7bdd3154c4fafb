import { present } from '../base/assert.ts'
import type { Inside } from '../world/world.ts'
import { type CriterionId, criterionById, criterionIds } from './criteria.ts'
import { evaluationFaults } from './errors.ts'
import { type Comparison, ratioMostPpm, type Weighed, weighPairs } from './pairwise.ts'
import { millionth } from './shares.ts'
import { saveWeights, type Weights, weightsNow } from './storeRounds.ts'

export type WeightWish =
  | { method: 'direct'; of: Readonly<Record<CriterionId, number>> }
  | { method: 'pairwise'; criteria: readonly CriterionId[]; pairs: readonly Comparison[] }

/** What comparisons come to, consistent or not; a pair that is missing, twice or with itself is the fault evaluation.pairs_wrong. */
export function comparedWeights(criteria: readonly CriterionId[], pairs: readonly Comparison[]): Weighed {
  const nameOf = (left: string, right: string): string => [left, right].sort().join('|')
  const given = new Set<string>()
  for (const [place, { left, right }] of pairs.entries()) {
    const known = criteria.includes(left as CriterionId) && criteria.includes(right as CriterionId)
    if (!known || left === right || given.has(nameOf(left, right)))
      throw evaluationFaults.pairsWrong({ left, right }, `/pairs/${place}`)
    given.add(nameOf(left, right))
  }
  for (const [place, left] of criteria.entries())
    for (const right of criteria.slice(place + 1))
      if (!given.has(nameOf(left, right))) throw evaluationFaults.pairsWrong({ left, right }, '/pairs')
  return weighPairs(criteria, pairs)
}

/** Sets the weights from now on. Criteria that were not compared weigh nothing. Faults weights_off, pairs_wrong, inconsistent. */
export async function setWeights(i: Inside, wish: WeightWish, because: string, actor: string): Promise<Weights> {
  const made = wish.method === 'direct' ? direct(wish.of) : pairwise(wish.criteria, wish.pairs)
  const version = ((await weightsNow(i))?.version ?? 0) + 1
  const weights: Weights = { ...made, version, because, actor, at: i.now() }
  await saveWeights(i, weights)
  return weights
}

type Made = Pick<Weights, 'method' | 'of' | 'pairs' | 'ratioPpm'>

function direct(of: Readonly<Record<CriterionId, number>>): Made {
  const sum = criterionIds.reduce((total, id) => total + of[id], 0)
  if (sum !== millionth) throw evaluationFaults.weightsOff({ sum: String(sum) }, '/of')
  return { method: 'direct', of, pairs: [], ratioPpm: 0 }
}

function pairwise(criteria: readonly CriterionId[], pairs: readonly Comparison[]): Made {
  const { weightsPpm, ratioPpm, worst } = comparedWeights(criteria, pairs)
  if (ratioPpm > ratioMostPpm) {
    const { left, right, times, implied } = present(worst, 'what is inconsistent has a worst pair')
    throw evaluationFaults.inconsistent(
      {
        ratio: (ratioPpm / millionth).toFixed(3),
        left: nameIn(left),
        right: nameIn(right),
        times: scaleText(times),
        implied: scaleText(implied),
      },
      `/pairs/${pairs.findIndex((one) => one.left === left && one.right === right)}`,
    )
  }
  const of = Object.fromEntries(criterionIds.map((id) => [id, weightsPpm[criteria.indexOf(id)] ?? 0]))
  return { method: 'pairwise', of: of as Record<CriterionId, number>, pairs: [...pairs], ratioPpm }
}

const nameIn = (id: string): string => {
  const name = criterionById(id)?.name
  return name ? `${name.zh} ${name.en}` : id
}
const scaleText = (times: number): string => (times < 0 ? `1/${-times}` : String(times))
