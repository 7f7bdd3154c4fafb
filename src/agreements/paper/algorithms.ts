import type { KeyObject } from 'node:crypto'
import { createPublicKey, sign } from 'node:crypto'
import { assert } from '../../base/assert.ts'
import { nothing, objectIdentifier, sequence } from '../../base/der.ts'

/** The two kinds of key that may sign an agreement. */
export type SignatureKind = 'rsa' | 'p256'

// Identifiers: RFC 8017 appendix A.2.4 (RSA, parameters NULL) and RFC 5758 section 3.2 (ECDSA, parameters absent).
const identifiers: Record<SignatureKind, () => Buffer> = {
  rsa: () => sequence(objectIdentifier('1.2.840.113549.1.1.11'), nothing()),
  p256: () => sequence(objectIdentifier('1.2.840.10045.4.3.2')),
}

/** The AlgorithmIdentifier that stands in certificates and in CMS for SHA-256 with this kind of key. */
export const signatureAlgorithm = (kind: SignatureKind): Buffer => identifiers[kind]()

/** SHA-256 alone, without parameters (RFC 5754 section 2). */
export const sha256Algorithm = (): Buffer => sequence(objectIdentifier('2.16.840.1.101.3.4.2.1'))

/** RSA of at least 3,072 bits, or P-256; null for anything weaker or other. */
export function kindOf(key: KeyObject): SignatureKind | null {
  const details = key.asymmetricKeyDetails
  if (key.asymmetricKeyType === 'rsa') return (details?.modulusLength ?? 0) >= 3_072 ? 'rsa' : null
  return key.asymmetricKeyType === 'ec' && details?.namedCurve === 'prime256v1' ? 'p256' : null
}

/** Signs with SHA-256: PKCS #1 v1.5 for RSA, DER for ECDSA. */
export function signWith(privateKey: KeyObject, bytes: Uint8Array): Buffer {
  assert(kindOf(createPublicKey(privateKey)), 'an agreement is signed with RSA-3072 or P-256')
  return sign('sha256', bytes, privateKey)
}
