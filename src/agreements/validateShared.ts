import { wholePpm } from '../base/money.ts'
import { type Problem, problem } from './problem.ts'
import type { Clauses, Share } from './terms.ts'

// Checks that more than one clause needs. Each answers problems at the pointer given.

/** Shares name each party once and come to the whole. */
export function sharesProblems(at: string, shares: readonly Share[]): Problem[] {
  const sum = shares.reduce((total, share) => total + share.ppm, 0)
  const twice = shares.find((share, place) => shares[place - 1]?.party === share.party)
  return [
    ...(twice ? [problem(at, 'share_twice', { party: twice.party })] : []),
    ...(BigInt(sum) === wholePpm ? [] : [problem(at, 'shares_not_whole', { sum })]),
  ]
}

/** The currency is one of the scope's. */
export const currencyProblems = (at: string, currency: string, { scope }: Clauses): Problem[] =>
  scope.currencies.some((inScope) => inScope === currency) ? [] : [problem(at, 'currency_out_of_scope', { currency })]

/** Each product is one of the scope's. */
export const productProblems = (at: string, products: readonly string[], { scope }: Clauses): Problem[] =>
  products
    .filter((product) => !scope.products.some((inScope) => inScope === product))
    .map((product) => problem(at, 'product_out_of_scope', { product }))

/** No two members of a list carry one id. */
export const idProblems = (at: string, members: readonly { id: string }[]): Problem[] =>
  members.flatMap(({ id }, place) =>
    members.findIndex((member) => member.id === id) < place ? [problem(`${at}/${place}/id`, 'double_id', { id })] : [],
  )
