import { X509Certificate } from 'node:crypto'
import { present } from '../../base/assert.ts'
import type { Digest } from '../../base/digest.ts'
import { sha256 } from '../../base/digest.ts'
import type { Instant } from '../../base/time.ts'
import type { Terms } from '../terms.ts'
import { kindOf } from './algorithms.ts'
import type { PartySigner } from './cms.ts'
import { readCms, signatureHolds, signCms } from './cms.ts'
import { paperFaults } from './errors.ts'
import type { SigningParty } from './increment.ts'
import { cmsReserve, incrementAfter } from './increment.ts'
import type { ProblemCode } from './problems.ts'
import { readStructure } from './structure.ts'
import { belongsTo } from './trust.ts'
import { refuseMissingGlyphs } from './typeface.ts'
import { verifyContract } from './verify.ts'

/** What the signer states: who, when (kept to the second), and the digest of the terms it confirmed. */
export type SigningInfo = { person: string; at: Instant; digest: Digest }

/**
 * Adds one party's PAdES signature (level B-B) as an increment: what was there stays byte for byte, so an earlier signature keeps
 * standing. The signer only ever sees the attributes to sign; its key stays with its owner. Refuses a file that is not exactly what
 * its terms render to, a digest, person or certificate other than the terms', and a box that is already signed.
 */
export async function signContract(
  pdf: Buffer,
  party: SigningParty,
  signer: PartySigner,
  info: SigningInfo,
): Promise<Buffer> {
  const terms = await signableTerms(pdf, party, info)
  const organisation = terms.clauses.parties[party].name.zh
  refuseStranger(terms, party, signer)
  refuseMissingGlyphs(info.person, `/clauses/parties/${party}/signatory/name`)
  const structure = present(readStructure(pdf), 'a verified contract has a readable structure')
  const increment = incrementAfter(pdf, structure, { ...info, party, organisation })
  const whole = Buffer.concat([pdf, increment.bytes])
  const digest = sha256(whole.subarray(0, increment.holeFrom), whole.subarray(increment.holeUntil))
  const cms = await signCms(signer, digest)
  if (cms.length > cmsReserve) throw paperFaults.signatureTooLarge({ reserve: String(cmsReserve) })
  const written = readCms(cms)
  if (!written || !signatureHolds(written)) throw paperFaults.signatureRefused()
  whole.write(cms.toString('hex'), increment.holeFrom + 1, 'latin1')
  return whole
}

// What may still be wrong with a file that one party or none has signed. Trust in roots is for the verifier to judge.
const tolerated: ReadonlySet<ProblemCode> = new Set(['signatureMissing', 'untrusted'])

async function signableTerms(pdf: Buffer, party: SigningParty, info: SigningInfo): Promise<Terms> {
  const verdict = await verifyContract(pdf, [])
  const { terms } = verdict
  if (!terms) throw paperFaults.notContract()
  const obstacle = verdict.problems.find((one) => !tolerated.has(one.code))
  if (obstacle) throw paperFaults.contractChanged({ because: obstacle.en, becauseZh: obstacle.zh })
  if (verdict.signatures.some((one) => one.party === party)) throw paperFaults.alreadySigned({ party })
  if (verdict.root !== info.digest) throw paperFaults.otherTerms()
  const expected = terms.clauses.parties[party].signatory.name
  if (expected !== info.person) throw paperFaults.otherSignatory({ expected, person: info.person })
  return terms
}

function refuseStranger(terms: Terms, party: SigningParty, signer: PartySigner): void {
  const [leaf] = signer.certificateChain
  const owner = leaf && belongsTo(leaf, party, terms)
  if (!leaf || !owner?.name || !owner.named) throw paperFaults.otherCertificate()
  if (!kindOf(new X509Certificate(leaf).publicKey)) throw paperFaults.otherCertificate()
}
