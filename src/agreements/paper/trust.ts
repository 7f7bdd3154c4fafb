import { X509Certificate } from 'node:crypto'
import type { Digest } from '../../base/digest.ts'
import { digestOf } from '../../base/digest.ts'
import type { Instant } from '../../base/time.ts'
import type { Terms } from '../terms.ts'
import { readCertificate } from './certificate.ts'
import type { SigningParty } from './increment.ts'

/** What a chain proves: the root it ends in (its subject), whether certificates were left over, whether all were in their time. */
export type Trust = { anchor: string | null; extra: boolean; inTime: boolean }

const chainMax = 4

/** Walks from the signing certificate to one of the trusted roots, using the certificates that came with the signature. */
export function trustOf(
  leaf: Buffer,
  certificates: readonly Buffer[],
  trustedRoots: readonly Buffer[],
  at: Instant,
): Trust {
  const others = certificates.filter((one) => !one.equals(leaf)).map((one) => new X509Certificate(one))
  const roots = trustedRoots.map((one) => new X509Certificate(one))
  const used = [new X509Certificate(leaf)]
  while (used.length < chainMax) {
    const last = used.at(-1) as X509Certificate
    const root = roots.find((one) => issued(one, last))
    if (root) {
      if (!used.some((one) => one.raw.equals(root.raw))) used.push(root)
      const members = used.map((one) => digestOf(one.raw))
      const extra = new Set(certificates.map((one) => digestOf(one))).size < certificates.length
      const outside = certificates.some((one) => !members.includes(digestOf(one)))
      return {
        anchor: root.subject.replaceAll('\n', ', '),
        extra: extra || outside,
        inTime: used.every((one) => covers(one, at)),
      }
    }
    const next = others.find((one) => issued(one, last) && !used.some((known) => known.raw.equals(one.raw)))
    if (!next) break
    used.push(next)
  }
  return { anchor: null, extra: false, inTime: used.every((one) => covers(one, at)) }
}

/** Whether a signing certificate is the party's own: O is its registered name, and it is the one the terms name, if they name one. */
export function belongsTo(
  leaf: Buffer,
  party: SigningParty,
  terms: Terms,
): { name: boolean; named: boolean; organisation: string } {
  const detail = terms.clauses.parties[party]
  const organisation = readCertificate(leaf)?.organisation ?? []
  const name = organisation.length === 1 && (organisation[0] === detail.name.zh || organisation[0] === detail.name.en)
  const named = detail.certificate === null || detail.certificate === certificateDigest(leaf)
  return { name, named, organisation: organisation.join(', ') || '?' }
}

/** SHA-256 of a certificate's DER, as the terms name it. */
export const certificateDigest = (certificate: Uint8Array): Digest => digestOf(certificate)

function issued(issuer: X509Certificate, one: X509Certificate): boolean {
  return issuer.ca && one.checkIssued(issuer) && one.verify(issuer.publicKey)
}

const covers = (one: X509Certificate, at: Instant): boolean =>
  Date.parse(one.validFrom) <= at && at <= Date.parse(one.validTo)
