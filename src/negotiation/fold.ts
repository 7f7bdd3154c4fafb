import { type ClauseName, type Clauses, clauseNames } from '../agreements/terms.ts'
import { type Canonical, canonical } from '../base/canonical.ts'
import { type Digest, digestOf } from '../base/digest.ts'
import { isSigned, type Move, moveId, otherSide, type Side, sides } from './move.ts'

/** What both sides know before the first move: the fold depends on this and on the moves, on nothing else. */
export type Opening = {
  neg: string
  /** Where both begin; of the clauses that are not opened it is the last word. */
  base: Clauses
  opens: readonly ClauseName[]
  keys: Record<Side, string>
  /** The root of the whole with these clauses; null when they contradict each other. */
  rootOf(clauses: Clauses): Digest | null
}

export type Stand = { content: Canonical; digest: Digest; move: Digest | null }
export type OfferSeen = { id: Digest; move: Move; answer: Move | null }
export type Refusal = {
  id: Digest
  because: 'foreign' | 'forged' | 'gap' | 'bound' | 'unknown_offer' | 'closed_clause'
}
export type Misconduct = { by: Side; seq: number; moves: [Digest, Digest] }

export type Folded = {
  positions: Record<Side, Map<ClauseName, Stand>>
  agreed: ReadonlySet<ClauseName>
  /** Only where positions are equal: a lock is void as soon as they differ. */
  locks: Record<Side, ReadonlySet<ClauseName>>
  offers: OfferSeen[]
  ready: Record<Side, Move | null>
  /** The root of the agreed whole; null while a clause is open or the whole is not valid. */
  root: Digest | null
  complete: boolean
  misconduct: Misconduct[]
  refused: Refusal[]
  /** The last move of each side's chain that counts. */
  heads: Record<Side, Move | null>
}

type Chain = { moves: Map<Digest, Move>; order: Digest[] }

/**
 * The state of a negotiation: a pure function of the set of moves, whatever the order in which they came and however often. Each
 * author's moves count in the order of their own chain; one whose chain forks counts up to the fork.
 */
export function fold(opening: Opening, moves: readonly Move[]): Folded {
  const genuine = new Map<Digest, Move>()
  const others = new Map<Digest, Refusal['because']>()
  for (const move of moves) {
    const id = moveId(move)
    if (move.neg !== opening.neg) others.set(id, 'foreign')
    else if (genuine.has(id)) continue
    else if (isSigned(move, opening.keys[move.by])) genuine.set(id, move)
    else others.set(id, 'forged')
  }
  // A forged copy beside the genuine move says nothing about the move.
  const refused = [...others].flatMap(([id, because]) => (genuine.has(id) ? [] : [{ id, because }]))
  return foldGenuine(opening, genuine, refused)
}

/** `fold` of moves by id whose signatures were verified already. */
export function foldGenuine(
  opening: Opening,
  genuine: ReadonlyMap<Digest, Move>,
  known: readonly Refusal[] = [],
): Folded {
  const kept: Kept = { refused: [...known], misconduct: [] }
  const chains = { institution: chainOf('institution', genuine, kept), wallet: chainOf('wallet', genuine, kept) }
  return played(opening, chains, kept)
}

type Kept = { refused: Refusal[]; misconduct: Misconduct[] }

function chainOf(side: Side, genuine: ReadonlyMap<Digest, Move>, kept: Kept): Chain {
  const own = [...genuine].filter(([, { by }]) => by === side)
  const order: Digest[] = []
  let isForked = false
  for (let prev: Digest | null = null, seq = 1; !isForked; seq++) {
    const here = own.filter(([, move]) => move.seq === seq).map(([id]) => id)
    const [first, second] = here.sort()
    if (first && second) {
      kept.misconduct.push({ by: side, seq, moves: [first, second] })
      isForked = true
    } else if (first && genuine.get(first)?.prev === prev) {
      order.push(first)
      prev = first
    } else break
  }
  const counted = new Set(order)
  const proof = new Set(kept.misconduct.flatMap((one) => (one.by === side ? one.moves : [])))
  for (const [id] of own) if (!counted.has(id) && !proof.has(id)) kept.refused.push({ id, because: 'gap' })
  return { moves: new Map(own), order }
}

/** SHA-256 of a clause's content, bound to its name. */
export const contentDigest = (clause: ClauseName, content: Canonical): Digest =>
  digestOf(`clause/1\n${clause}\0`, canonical(content))

function played(opening: Opening, chains: Record<Side, Chain>, kept: Kept): Folded {
  const whole = new Map(
    sides.flatMap((side) => chains[side].order.map((id) => [id, chains[side].moves.get(id) as Move])),
  )
  const positions = { institution: basis(opening), wallet: basis(opening) }
  const locked = { institution: new Map<ClauseName, Digest>(), wallet: new Map<ClauseName, Digest>() }
  const ready: Record<Side, Move | null> = { institution: null, wallet: null }
  const heads: Record<Side, Move | null> = { institution: null, wallet: null }
  const answers = new Map<Digest, Move>()
  const offers = offersIn(opening, chains)
  // Each side's own positions depend on its own chain and on the offers it names, never on when these arrived.
  for (const side of sides) {
    for (const id of chains[side].order) {
      const move = whole.get(id) as Move
      const because = ready[side] ? 'bound' : problemOf(opening, offers, move)
      heads[side] = move
      if (because) kept.refused.push({ id, because })
      else if (move.act.kind === 'ready') ready[side] = move
      else apply(move, id, { mine: positions[side], locks: locked[side], offers, answers })
    }
  }
  const agreed = new Set(
    opening.opens.filter((c) => positions.institution.get(c)?.digest === positions.wallet.get(c)?.digest),
  )
  const root = agreed.size === opening.opens.length ? opening.rootOf(clausesOf(opening, positions.institution)) : null
  const holds = (side: Side): ReadonlySet<ClauseName> =>
    new Set([...locked[side]].flatMap(([c, at]) => (agreed.has(c) && positions[side].get(c)?.digest === at ? [c] : [])))
  return {
    positions,
    agreed,
    locks: { institution: holds('institution'), wallet: holds('wallet') },
    offers: [...offers].map(([id, move]) => ({ id, move, answer: answers.get(id) ?? null })),
    ready,
    root,
    complete: root !== null && sides.every((side) => readyRoot(ready[side]) === root),
    misconduct: kept.misconduct,
    refused: kept.refused.sort((a, b) => (a.id < b.id ? -1 : 1)),
    heads,
  }
}

// What may be accepted: offers of clauses that are open, made before their author was bound. One that comes after `ready` never
// counts, so an acceptance written in advance cannot undo what is complete.
function offersIn(opening: Opening, chains: Record<Side, Chain>): Map<Digest, Move> {
  const found = new Map<Digest, Move>()
  for (const side of sides) {
    for (const id of chains[side].order) {
      const move = chains[side].moves.get(id) as Move
      if (move.act.kind === 'ready') break
      if (move.act.kind === 'offer' && problemOf(opening, found, move) === null) found.set(id, move)
    }
  }
  return found
}

type Playing = {
  mine: Map<ClauseName, Stand>
  locks: Map<ClauseName, Digest>
  offers: ReadonlyMap<Digest, Move>
  answers: Map<Digest, Move>
}

function apply({ act, ...move }: Move, id: Digest, { mine, locks, offers, answers }: Playing): void {
  if (act.kind === 'offer') take(mine, act.clauses, id)
  if (act.kind === 'accept') {
    const offer = offers.get(act.offer)?.act
    if (offer?.kind === 'offer') take(mine, offer.clauses, id)
  }
  if (act.kind === 'accept' || act.kind === 'reject') answers.set(act.offer, { act, ...move })
  if (act.kind === 'lock') for (const c of act.clauses) locks.set(c, mine.get(c)?.digest ?? '')
  if (act.kind === 'unlock') for (const c of act.clauses) locks.delete(c)
}

function problemOf(opening: Opening, offers: ReadonlyMap<Digest, Move>, { act, by }: Move): Refusal['because'] | null {
  if (act.kind === 'accept' || act.kind === 'reject') {
    return offers.get(act.offer)?.by === otherSide(by) ? null : 'unknown_offer'
  }
  if (act.kind === 'ready') return null
  const named = act.kind === 'offer' ? (Object.keys(act.clauses) as ClauseName[]) : act.clauses
  return named.every((clause) => opening.opens.includes(clause)) ? null : 'closed_clause'
}

const basis = ({ base, opens }: Opening): Map<ClauseName, Stand> =>
  new Map(
    opens.map((c) => [
      c,
      { content: base[c] as Canonical, digest: contentDigest(c, base[c] as Canonical), move: null },
    ]),
  )

function take(mine: Map<ClauseName, Stand>, clauses: Partial<Clauses>, move: Digest): void {
  for (const clause of clauseNames) {
    const content = clauses[clause] as Canonical | undefined
    if (content !== undefined) mine.set(clause, { content, digest: contentDigest(clause, content), move })
  }
}

const readyRoot = (move: Move | null): Digest | null => (move?.act.kind === 'ready' ? move.act.root : null)

/** The whole terms of one side's positions over the base. */
export const clausesOf = ({ base }: Pick<Opening, 'base'>, positions: ReadonlyMap<ClauseName, Stand>): Clauses => ({
  ...base,
  ...Object.fromEntries([...positions].map(([clause, { content }]) => [clause, content])),
})
