import { termsRoot } from '../agreements/digest.ts'
import type { Terms } from '../agreements/terms.ts'
import { canonical } from '../base/canonical.ts'
import type { Currency } from '../base/currency.ts'
import { type Digest, digestOf } from '../base/digest.ts'
import { type BreakEven, breakEven } from './breakEven.ts'
import { compare, type Difference } from './compare.ts'
import { project } from './project.ts'
import type { Projection } from './projection.ts'
import { type Sensitivity, sensitivity } from './sensitivity.ts'
import { type Traffic, trafficDigest } from './traffic.ts'

/** Terms priced on a traffic, beside others, with where they cross zero and what moves them most. */
export type PricedTerms = {
  inputs: Digest
  traffic: Omit<Traffic, 'rows' | 'assumes'> & { rows: number; digest: Digest }
  projection: Projection
  against: Projection | null
  differences: Difference[]
  breakEven: { volume: BreakEven; ticket: BreakEven } | null
  sensitivity: Sensitivity[] | null
}

export type Wish = { against: Terms | null; breakEven: boolean; sensitivity: boolean }

// Equal inputs give equal answers, so an answer is kept for the next who asks. Bounded: the oldest leaves.
const kept = new Map<Digest, PricedTerms>()
const keptMost = 40

/** Prices terms on a traffic. Pure but for the memory of answers given before. */
export function priced(terms: Terms, traffic: Traffic, wish: Wish): PricedTerms {
  const digest = trafficDigest(traffic)
  const { source, seenFrom, from, until, rows } = traffic
  const against = wish.against ? termsRoot(wish.against) : null
  const asked = {
    terms: termsRoot(terms),
    against,
    traffic: digest,
    breakEven: wish.breakEven,
    sensitivity: wish.sensitivity,
  }
  const inputs = digestOf('projection/1\n', canonical(asked))
  const known = kept.get(inputs)
  if (known) return known
  const projection = project(terms, traffic)
  const base = wish.against ? project(wish.against, traffic) : null
  const currency = projection.currencies[0]?.currency ?? null
  const answer: PricedTerms = {
    inputs,
    traffic: { source, seenFrom, from, until, rows: rows.length, digest },
    projection,
    against: base,
    differences: base && currency ? compare(resultIn(base, currency), resultIn(projection, currency)) : [],
    breakEven: wish.breakEven && currency ? breakEven(terms, traffic, currency) : null,
    sensitivity: wish.sensitivity && currency ? sensitivity(terms, traffic, currency) : null,
  }
  if (kept.size >= keptMost) kept.delete(kept.keys().next().value ?? inputs)
  kept.set(inputs, answer)
  return answer
}

const resultIn = ({ currencies }: Projection, currency: Currency) =>
  currencies.find((one) => one.currency === currency) ?? null
