import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { assert } from '../../base/assert.ts'
import { publicPem } from './certificate.ts'

/**
 * Signing and verifying as Alipay's open platform does (RSA2 = RSASSA-PKCS1-v1_5 with SHA-256, base64). Pure.
 * Sources: alipay-sdk 4.14.0 src/util.ts and src/alipay.ts; opendocs.alipay.com/common/02kf5q (request), 02mse7 (notice).
 */
export function signRequest(params: Params, privateKey: string): string {
  return signText(requestText(params), privateKey)
}

export type Params = Readonly<Record<string, string>>

/** `k=v&…` over every parameter that is not empty and is not `sign`, by key, not encoded. */
export function requestText(params: Params): string {
  return joined(params, (key) => key !== 'sign')
}

/** True when the request's own `sign` is of this key; `sign_type` counts among the signed ones (unlike in a notice). */
export function isSignedRequest(params: Params, publicKey: string): boolean {
  return verifyText(requestText(params), params['sign'] ?? '', publicKey)
}

/**
 * True when a notice is signed by the key. Trade notices leave out `sign` and `sign_type`, service notices only `sign`:
 * the first rule is tried, then the second, as the official SDK does. Values are used as they came out of one form
 * decoding; decoding them again breaks on a per cent sign (alipay-sdk issue 45).
 */
export function isSignedNotice(params: Params, publicKey: string): boolean {
  const signature = params['sign'] ?? ''
  if (
    verifyText(
      joined(params, (key) => key !== 'sign' && key !== 'sign_type'),
      signature,
      publicKey,
    )
  )
    return true
  return verifyText(requestText({ ...params, sign_type: params['sign_type'] ?? 'RSA2' }), signature, publicKey)
}

/** What signs a notice: everything but `sign` and `sign_type`. */
export const noticeText = (params: Params): string => joined(params, (key) => key !== 'sign' && key !== 'sign_type')

export function signText(text: string, privateKey: string): string {
  return sign('sha256', Buffer.from(text), privateKeyOf(privateKey)).toString('base64')
}

export function verifyText(text: string, signature: string, publicKey: string): boolean {
  if (!/^[A-Za-z0-9+/]{100,1400}={0,2}$/.test(signature)) return false
  return verify('sha256', Buffer.from(text), publicKeyOf(publicKey), Buffer.from(signature, 'base64'))
}

export type SignedAnswer = {
  /** The signed bytes, exactly as they came: only this may be parsed and believed. */
  readonly content: string
  /** `xxx_response`, or `error_response` when the gateway refused before the method. */
  readonly name: string
  readonly sign: string | null
  /** Which of Alipay's certificates signed, in certificate mode. */
  readonly certificateSn: string | null
}

/**
 * Cuts the signed object out of a synchronous answer without re-writing a byte: escaped slashes, spaces and the order of
 * members stay as signed. A member that stands twice, or anything after the object, makes the answer unreadable (null),
 * because then two readers could see two truths.
 */
export function cutAnswer(raw: string, method: string): SignedAnswer | null {
  const members = topMembers(raw.trim())
  if (!members) return null
  const name = responseName(method)
  const found = members.get(name) ? name : members.get('error_response') ? 'error_response' : null
  if (!found) return null
  const content = members.get(found)
  if (!content?.startsWith('{')) return null
  return {
    content,
    name: found,
    sign: textOf(members.get('sign')),
    certificateSn: textOf(members.get('alipay_cert_sn')),
  }
}

export const responseName = (method: string): string => `${method.replaceAll('.', '_')}_response`

function joined(params: Params, takes: (key: string) => boolean): string {
  return Object.keys(params)
    .filter((key) => takes(key) && params[key] !== '' && params[key] !== undefined)
    .sort()
    .map((key) => `${key}=${params[key]}`)
    .join('&')
}

// The members of the outer object with the exact text of their values. Strings are walked with their escapes, so that a
// brace or a "sign" inside a value never ends it.
function topMembers(raw: string): Map<string, string> | null {
  const members = new Map<string, string>()
  const token = /\s*"((?:[^"\\]|\\.)*)"\s*:\s*/y
  let at = raw.startsWith('{') ? 1 : -1
  while (at > 0) {
    token.lastIndex = at
    const key = token.exec(raw)
    if (!key) return null
    const from = token.lastIndex
    const until = endOfValue(raw, from)
    if (until === null || members.has(key[1] ?? '')) return null
    members.set(key[1] ?? '', raw.slice(from, until).trimEnd())
    const after = /\s*([,}])/y
    after.lastIndex = until
    const mark = after.exec(raw)
    if (!mark) return null
    if (mark[1] === '}') return after.lastIndex === raw.length ? members : null
    at = after.lastIndex
  }
  return null
}

function endOfValue(raw: string, from: number): number | null {
  let depth = 0
  for (let at = from; at < raw.length; at++) {
    const letter = raw[at]
    if (letter === '"') {
      at = endOfString(raw, at)
      if (at < 0) return null
      if (depth === 0) return at + 1
    } else if (letter === '{' || letter === '[') depth++
    else if (letter === '}' || letter === ']') {
      if (depth === 0) return at
      if (--depth === 0) return at + 1
    } else if (letter === ',' && depth === 0) return at
  }
  return null
}

function endOfString(raw: string, from: number): number {
  for (let at = from + 1; at < raw.length; at++) {
    if (raw[at] === '\\') at++
    else if (raw[at] === '"') return at
  }
  return -1
}

function textOf(value: string | undefined): string | null {
  if (!value?.startsWith('"')) return null
  try {
    return String(JSON.parse(value))
  } catch {
    return null
  }
}

// Reading a PEM costs more than signing with it, so keys are kept. Bounded: an installation has a few accounts.
const keptMax = 64
const privateKeys = new Map<string, KeyObject>()
const publicKeys = new Map<string, KeyObject>()

const privateKeyOf = (pem: string): KeyObject => kept(privateKeys, pem, () => strong(createPrivateKey(privatePem(pem))))
const publicKeyOf = (pem: string): KeyObject => kept(publicKeys, pem, () => strong(createPublicKey(publicPem(pem))))

// RSA2 asks for 2048 bits or more; a shorter key could be factored and every notice forged.
function strong(key: KeyObject): KeyObject {
  const isStrong = key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2_048
  assert(isStrong, 'an RSA2 key is RSA with 2048 bits or more')
  return key
}

function privatePem(text: string): string {
  if (text.trim().startsWith('-----')) return text
  const base64 = text.replace(/\s/g, '')
  // PKCS#8 names its algorithm near the front, PKCS#1 begins with the modulus.
  const namesRsa = Buffer.from(base64.slice(0, 64), 'base64').includes(Buffer.from('2a864886f70d0101', 'hex'))
  const kind = namesRsa ? 'PRIVATE KEY' : 'RSA PRIVATE KEY'
  return `-----BEGIN ${kind}-----\n${base64}\n-----END ${kind}-----`
}

function kept(keys: Map<string, KeyObject>, pem: string, make: () => KeyObject): KeyObject {
  const found = keys.get(pem)
  if (found) return found
  const made = make()
  const oldest = keys.keys().next()
  if (keys.size >= keptMax && !oldest.done) keys.delete(oldest.value)
  keys.set(pem, made)
  return made
}
