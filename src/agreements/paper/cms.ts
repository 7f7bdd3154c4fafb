import { verify, X509Certificate } from 'node:crypto'
import { assert, present } from '../../base/assert.ts'
import {
  der,
  derTag,
  integer,
  objectIdentifier,
  octets,
  readDer,
  readMembers,
  sequence,
  setOf,
  sorted,
  tagged,
} from '../../base/der.ts'
import { sha256 } from '../../base/digest.ts'
import { kindOf, sha256Algorithm, signatureAlgorithm } from './algorithms.ts'
import { readCertificate } from './certificate.ts'

/** The owner of a key: we prepare the bytes, the key signs them where it lives (browser, HSM, CA cloud). */
export type PartySigner = {
  /** DER, the signing certificate first, then its issuers up to but without the root (the root may be included). */
  certificateChain: Buffer[]
  /** Signs the DER of the signed attributes with SHA-256: PKCS #1 v1.5 for RSA, DER (r, s) for P-256. */
  sign(signedAttributesDer: Buffer): Promise<Buffer>
}

/** What a detached CMS says, before anything of it is believed. */
export type ReadCms = { certificates: Buffer[]; leaf: Buffer; contentDigest: Buffer; signature: Buffer }

// RFC 5652 and RFC 5035 names.
const signedData = '1.2.840.113549.1.7.2'
const data = '1.2.840.113549.1.7.1'
const contentType = '1.2.840.113549.1.9.3'
const messageDigest = '1.2.840.113549.1.9.4'
const signingCertificateV2 = '1.2.840.113549.1.9.16.2.47'

/** CAdES-BES attributes a signer signs: content type, digest of the content, digest of its own certificate. A SET OF. */
export function signedAttributes(contentDigest: Uint8Array, leaf: Uint8Array): Buffer {
  const named = sequence(sequence(sequence(octets(sha256(leaf))))) // SHA-256 is the default and so not written (RFC 5035)
  return setOf(
    attribute(contentType, objectIdentifier(data)),
    attribute(messageDigest, octets(contentDigest)),
    attribute(signingCertificateV2, named),
  )
}

/** The whole detached SignedData. One set of arguments has one encoding, which the verifier relies on. */
function assembleCms(
  certificates: readonly Uint8Array[],
  leaf: Uint8Array,
  contentDigest: Uint8Array,
  signature: Uint8Array,
): Buffer {
  const names = present(readCertificate(leaf), 'a signing certificate is X.509 v3')
  const kind = present(kindOf(new X509Certificate(leaf).publicKey), 'an agreement is signed with RSA-3072 or P-256')
  const attributes = signedAttributes(contentDigest, leaf)
  const signer = sequence(
    integer(1),
    sequence(names.issuer, names.serial),
    sha256Algorithm(),
    der(0xa0, present(readDer(attributes), 'attributes are DER').content), // [0] IMPLICIT SET OF
    signatureAlgorithm(kind),
    octets(signature),
  )
  const body = sequence(
    integer(1),
    setOf(sha256Algorithm()),
    sequence(objectIdentifier(data)), // detached: no content
    tagged(0, ...sorted(certificates)),
    setOf(signer),
  )
  return sequence(objectIdentifier(signedData), tagged(0, body))
}

/** The CMS of a chain and a signature over the attributes; null when the signature does not have the form of its kind. */
export function cmsOf(
  certificateChain: readonly Buffer[],
  contentDigest: Uint8Array,
  signature: Buffer,
): Buffer | null {
  const [leaf] = certificateChain
  assert(leaf, 'a signer brings its certificate')
  const isElliptic = new X509Certificate(leaf).publicKey.asymmetricKeyType === 'ec'
  const kept = isElliptic ? withLowS(signature) : signature
  return kept && assembleCms(certificateChain, leaf, contentDigest, kept)
}

/** An elliptic signature of 64 bytes, r and s side by side as WebCrypto gives it, in the DER that CMS wants. */
export function ellipticDer(raw: Buffer): Buffer {
  assert(raw.length === 64, 'a raw P-256 signature has 64 bytes')
  return sequence(integer(raw.subarray(0, 32)), integer(raw.subarray(32)))
}

/** Takes a CMS apart; null unless assembling its parts again gives the very same bytes. */
export function readCms(bytes: Buffer): ReadCms | null {
  const outer = insideOf(readDer(bytes))
  const body = insideOf(insideOf(outer?.[1])?.[0])
  const [, , , certificateSet, signers] = body ?? []
  const [, issuerAndSerial, , attributes, , signature] = insideOf(insideOf(signers)?.[0]) ?? []
  if (!certificateSet || !issuerAndSerial || !attributes || !signature) return null
  const certificates = (readMembers(certificateSet.content) ?? []).map((value) => value.whole)
  const leaf = certificates.find((one) => issuerAndSerialOf(one)?.equals(issuerAndSerial.whole))
  const contentDigest = digestAmong(attributes.content)
  if (!leaf || !contentDigest || !canSign(leaf) || !certificates.every(isCertificate)) return null
  const parts = { certificates, leaf, contentDigest, signature: signature.content }
  return assembleCms(certificates, leaf, contentDigest, parts.signature).equals(bytes) && hasLowS(parts) ? parts : null
}

/** Whether the signature in a CMS was made by the key of its certificate over its attributes. */
export function signatureHolds(cms: ReadCms): boolean {
  return verify(
    'sha256',
    signedAttributes(cms.contentDigest, cms.leaf),
    new X509Certificate(cms.leaf).publicKey,
    cms.signature,
  )
}

const insideOf = (value: { content: Buffer } | null | undefined): ReturnType<typeof readMembers> =>
  value ? readMembers(value.content) : null

/** Whether node:crypto reads these bytes as a certificate with a key. */
export function isCertificate(bytes: Buffer): boolean {
  try {
    const certificate = new X509Certificate(bytes)
    return readDer(bytes) !== null && certificate.raw.equals(bytes) && certificate.publicKey.type === 'public'
  } catch {
    return false
  }
}

/** Whether a certificate's key is of a kind that may sign: RSA-3072 or stronger, or P-256. */
export const canSign = (certificate: Buffer): boolean =>
  isCertificate(certificate) &&
  readCertificate(certificate) !== null &&
  kindOf(new X509Certificate(certificate).publicKey) !== null

function issuerAndSerialOf(certificate: Buffer): Buffer | null {
  const names = readCertificate(certificate)
  return names ? sequence(names.issuer, names.serial) : null
}

function digestAmong(attributes: Buffer): Buffer | null {
  const wanted = objectIdentifier(messageDigest)
  for (const one of readMembers(attributes) ?? []) {
    const [type, values] = readMembers(one.content) ?? []
    if (type?.whole.equals(wanted) && values) return readDer(values.content)?.content ?? null
  }
  return null
}

const attribute = (type: string, value: Buffer): Buffer => sequence(objectIdentifier(type), setOf(value))

// Order of the P-256 group (FIPS 186-5, SP 800-186 section 3.2.1.3). (r, s) and (r, n − s) are both signatures of one message; we
// keep the lower one, so that a signed file has one form only and nobody can change a byte of it and keep it valid.
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

function withLowS(signature: Buffer): Buffer | null {
  const [r, s, ...more] = insideOf(readDer(signature)) ?? []
  if (r?.tag !== derTag.integer || s?.tag !== derTag.integer || s.content.length === 0 || more.length > 0) return null
  const value = BigInt(`0x${s.content.toString('hex')}`)
  if (value <= order / 2n || value >= order) return signature
  return sequence(r.whole, integer(Buffer.from((order - value).toString(16).padStart(64, '0'), 'hex')))
}

function hasLowS(parts: ReadCms): boolean {
  const isElliptic = new X509Certificate(parts.leaf).publicKey.asymmetricKeyType === 'ec'
  return !isElliptic || withLowS(parts.signature)?.equals(parts.signature) === true
}
