import { createHash, verify, X509Certificate } from 'node:crypto'
import {
  type DerValue,
  der,
  derTag,
  integer,
  nothing,
  objectIdentifier,
  octets,
  readDer,
  readMembers,
  sequence,
  yes,
} from '../base/der.ts'

// RFC 3161: what a time-stamping authority is asked, and whether what it answered holds. Pure: nobody is asked here.

/** A stamp that holds: when, by whose word, under which serial. */
export type Stamp = { at: number; authority: string; serial: string }
/** The step that broke, as a word for the log and for people. */
export type StampVerdict = { stamp: Stamp } | { broken: StampFlaw }
export type StampFlaw =
  | 'form'
  | 'refused'
  | 'imprint'
  | 'nonce'
  | 'certificate'
  | 'purpose'
  | 'attributes'
  | 'signature'
  | 'chain'
  | 'validity'

const sha256Oid = '2.16.840.1.101.3.4.2.1'
const digests = [
  [sha256Oid, 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
] as const
const signedDataOid = '1.2.840.113549.1.7.2'
const tstInfoOid = '1.2.840.113549.1.9.16.1.4'
const contentTypeOid = '1.2.840.113549.1.9.3'
const messageDigestOid = '1.2.840.113549.1.9.4'
const signingCertificateOid = '1.2.840.113549.1.9.16.2.12'
const signingCertificateV2Oid = '1.2.840.113549.1.9.16.2.47'
const timeStampingOid = '1.3.6.1.5.5.7.3.8'

/** TimeStampReq (RFC 3161 section 2.4.1) for a SHA-256, asking for the authority's certificate. */
export function stampRequest(digest: Uint8Array, nonce: Uint8Array): Buffer {
  const imprint = sequence(sequence(objectIdentifier(sha256Oid), nothing()), octets(digest))
  return sequence(integer(1), imprint, integer(nonce), yes())
}

/**
 * Whether a TimeStampResp stamps this digest under one of the trusted roots (DER). `nonce` is the one that was sent; null when
 * an old stamp is judged again.
 */
export function verifyStamp(
  response: Uint8Array,
  digest: Uint8Array,
  nonce: Uint8Array | null,
  roots: readonly Uint8Array[],
): StampVerdict {
  const [statusInfo, token] = inside(readDer(response)) ?? []
  const status = inside(statusInfo)?.[0]
  if (status?.tag !== derTag.integer) return { broken: 'form' }
  // granted, or granted with modifications (section 2.4.2)
  if (status.content.length !== 1 || (status.content[0] ?? 9) > 1) return { broken: 'refused' }
  const signed = token && signedDataOf(token)
  const info = signed && tstInfoOf(signed.content)
  if (!signed || !info) return { broken: 'form' }
  if (!info.isSha256 || !info.imprint.equals(digest)) return { broken: 'imprint' }
  if (nonce && !info.nonce?.equals(integer(nonce))) return { broken: 'nonce' }
  const leaf = signed.certificates.find((one) => isSignedBy(signed.signer, one))
  if (!leaf) return { broken: 'certificate' }
  // The certificate stamps time and does nothing else (section 2.3).
  if (leaf.keyUsage?.join() !== timeStampingOid) return { broken: 'purpose' }
  const flaw = signerFlaw(signed, leaf)
  if (flaw) return { broken: flaw }
  const chain = chainOf(leaf, signed.certificates, roots)
  if (!chain) return { broken: 'chain' }
  if (!chain.every((one) => Date.parse(one.validFrom) <= info.at && info.at <= Date.parse(one.validTo)))
    return { broken: 'validity' }
  return { stamp: { at: info.at, authority: leaf.subject.replaceAll('\n', ', '), serial: info.serial } }
}

type Signed = { content: Buffer; certificates: X509Certificate[]; signer: DerValue[] }

function signedDataOf(token: DerValue): Signed | null {
  const [type, wrapped] = inside(token) ?? []
  if (!isOid(type, signedDataOid)) return null
  const body = inside(inside(wrapped)?.[0])
  const [contentType, content] = inside(body?.[2]) ?? []
  const certificates = body?.find(({ tag }) => tag === 0xa0)
  const signers = inside(body?.at(-1))
  const text = inside(content)?.[0]
  if (!isOid(contentType, tstInfoOid) || text?.tag !== derTag.octetString || signers?.length !== 1) return null
  const signer = inside(signers[0])
  const read = (certificates ? (readMembers(certificates.content) ?? []) : []).flatMap(({ whole }) =>
    certificate(whole),
  )
  return signer ? { content: text.content, certificates: read, signer } : null
}

type Info = { imprint: Buffer; isSha256: boolean; serial: string; at: number; nonce: Buffer | null }

function tstInfoOf(content: Buffer): Info | null {
  const [version, , imprint, serial, at, ...rest] = inside(readDer(content)) ?? []
  const [algorithm, hashed] = inside(imprint) ?? []
  const when = at?.tag === derTag.generalizedTime ? momentOf(at.content.toString('latin1')) : null
  if (version?.tag !== derTag.integer || !hashed || serial?.tag !== derTag.integer || when === null) return null
  return {
    imprint: hashed.content,
    isSha256: isOid(inside(algorithm)?.[0], sha256Oid),
    serial: serial.content.toString('hex'),
    at: when,
    nonce: rest.find(({ tag }) => tag === derTag.integer)?.whole ?? null,
  }
}

// GeneralizedTime as RFC 3161 narrows it: to the second or finer, in UTC.
function momentOf(text: string): number | null {
  const found = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{1,9})?Z$/.exec(text)
  if (!found) return null
  const [, year, month, day, hour, minute, second, fraction = ''] = found
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${fraction.slice(0, 4)}Z`)
  return Number.isNaN(at) ? null : at
}

// SignerInfo: version, issuer and serial, digest, [0] attributes, signature algorithm, signature (RFC 5652 section 5.3).
function isSignedBy(signer: DerValue[], one: X509Certificate): boolean {
  const [issuer, serial] = inside(signer[1]) ?? []
  const body = inside(inside(readDer(one.raw))?.[0])
  const from = body?.[0]?.tag === 0xa0 ? 1 : 0
  return (
    issuer !== undefined &&
    serial !== undefined &&
    body?.[from]?.whole.equals(serial.whole) === true &&
    body[from + 2]?.whole.equals(issuer.whole) === true
  )
}

function signerFlaw({ content, signer }: Signed, leaf: X509Certificate): 'attributes' | 'signature' | null {
  const [, , digestAlgorithm, attributes, , signature] = signer
  const digest = digests.find(([oid]) => isOid(inside(digestAlgorithm)?.[0], oid))?.[1]
  if (!digest || attributes?.tag !== 0xa0 || signature?.tag !== derTag.octetString) return 'attributes'
  const said = attributesIn(attributes)
  const isTold =
    said(contentTypeOid)?.equals(objectIdentifier(tstInfoOid)) === true &&
    said(messageDigestOid)?.equals(octets(createHash(digest).update(content).digest())) === true &&
    namesCertificate(said, leaf)
  if (!isTold) return 'attributes'
  // The attributes are signed as the SET OF they are, not as the [0] they stand under (RFC 5652 section 5.4).
  const text = der(derTag.set, attributes.content)
  try {
    return verify(digest, text, leaf.publicKey, signature.content) ? null : 'signature'
  } catch {
    return 'signature'
  }
}

type Said = (oid: string) => Buffer | null

function attributesIn(attributes: DerValue): Said {
  const all = (readMembers(attributes.content) ?? []).map((one) => readMembers(one.content) ?? [])
  return (oid) => {
    const found = all.filter(([type]) => isOid(type, oid))
    const values = inside(found[0]?.[1])
    return found.length === 1 && values?.length === 1 ? (values[0]?.whole ?? null) : null
  }
}

// The attribute that ties the signature to one certificate (RFC 5816; the older one of RFC 2634 with SHA-1).
function namesCertificate(said: Said, leaf: X509Certificate): boolean {
  const newer = said(signingCertificateV2Oid)
  const older = newer ? null : said(signingCertificateOid)
  const named = newer ?? older
  const id = named ? inside(inside(inside(readDer(named))?.[0])?.[0]) : null
  if (!id) return false
  const hash = id.find(({ tag }) => tag === derTag.octetString)?.content
  const algorithm = id[0]?.tag === derTag.sequence ? inside(id[0])?.[0] : null
  const name = older ? 'sha1' : algorithm ? digests.find(([oid]) => isOid(algorithm, oid))?.[1] : 'sha256'
  return name !== undefined && hash?.equals(createHash(name).update(leaf.raw).digest()) === true
}

const chainMax = 5

function chainOf(
  leaf: X509Certificate,
  others: readonly X509Certificate[],
  roots: readonly Uint8Array[],
): X509Certificate[] | null {
  const trusted = roots.flatMap((root) => certificate(Buffer.from(root)))
  const chain = [leaf]
  while (chain.length < chainMax) {
    const last = chain.at(-1) as X509Certificate
    const issued = (one: X509Certificate): boolean => one.ca && last.checkIssued(one) && last.verify(one.publicKey)
    const root = trusted.find(issued)
    if (root) return [...chain, root]
    const next = others.find((one) => !chain.includes(one) && issued(one))
    if (!next) return null
    chain.push(next)
  }
  return null
}

function certificate(bytes: Buffer): X509Certificate[] {
  try {
    return [new X509Certificate(bytes)]
  } catch {
    return []
  }
}

const inside = (value: DerValue | null | undefined): DerValue[] | null => (value ? readMembers(value.content) : null)
const isOid = (value: DerValue | undefined, oid: string): boolean => value?.whole.equals(objectIdentifier(oid)) === true
