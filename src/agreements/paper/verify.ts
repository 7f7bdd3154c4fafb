import type { Digest } from '../../base/digest.ts'
import { Fault } from '../../base/fault.ts'
import { termsRoot } from '../digest.ts'
import type { Terms } from '../terms.ts'
import { embeddedTerms } from './attachment.ts'
import { differenceOf } from './difference.ts'
import type { SigningParty } from './increment.ts'
import { signingParties } from './increment.ts'
import type { Problem } from './problems.ts'
import { problem } from './problems.ts'
import { rendererName } from './render.ts'
import { rerender } from './rerender.ts'
import type { SignatureSeen } from './seal.ts'
import { readSeal } from './seal.ts'

/** What a contract file is worth. `valid` only when there is not a single problem. */
export type Verdict = {
  valid: boolean
  problems: Problem[]
  signatures: SignatureSeen[]
  terms: Terms | null
  /** Root of the embedded terms: what both parties signed and every money event carries. */
  root: Digest | null
  /** The embedded terms, rendered again, gave the very bytes of the pages. */
  rerendered: boolean
}

/**
 * Judges a contract PDF from its bytes alone: the terms are read, the pages rendered again and compared, each signature's increment
 * rebuilt and compared, each signature and its chain verified. Anything unexplained makes it invalid, and the problems say what.
 * `trustedRoots` are certificates in DER.
 */
export async function verifyContract(pdf: Buffer, trustedRoots: readonly Buffer[]): Promise<Verdict> {
  if (pdf.length > contractMax) return refused(problem('tooLarge', { max: contractMax }))
  const embedded = embeddedTerms(pdf)
  if (embedded.outcome === 'none') return refused(problem('notContract'))
  if (embedded.outcome === 'broken') return refused(problem('termsBroken', embedded.because))
  const { terms } = embedded
  const root = termsRoot(terms)
  const base = await comparedBase(pdf, terms)
  const { signatures, problems } = readSignatures(pdf, base.length, terms, root, trustedRoots)
  const all = [...base.problems, ...problems, ...missing(signatures)]
  return { valid: all.length === 0, problems: all, signatures, terms, root, rerendered: base.rerendered }
}

/** Bytes of the largest file looked at; a real contract has under one million. */
const contractMax = 16_000_000

const refused = (because: Problem): Verdict => ({
  valid: false,
  problems: [because],
  signatures: [],
  terms: null,
  root: null,
  rerendered: false,
}) // prettier: one record

type Base = { length: number; rerendered: boolean; problems: Problem[] }

async function comparedBase(pdf: Buffer, terms: Terms): Promise<Base> {
  const mark = '\n%%EOF\n'
  const length = pdf.indexOf(mark) < 0 ? pdf.length : pdf.indexOf(mark) + mark.length
  if (terms.renderer !== rendererName) {
    return { length, rerendered: false, problems: [problem('otherRenderer', { renderer: terms.renderer })] }
  }
  try {
    const expected = await rerender(terms)
    if (pdf.subarray(0, expected.length).equals(expected))
      return { length: expected.length, rerendered: true, problems: [] }
    return {
      length,
      rerendered: false,
      problems: [problem('pageDiffers', differenceOf(expected, pdf.subarray(0, length)))],
    }
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault
    return { length, rerendered: false, problems: [problem('unprintable', { zh: fault.zh, en: fault.en })] }
  }
}

function readSignatures(pdf: Buffer, from: number, terms: Terms, root: Digest, trustedRoots: readonly Buffer[]) {
  const signatures: SignatureSeen[] = []
  const problems: Problem[] = []
  let at = from
  while (at < pdf.length) {
    if (signatures.length === signingParties.length) {
      problems.push(problem('bytesAfter', { count: pdf.length - at }))
      break
    }
    const seal = readSeal(pdf, at, terms, root, trustedRoots)
    if (seal.outcome === 'foreign') {
      problems.push(seal.problem)
      break
    }
    const earlier = signatures.at(-1)
    if (earlier && seal.seen.at < earlier.at) problems.push(problem('timeOrder'))
    signatures.push(seal.seen)
    problems.push(...seal.problems)
    at = seal.end
  }
  return { signatures, problems }
}

function missing(signatures: readonly SignatureSeen[]): Problem[] {
  const isThere = (party: SigningParty): boolean => signatures.some((one) => one.party === party)
  return signingParties.filter((party) => !isThere(party)).map((party) => problem('signatureMissing', { party }))
}
