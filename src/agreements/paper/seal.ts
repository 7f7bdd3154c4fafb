import { derLength } from '../../base/der.ts'
import type { Digest } from '../../base/digest.ts'
import { isDigest, sha256 } from '../../base/digest.ts'
import type { Instant } from '../../base/time.ts'
import type { Terms } from '../terms.ts'
import { readCms, signatureHolds } from './cms.ts'
import type { Increment, IncrementFacts, SigningParty } from './increment.ts'
import { incrementAfter, pdfTime, signingParties } from './increment.ts'
import type { Problem } from './problems.ts'
import { problem } from './problems.ts'
import { latin, readStructure } from './structure.ts'
import { belongsTo, certificateDigest, trustOf } from './trust.ts'

/** One signature as found, whatever its worth. The time is the signer's own statement: B-B has no time stamp. */
export type SignatureSeen = {
  party: SigningParty
  person: string
  at: Instant
  certificateDigest: Digest | null
  level: 'B-B'
  /** Subject of the trusted root the chain ends in. */
  anchor: string | null
}

export type SealRead =
  | { outcome: 'signature'; seen: SignatureSeen; problems: Problem[]; end: number }
  | { outcome: 'foreign'; problem: Problem }

/** Reads and judges the increment that begins at `from`; everything before it is taken as it is. */
export function readSeal(
  pdf: Buffer,
  from: number,
  terms: Terms,
  root: Digest,
  trustedRoots: readonly Buffer[],
): SealRead {
  const end = endOfRevision(pdf, from)
  const structure = readStructure(pdf.subarray(0, from))
  const facts = end === null ? null : statedFacts(latin(pdf.subarray(from, end)))
  const field = facts && structure?.fields.get(facts.party)
  if (end === null || !facts || !structure || !field) {
    return { outcome: 'foreign', problem: problem('foreignRevision', { at: from, count: pdf.length - from }) }
  }
  const { party, person, at } = facts
  if (field.text.includes('/V ')) return { outcome: 'foreign', problem: problem('signedTwice', { party }) }
  const expected = incrementAfter(pdf.subarray(0, from), structure, facts)
  const problems = [...differences(pdf, from, end, expected, party), ...statements(facts, terms, root)]
  const judged = judgeCms(pdf, end, expected, facts, terms, trustedRoots)
  const seen = {
    party,
    person,
    at,
    certificateDigest: judged.certificate,
    level: 'B-B' as const,
    anchor: judged.anchor,
  }
  return { outcome: 'signature', seen, problems: [...problems, ...judged.problems], end }
}

function endOfRevision(pdf: Buffer, from: number): number | null {
  const mark = '\n%%EOF\n'
  const at = pdf.indexOf(mark, from)
  return at < 0 ? null : at + mark.length
}

// Only what the increment itself states; the rebuilt increment then shows whether it states anything else.
function statedFacts(text: string): IncrementFacts | null {
  const person = fromUnicode(/\n\/Name <feff([0-9a-f]{0,2000})>\n/.exec(text)?.[1])
  const reason = fromUnicode(/\n\/Reason <feff([0-9a-f]{0,4000})>\n/.exec(text)?.[1])
  const at = fromPdfTime(/\n\/M \((D:\d{14}Z)\)\n/.exec(text)?.[1])
  const found = /^(institution|wallet): (.*); terms ([0-9a-f]{64})$/su.exec(reason ?? '')
  const [, partyText, who = '', digest = ''] = found ?? []
  const party = signingParties.find((one) => one === partyText)
  if (person === null || at === null || !party || !isDigest(digest) || !who.endsWith(`, ${person}`)) return null
  return { party, organisation: who.slice(0, -person.length - 2), person, at, digest }
}

const fromUnicode = (hex: string | undefined): string | null =>
  hex === undefined || hex.length % 4 !== 0 ? null : Buffer.from(hex, 'hex').swap16().toString('utf16le')

function fromPdfTime(text: string | undefined): Instant | null {
  const found = /^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text ?? '')
  if (!found) return null
  const [, year, month, day, hour, minute, second] = found
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(at) || pdfTime(at) !== text ? null : at
}

function differences(pdf: Buffer, from: number, end: number, expected: Increment, party: SigningParty): Problem[] {
  const actual = pdf.subarray(from, end)
  const [holeFrom, holeUntil] = [expected.holeFrom - from, expected.holeUntil - from]
  const length = Math.max(actual.length, expected.bytes.length)
  for (let at = 0; at < length; at++) {
    if (at === holeFrom + 1) at = holeUntil - 1
    if (actual[at] !== expected.bytes[at]) return [problem('contentReplaced', { party, at: from + at })]
  }
  return []
}

function statements(facts: IncrementFacts, terms: Terms, root: Digest): Problem[] {
  const { party, person } = facts
  const detail = terms.clauses.parties[party]
  const expected = detail.signatory.name
  return [
    ...(facts.digest === root ? [] : [problem('otherDigest', { party })]),
    ...(person === expected ? [] : [problem('otherPerson', { party, person, expected })]),
    ...(facts.organisation === detail.name.zh
      ? []
      : [problem('wrongParty', { party, organisation: facts.organisation })]),
  ]
}

type Judged = { certificate: Digest | null; anchor: string | null; problems: Problem[] }

function judgeCms(
  pdf: Buffer,
  end: number,
  { holeFrom, holeUntil }: Increment,
  { party, at }: IncrementFacts,
  terms: Terms,
  trustedRoots: readonly Buffer[],
): Judged {
  const hex = latin(pdf.subarray(holeFrom + 1, holeUntil - 1))
  const hole = Buffer.from(hex, 'hex')
  const length = derLength(hole) ?? 0
  const cms = hole.toString('hex') === hex ? readCms(hole.subarray(0, length)) : null
  if (!cms) return { certificate: null, anchor: null, problems: [problem('cmsUnreadable', { party })] }
  const covered = sha256(pdf.subarray(0, holeFrom), pdf.subarray(holeUntil, end))
  const owner = belongsTo(cms.leaf, party, terms)
  const trust = trustOf(cms.leaf, cms.certificates, trustedRoots, at)
  const checks: [boolean, Problem][] = [
    [hole.subarray(length).every((byte) => byte === 0), problem('paddingChanged', { party })],
    [cms.contentDigest.equals(covered), problem('contentChanged', { party })],
    [signatureHolds(cms), problem('signatureBroken', { party })],
    [owner.name, problem('wrongParty', { party, organisation: owner.organisation })],
    [owner.named, problem('otherCertificate', { party })],
    [trust.anchor !== null, problem('untrusted', { party })],
    [!trust.extra, problem('extraCertificate', { party })],
    [trust.inTime, problem('certificatePeriod', { party })],
  ]
  const problems = checks.filter(([holds]) => !holds).map(([, found]) => found)
  return { certificate: certificateDigest(cms.leaf), anchor: trust.anchor, problems }
}
