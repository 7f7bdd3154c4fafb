import { canonical } from '../base/canonical.ts'
import { type Digest, digestOf, isDigest, sha256 } from '../base/digest.ts'
import { leafHash, merkleProof, merkleRoot, rootFromProof } from '../base/merkle.ts'
import { type ClauseName, type Clauses, clauseNames, type Terms } from './terms.ts'

/** Proof that one clause stands in the agreement of a root, without showing any other. */
export type ClauseProof = {
  clause: ClauseName
  content: string // the clause's canonical JSON
  at: number // place of its leaf; the header is leaf 0
  size: number
  siblings: Digest[] // nearest first
}

// Leaves under the root: the header, then the clauses in the order of the schema.
const leafCount = clauseNames.length + 1

/**
 * The digest that both parties sign and every money event carries: Merkle root (RFC 6962 prefixes) over the header's and each
 * clause's SHA-256. Same meaning, same digest: parsed terms are normalised, canonical JSON orders keys and writes NFC.
 */
export const termsRoot = (terms: Terms): Digest => merkleRoot(leavesOf(terms)).toString('hex')

/** SHA-256 of each clause, bound to its name: two clauses of one content have two digests. */
export const clauseDigests = (terms: Terms): Record<ClauseName, Digest> =>
  Object.fromEntries(clauseNames.map((name) => [name, clauseDigest(name, terms.clauses)])) as Record<ClauseName, Digest>

/** Canonical JSON of the whole terms: the bytes embedded in the signed PDF. Parsing them gives the same terms and root. */
export const canonicalTerms = (terms: Terms): string => canonical(terms)

/** Proof for one clause. */
export function clauseProof(terms: Terms, clause: ClauseName): ClauseProof {
  const at = clauseNames.indexOf(clause) + 1
  const siblings = merkleProof(leavesOf(terms), at).map((hash) => hash.toString('hex'))
  return { clause, content: canonical(terms.clauses[clause]), at, size: leafCount, siblings }
}

/** True when the proof leads from its clause's content to the root. Takes proofs of unknown origin. */
export function verifyClauseProof(proof: ClauseProof, root: Digest): boolean {
  const { clause, content, at, size, siblings } = proof
  if (size !== leafCount || at !== clauseNames.indexOf(clause) + 1 || at === 0) return false
  if (!siblings.every(isDigest)) return false
  const leaf = leafHash(sha256(clausePrefix(clause), content))
  const reached = rootFromProof(
    leaf,
    at,
    size,
    siblings.map((hash) => Buffer.from(hash, 'hex')),
  )
  return reached?.toString('hex') === root
}

function leavesOf(terms: Terms): Buffer[] {
  const { clauses, ...header } = terms
  const headerHash = sha256('header/1\n', canonical(header))
  return [headerHash, ...clauseNames.map((name) => Buffer.from(clauseDigest(name, clauses), 'hex'))].map((hash) =>
    leafHash(hash),
  )
}

const clauseDigest = (name: ClauseName, clauses: Clauses): Digest =>
  digestOf(clausePrefix(name), canonical(clauses[name]))

const clausePrefix = (name: ClauseName): string => `clause/1\n${name}\0`
