import type { KeyObject } from 'node:crypto'
import { createHash } from 'node:crypto'
import { present } from '../../base/assert.ts'
import {
  bits,
  derTag,
  integer,
  objectIdentifier,
  octets,
  readDer,
  readMembers,
  sequence,
  setOf,
  tagged,
  taggedPrimitive,
  time,
  utf8,
  yes,
} from '../../base/der.ts'
import type { Instant } from '../../base/time.ts'
import { kindOf, signatureAlgorithm, signWith } from './algorithms.ts'

export type RootRequest = {
  organisation: string
  name: string
  keys: { privateKey: KeyObject; publicKey: KeyObject }
  from: Instant
  until: Instant
  /** 8 to 20 bytes of chance from the caller. */
  serial: Uint8Array
}

export type PartyRequest = {
  root: { certificate: Buffer; privateKey: KeyObject }
  publicKey: KeyObject
  /** The registered name as the agreement prints it; the verifier compares it with the party's name. */
  organisation: string
  person: string
  from: Instant
  until: Instant
  serial: Uint8Array
}

/** A self-signed root certificate (X.509 v3, RFC 5280) in DER. Same arguments and an RSA key: same bytes. */
export function makeRoot(request: RootRequest): Buffer {
  const subject = distinguishedName(request.organisation, request.name)
  const keyId = keyIdentifier(request.keys.publicKey)
  const extensions = [
    extension('2.5.29.19', true, sequence(yes())), // basicConstraints: an authority
    extension('2.5.29.15', true, bits(Buffer.of(0b0000_0110), 1)), // keyUsage: keyCertSign, cRLSign
    extension('2.5.29.14', false, octets(keyId)),
  ]
  return signedCertificate(
    { ...request, issuer: subject, subject, extensions },
    request.keys.publicKey,
    request.keys.privateKey,
  )
}

/** A party's signing certificate under a root: O is the registered name, CN the person who signs. DER. */
export function makePartyCertificate(request: PartyRequest): Buffer {
  const issuer = subjectBytes(request.root.certificate)
  const subject = distinguishedName(request.organisation, request.person)
  const authority = sequence(
    taggedPrimitive(0, present(subjectKeyId(request.root.certificate), 'the root has a key identifier')),
  )
  const extensions = [
    extension('2.5.29.19', true, sequence()), // basicConstraints: not an authority
    extension('2.5.29.15', true, bits(Buffer.of(0b1100_0000), 6)), // keyUsage: digitalSignature, nonRepudiation
    extension('2.5.29.14', false, octets(keyIdentifier(request.publicKey))),
    extension('2.5.29.35', false, authority),
  ]
  return signedCertificate({ ...request, issuer, subject, extensions }, request.publicKey, request.root.privateKey)
}

type Body = { issuer: Buffer; subject: Buffer; from: Instant; until: Instant; serial: Uint8Array; extensions: Buffer[] }

function signedCertificate(body: Body, publicKey: KeyObject, signer: KeyObject): Buffer {
  const algorithm = signatureAlgorithm(present(kindOf(signer), 'a certificate is signed with RSA-3072 or P-256'))
  const toBeSigned = sequence(
    tagged(0, integer(2)), // version 3
    integer(body.serial),
    algorithm,
    body.issuer,
    sequence(time(body.from), time(body.until)),
    body.subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(3, sequence(...body.extensions)),
  )
  return sequence(toBeSigned, algorithm, bits(signWith(signer, toBeSigned)))
}

const distinguishedName = (organisation: string, name: string): Buffer =>
  sequence(attribute('2.5.4.10', organisation), attribute('2.5.4.3', name))

const attribute = (type: string, text: string): Buffer => setOf(sequence(objectIdentifier(type), utf8(text)))

function extension(type: string, critical: boolean, value: Buffer): Buffer {
  return sequence(objectIdentifier(type), ...(critical ? [yes()] : []), octets(value))
}

// Method (1) of RFC 5280 section 4.2.1.2: SHA-1 of the key's bits; a name for the key, not a protection.
function keyIdentifier(publicKey: KeyObject): Buffer {
  const info = readMembers(
    present(readDer(publicKey.export({ type: 'spki', format: 'der' })), 'a public key is DER').content,
  )
  return createHash('sha1').update(present(info?.[1], 'a public key has bits').content.subarray(1)).digest()
}

/** What a signature has to know of a certificate, read from its bytes. */
export type CertificateNames = {
  serial: Buffer
  issuer: Buffer
  subject: Buffer
  organisation: string[]
  person: string[]
}

/** Reads serial and names; null when the bytes are not one X.509 v3 certificate. */
export function readCertificate(certificate: Uint8Array): CertificateNames | null {
  const outer = readDer(certificate)
  const body = outer?.tag === derTag.sequence ? readMembers(outer.content)?.[0] : undefined
  const [version, serial, , issuer, , subject] = (body && readMembers(body.content)) ?? []
  if (version?.tag !== 0xa0 || serial?.tag !== derTag.integer || !issuer || !subject) return null
  return {
    serial: serial.whole,
    issuer: issuer.whole,
    subject: subject.whole,
    organisation: attributesOf(subject.content, '2.5.4.10'),
    person: attributesOf(subject.content, '2.5.4.3'),
  }
}

const subjectBytes = (certificate: Buffer): Buffer =>
  present(readCertificate(certificate), 'a root is a certificate').subject

function subjectKeyId(certificate: Buffer): Buffer | null {
  const wanted = objectIdentifier('2.5.29.14')
  const at = certificate.indexOf(wanted)
  const value = at < 0 ? null : certificate.subarray(at + wanted.length)
  return value ? value.subarray(4, 24) : null // OCTET STRING around OCTET STRING of 20 bytes
}

function attributesOf(names: Buffer, type: string): string[] {
  const wanted = objectIdentifier(type)
  return (readMembers(names) ?? []).flatMap((set) =>
    (readMembers(set.content) ?? []).flatMap((pair) => {
      const [kind, text] = readMembers(pair.content) ?? []
      return kind?.whole.equals(wanted) && text ? [text.content.toString('utf8')] : []
    }),
  )
}
