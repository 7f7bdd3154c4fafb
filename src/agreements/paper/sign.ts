import { present } from '../../base/assert.ts'
import type { Digest } from '../../base/digest.ts'
import { sha256 } from '../../base/digest.ts'
import type { Instant } from '../../base/time.ts'
import type { Terms } from '../terms.ts'
import type { PartySigner } from './cms.ts'
import { canSign, cmsOf, isCertificate, readCms, signatureHolds, signedAttributes } from './cms.ts'
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

/** A contract with an empty hole: what the owner of the key has to sign, and what makes a file of the signature. */
export type PreparedSignature = {
  /** DER of the signed attributes; the key signs these bytes with SHA-256. */
  attributes: Buffer
  /** The signed file. Throws `agreements.signature_refused` when the signature is not the certificate's. */
  finish(signature: Buffer): Buffer
}

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
  const prepared = await prepareSignature(pdf, party, signer.certificateChain, info)
  return prepared.finish(await signer.sign(prepared.attributes))
}

/**
 * The first half of `signContract`, for a key that signs elsewhere and later. A pure function of its arguments: prepare again with
 * the same ones when the signature arrives, and finish.
 */
export async function prepareSignature(
  pdf: Buffer,
  party: SigningParty,
  certificateChain: readonly Buffer[],
  info: SigningInfo,
): Promise<PreparedSignature> {
  const terms = await signableTerms(pdf, party, info)
  const leaf = ownCertificate(terms, party, certificateChain)
  refuseMissingGlyphs(info.person, `/clauses/parties/${party}/signatory/name`)
  const structure = present(readStructure(pdf), 'a verified contract has a readable structure')
  const facts = { ...info, party, organisation: terms.clauses.parties[party].name.zh }
  const { bytes, holeFrom, holeUntil } = incrementAfter(pdf, structure, facts)
  const open = Buffer.concat([pdf, bytes])
  const digest = sha256(open.subarray(0, holeFrom), open.subarray(holeUntil))
  const finish = (signature: Buffer): Buffer => {
    const cms = sealedCms(certificateChain, digest, signature)
    const whole = Buffer.from(open)
    whole.write(cms.toString('hex'), holeFrom + 1, 'latin1')
    return whole
  }
  return { attributes: signedAttributes(digest, leaf), finish }
}

function sealedCms(certificateChain: readonly Buffer[], digest: Buffer, signature: Buffer): Buffer {
  const cms = cmsOf(certificateChain, digest, signature)
  if (cms === null) throw paperFaults.signatureRefused()
  if (cms.length > cmsReserve) throw paperFaults.signatureTooLarge({ reserve: String(cmsReserve) })
  const written = readCms(cms)
  if (!written || !signatureHolds(written)) throw paperFaults.signatureRefused()
  return cms
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

function ownCertificate(terms: Terms, party: SigningParty, certificateChain: readonly Buffer[]): Buffer {
  const [leaf] = certificateChain
  if (!leaf || !certificateChain.every(isCertificate)) throw paperFaults.otherCertificate()
  const owner = belongsTo(leaf, party, terms)
  if (!owner.name || !owner.named || !canSign(leaf)) throw paperFaults.otherCertificate()
  return leaf
}
