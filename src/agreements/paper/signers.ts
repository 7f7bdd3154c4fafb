import { X509Certificate } from 'node:crypto'
import { derLength } from '../../base/der.ts'
import { type Digest, sha256 } from '../../base/digest.ts'
import type { Instant } from '../../base/time.ts'
import { kindOf } from './algorithms.ts'
import { readCertificate } from './certificate.ts'
import { readCms, signatureHolds } from './cms.ts'
import { latin } from './structure.ts'
import { certificateDigest } from './trust.ts'

/** Who signed, as the certificate in a signature says. Trust is for `verifyContract` to judge. */
export type Signer = {
  subject: string
  issuer: string
  serial: string
  digest: Digest
  until: Instant
  algorithm: string
  /** The signature is of this certificate's key over exactly the bytes that it covers. */
  holds: boolean
}

const signaturesMost = 4

/** The signers of a contract in the order of their signatures, read from its bytes; unreadable signatures are left out. */
export function signersIn(pdf: Buffer): Signer[] {
  const signers: Signer[] = []
  const mark = '/Contents <'
  let at = pdf.indexOf(mark)
  while (at >= 0 && signers.length < signaturesMost) {
    const from = at + mark.length
    const until = pdf.indexOf('>', from)
    const signer = until < 0 ? null : signerIn(pdf, from, until)
    if (signer) signers.push(signer)
    at = pdf.indexOf(mark, from)
  }
  return signers
}

function signerIn(pdf: Buffer, from: number, until: number): Signer | null {
  const hole = Buffer.from(latin(pdf.subarray(from, until)), 'hex')
  const cms = readCms(hole.subarray(0, derLength(hole) ?? 0))
  if (!cms) return null
  const certificate = new X509Certificate(cms.leaf)
  const names = readCertificate(cms.leaf)
  const eof = '\n%%EOF\n'
  const end = pdf.indexOf(eof, until) + eof.length
  const covered = sha256(pdf.subarray(0, from - 1), pdf.subarray(until + 1, end))
  return {
    subject: `O=${names?.organisation.join(', ') ?? ''}, CN=${names?.person.join(', ') ?? ''}`,
    issuer: certificate.issuer.replaceAll('\n', ', '),
    serial: certificate.serialNumber,
    digest: certificateDigest(cms.leaf),
    until: Date.parse(certificate.validTo),
    algorithm: kindOf(certificate.publicKey) === 'rsa' ? 'RSA-3072+ SHA-256' : 'ECDSA P-256 SHA-256',
    holds: cms.contentDigest.equals(covered) && signatureHolds(cms),
  }
}
