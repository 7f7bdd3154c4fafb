import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { expect, test } from 'vitest'
import { sampleTerms } from '../agreements/sample.ts'
import type { ClauseName, Clauses } from '../agreements/terms.ts'
import { canonical } from '../base/canonical.ts'
import { type Digest, digestOf } from '../base/digest.ts'
import { type Random, seededRandom } from '../base/random.ts'
import { type Folded, fold, foldGenuine, type Opening } from './fold.ts'
import { type Act, type Move, moveId, otherSide, publicHalf, type Side, sides, signMove } from './move.ts'

const keys: Record<Side, KeyObject> = {
  institution: generateKeyPairSync('ed25519').privateKey,
  wallet: generateKeyPairSync('ed25519').privateKey,
}
const base = sampleTerms().clauses
const opening: Opening = {
  neg: 'neg_01jz0y2m3n4p5q6r7s8t9v0w1x',
  base,
  opens: ['reserve', 'refunds', 'term'],
  keys: { institution: publicHalf(keys.institution), wallet: publicHalf(keys.wallet) },
  rootOf: (clauses) => digestOf(canonical(clauses)),
}

const below = (random: Random, most: number): number => (random.bytes(1)[0] ?? 0) % most
const reserve = (rollingPpm: number): Partial<Clauses> => ({ reserve: { ...base.reserve, rollingPpm } })
const refunds = (windowDays: number): Partial<Clauses> => ({ refunds: { ...base.refunds, windowDays } })
const term = (months: number): Partial<Clauses> => ({ term: { ...base.term, months } })

// Verifying thousands of signatures over and over proves nothing more: these moves are known to be genuine.
const held = (moves: readonly Move[]): Folded =>
  foldGenuine(opening, new Map(moves.map((move) => [moveId(move), move])))

/** Two desks that hear of each other's moves late or not yet: each signs by what it holds. */
function desks() {
  const chain: Record<Side, Move[]> = { institution: [], wallet: [] }
  return {
    chain,
    all: (): Move[] => [...chain.institution, ...chain.wallet],
    state: (): Folded => held([...chain.institution, ...chain.wallet]),
    make(by: Side, act: Act): Digest {
      const last = chain[by].at(-1)
      const seen = chain[otherSide(by)].at(-1)
      const seq = chain[by].length + 1
      const body = {
        neg: opening.neg,
        by,
        person: by === 'wallet' ? '周岚' : '王敏',
        seq,
        at: 1_782_000_000_000 + seq,
        act,
      }
      const prev = last ? moveId(last) : null
      const move = signMove({ ...body, prev, seen: seen ? moveId(seen) : null }, keys[by])
      chain[by].push(move)
      return moveId(move)
    },
  }
}

// Random desks hardly ever agree by chance, so half of what they do is agreeing: accepting, and being ready where they agree.
function negotiated(random: Random): ReturnType<typeof desks> {
  const d = desks()
  for (let step = 0; step < 14; step++) {
    const by = sides[below(random, 2)] as Side
    const now = d.state()
    const theirs = now.offers.filter(({ move }) => move.by !== by)
    const newest = theirs.at(-1 - below(random, 2)) ?? theirs.at(-1)
    const dice = below(random, 10)
    if (now.root && dice < 7) d.make(by, { kind: 'ready', root: now.root })
    else if (newest && dice < 6) d.make(by, { kind: 'accept', offer: newest.id })
    else if (dice === 6) d.make(by, { kind: 'lock', clauses: ['reserve'] })
    else if (dice === 7 && newest) d.make(by, { kind: 'reject', offer: newest.id, words: '太高' })
    else if (dice === 8)
      d.make(by, { kind: 'offer', clauses: { ...refunds(30 + below(random, 2)), ...term(12) }, words: null })
    else d.make(by, { kind: 'offer', clauses: reserve(below(random, 3) * 10_000), words: null })
  }
  return d
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const mixed = [...items]
  for (let at = mixed.length - 1; at > 0; at--) {
    const to = below(random, at + 1)
    ;[mixed[at], mixed[to]] = [mixed[to] as T, mixed[at] as T]
  }
  return mixed
}

const seen = (state: Folded): string =>
  canonical({
    institution: [...state.positions.institution].map(([c, { digest, move }]) => [c, digest, move]),
    wallet: [...state.positions.wallet].map(([c, { digest, move }]) => [c, digest, move]),
    agreed: [...state.agreed],
    locks: [[...state.locks.institution], [...state.locks.wallet]],
    offers: state.offers.map(({ id, answer }) => [id, answer ? moveId(answer) : null]),
    root: state.root,
    complete: state.complete,
    misconduct: state.misconduct,
    refused: state.refused,
  })

test('any order of delivery and any repetition lead to one state', () => {
  const random = seededRandom(17)
  for (let round = 0; round < 30; round++) {
    const moves = negotiated(random).all()
    const forged = moves.slice(0, 2).map((move) => ({ ...move, person: '冒名' }))
    const noise = moves.slice(0, 1).map((move) => ({ ...move, sig: moves[1]?.sig ?? move.sig })) // a forged copy of a genuine move
    const all = [...moves, ...forged, ...noise]
    const expected = seen(fold(opening, all))
    const repeated = shuffled([...all, ...all, ...shuffled(all, random).slice(0, 5)], random)
    expect(seen(fold(opening, repeated))).toBe(expected)
  }
})

test('once complete, always complete, whatever either side sends afterwards', () => {
  const random = seededRandom(4)
  let complete = 0
  for (let round = 0; round < 500; round++) {
    const d = negotiated(random)
    const order = shuffled(d.all(), random)
    let root: Digest | null = null
    for (let count = 1; count <= order.length; count++) {
      const state = held(order.slice(0, count))
      if (root !== null) expect([state.complete, state.root]).toEqual([true, root])
      else if (state.complete) root = state.root
      if (root !== null) complete++
    }
  }
  console.info(`complete prefixes: ${complete}`)
  expect(complete).toBeGreaterThan(1_000)
})

test('an acceptance written in advance of an offer made after `ready` does not undo what is complete', () => {
  const d = desks()
  const root = d.state().root as Digest
  const late = desks()
  late.make('wallet', { kind: 'ready', root })
  const unseen = late.make('wallet', { kind: 'offer', clauses: reserve(0), words: null })
  d.make('institution', { kind: 'accept', offer: unseen })
  d.make('institution', { kind: 'ready', root })
  const before = fold(opening, [...d.all(), ...late.chain.wallet.slice(0, 1)])
  const after = fold(opening, [...d.all(), ...late.all()])
  expect([before.complete, after.complete, after.root]).toEqual([true, true, root])
})

test('crossed acceptances exchange positions and never agree', () => {
  const d = desks()
  const ours = d.make('institution', { kind: 'offer', clauses: reserve(30_000), words: null })
  const theirs = d.make('wallet', { kind: 'offer', clauses: reserve(10_000), words: null })
  d.make('institution', { kind: 'accept', offer: theirs })
  d.make('wallet', { kind: 'accept', offer: ours })
  expect(d.state().agreed.has('reserve')).toBe(false)
})

test('a package is accepted whole or not at all', () => {
  const d = desks()
  const both = d.make('institution', { kind: 'offer', clauses: { ...refunds(30), ...term(18) }, words: '一并考虑' })
  expect([...d.state().agreed]).toEqual(['reserve'])
  d.make('wallet', { kind: 'accept', offer: both })
  expect([...d.state().agreed]).toEqual(['reserve', 'refunds', 'term'])
})

test('identical offers agree at once, and a lock is void as soon as positions differ', () => {
  const d = desks()
  for (const by of sides) d.make(by, { kind: 'offer', clauses: reserve(15_000), words: null })
  d.make('wallet', { kind: 'lock', clauses: ['reserve'] })
  expect([d.state().agreed.has('reserve'), [...d.state().locks.wallet]]).toEqual([true, ['reserve']])
  d.make('institution', { kind: 'offer', clauses: reserve(20_000), words: null })
  expect([...d.state().locks.wallet]).toEqual([])
})

test('forged, foreign, gapped, bound and unfounded moves are refused with the reason', () => {
  const d = desks()
  d.make('institution', { kind: 'offer', clauses: reserve(1), words: null })
  d.make('institution', { kind: 'accept', offer: digestOf('nothing') })
  d.make('institution', { kind: 'offer', clauses: { parties: base.parties }, words: null })
  d.make('institution', { kind: 'ready', root: digestOf('any') })
  d.make('institution', { kind: 'offer', clauses: reserve(2), words: null })
  const [first] = d.all() as [Move]
  const foreign = signMove({ ...first, neg: 'neg_01jz0y2m3n4p5q6r7s8t9v0zzz' }, keys.institution)
  const impostor = signMove({ ...first, by: 'wallet' }, keys.institution)
  const gapped = signMove({ ...first, by: 'wallet', seq: 2 }, keys.wallet)
  const reasons = fold(opening, [...d.all(), foreign, impostor, gapped]).refused.map(({ because }) => because)
  expect(reasons.sort()).toEqual(['bound', 'closed_clause', 'foreign', 'forged', 'gap', 'unknown_offer'])
})

test('two moves under one number are kept as proof and end what counts of that chain', () => {
  const d = desks()
  d.make('institution', { kind: 'offer', clauses: reserve(30_000), words: null })
  d.make('institution', { kind: 'offer', clauses: reserve(20_000), words: null })
  d.make('wallet', { kind: 'offer', clauses: refunds(10), words: null })
  const [, second] = d.chain.institution as [Move, Move]
  const other = signMove({ ...second, act: { kind: 'offer', clauses: reserve(0), words: null } }, keys.institution)
  const state = fold(opening, [...d.all(), other])
  const proof = [moveId(second), moveId(other)].sort()
  expect(state.misconduct).toEqual([{ by: 'institution', seq: 2, moves: proof }])
  const stands = state.positions.institution.get('reserve' satisfies ClauseName)?.content
  expect(stands).toEqual(reserve(30_000).reserve)
  expect(state.positions.wallet.get('refunds')?.content).toEqual(refunds(10).refunds)
})
