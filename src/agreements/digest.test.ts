import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededRandom } from '../base/random.ts'
import { canonicalTerms, clauseDigests, clauseProof, termsRoot, verifyClauseProof } from './digest.ts'
import { parseTerms } from './parse.ts'
import { sampleTerms } from './sample.ts'
import { clauseNames, type Terms } from './terms.ts'
import { termsArbitrary } from './termsArbitrary.ts'

const rootOf = (input: unknown): string => {
  const parsed = parseTerms(input)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return termsRoot(parsed.terms)
}

test('the digest of the sample agreement does not drift', () => {
  expect(termsRoot(sampleTerms())).toBe('abd9824fb0e34c3229f32c7975b489a54d3f7a6785dffb0a29b6e1cd9472117a')
})

test('the digest does not depend on the order of keys', () => {
  fc.assert(
    fc.property(termsArbitrary, fc.integer(), (terms, seed) => {
      const random = seededRandom(seed)
      expect(rootOf(shuffled(terms, random.below))).toBe(termsRoot(terms))
    }),
    { numRuns: 20 },
  )
})

test('the digest does not depend on the order or repetition of members of a set', () => {
  const terms = structuredClone(sampleTerms())
  const { scope, settlement, fees, limits, integration, revenueShare, risk, marketing } = terms.clauses
  scope.products.reverse()
  scope.modes.reverse()
  integration.capabilities.push(...[...integration.capabilities].reverse())
  for (const shares of [revenueShare.shares, marketing.annexes[0]?.funding, ...risk.rows.map((row) => row.shares)])
    shares?.reverse()
  settlement.holidays.reverse()
  for (const rule of fees.rules) rule.products.reverse()
  for (const row of limits.rows) row.products.reverse()
  expect(terms).not.toEqual(sampleTerms())
  expect(rootOf(terms)).toBe(termsRoot(sampleTerms()))
})

test('the digest does not depend on how accents are encoded, nor on the offset a moment is written in', () => {
  const composed = structuredClone(sampleTerms())
  composed.clauses.parties.wallet.signatory.name = 'Zo\u00eb L\u00fc'
  const decomposed = structuredClone(composed)
  decomposed.clauses.parties.wallet.signatory.name = 'Zoe\u0308 Lu\u0308'
  decomposed.clauses.term.effective = '2026-07-01T00:00:00+08:00'
  expect(rootOf(decomposed)).toBe(rootOf(composed))
  expect(parseTerms(decomposed)).toEqual(parseTerms(composed))
})

test('the embedded text parses back to the same terms and root', () => {
  const again = parseTerms(JSON.parse(canonicalTerms(sampleTerms())))
  expect(again).toEqual({ ok: true, terms: sampleTerms() })
})

test('changing any single leaf changes the root and the digest of exactly its clause', () => {
  const terms = sampleTerms()
  const root = termsRoot(terms)
  const before = clauseDigests(terms)
  const leaves = leavesOf(terms)
  for (const path of leaves) {
    const changed = withChanged(terms, path)
    const after = clauseDigests(changed)
    expect(termsRoot(changed), path.join('/')).not.toBe(root)
    expect(clauseNames.filter((name) => before[name] !== after[name])).toEqual(path[0] === 'clauses' ? [path[1]] : [])
  }
  expect(leaves.length).toBeGreaterThan(300)
})

test('each clause is proved alone under the root, and nothing else passes for it', () => {
  const terms = sampleTerms()
  const root = termsRoot(terms)
  for (const name of clauseNames) {
    const proof = clauseProof(terms, name)
    expect(verifyClauseProof(proof, root)).toBe(true)
    expect(verifyClauseProof({ ...proof, content: `${proof.content} ` }, root)).toBe(false)
    expect(verifyClauseProof({ ...proof, at: proof.at + 1 }, root)).toBe(false)
    expect(verifyClauseProof({ ...proof, size: proof.size + 1 }, root)).toBe(false)
    expect(verifyClauseProof({ ...proof, clause: name === 'law' ? 'term' : 'law' }, root)).toBe(false)
    expect(verifyClauseProof({ ...proof, siblings: proof.siblings.slice(1) }, root)).toBe(false)
    expect(verifyClauseProof({ ...proof, siblings: proof.siblings.map(() => 'no digest') }, root)).toBe(false)
    expect(verifyClauseProof(proof, termsRoot(sampleTerms({ version: 2 })))).toBe(false)
  }
})

type Path = (string | number)[]

function leavesOf(value: unknown, path: Path = []): Path[] {
  if (Array.isArray(value)) return value.flatMap((member, at) => leavesOf(member, [...path, at]))
  if (value !== null && typeof value === 'object')
    return Object.entries(value).flatMap(([key, member]) => leavesOf(member, [...path, key]))
  return [path]
}

function withChanged(terms: Terms, path: Path): Terms {
  const copy = structuredClone(terms)
  const last = path.at(-1) ?? ''
  const holder = path
    .slice(0, -1)
    .reduce((inner, step) => (inner as Record<string | number, unknown>)[step], copy as unknown)
  const fields = holder as Record<string | number, unknown>
  const old = fields[last] as string | number | boolean | null
  fields[last] = typeof old === 'number' ? old + 1 : typeof old === 'boolean' ? !old : old === null ? '1' : `${old}1`
  return copy
}

function shuffled(value: unknown, below: (most: number) => number): unknown {
  if (Array.isArray(value)) return value.map((member) => shuffled(member, below))
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).map(([key, member]) => ({
    key,
    member: shuffled(member, below),
    place: below(1_000),
  }))
  return Object.fromEntries(entries.sort((a, b) => a.place - b.place).map(({ key, member }) => [key, member]))
}
