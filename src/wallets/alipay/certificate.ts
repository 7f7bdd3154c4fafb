import { createHash, X509Certificate } from 'node:crypto'
import { assert } from '../../base/assert.ts'

/** Serial of a certificate as Alipay counts it: md5 of the issuer, last name first, followed by the decimal serial number. */
export function certificateSn(certificate: string): string {
  const found = kept.get(certificate)
  if (found) return found
  const sn = snOf(new X509Certificate(certificate))
  if (kept.size < keptMax) kept.set(certificate, sn)
  return sn
}

// An account's certificates are read on every call; a handful exist.
const keptMax = 64
const kept = new Map<string, string>()

/** Serial of a root bundle: the serials of its RSA-signed certificates, joined by `_` (others, such as SM2, are left out). */
export function rootSn(bundle: string): string {
  const pems = bundle.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []
  return pems.slice(0, 32).filter(isRsaSigned).map(certificateSn).join('_')
}

/** The public key of a certificate, or the key itself, as PEM. Bare base64 (as Alipay's pages show it) is taken too. */
export function publicPem(keyOrCertificate: string): string {
  const text = keyOrCertificate.trim()
  if (text.includes('BEGIN CERTIFICATE')) {
    return new X509Certificate(text).publicKey.export({ type: 'spki', format: 'pem' }).toString()
  }
  if (text.startsWith('-----')) return text
  return `-----BEGIN PUBLIC KEY-----\n${text.replace(/\s/g, '')}\n-----END PUBLIC KEY-----`
}

export const isCertificate = (text: string): boolean => text.includes('BEGIN CERTIFICATE')

function snOf(certificate: X509Certificate): string {
  // node writes one relative name a line, first name first; Alipay wants them the other way round.
  const issuer = certificate.issuer.split('\n').reverse().join(',')
  return createHash('md5')
    .update(`${issuer}${BigInt(`0x${certificate.serialNumber}`)}`)
    .digest('hex')
}

// The signature algorithm is the first object identifier after the tbsCertificate: 1.2.840.113549.1.1.* is RSA.
function isRsaSigned(pem: string): boolean {
  const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64')
  const outer = contentOf(der, 0)
  const body = contentOf(der, outer.from)
  return der.subarray(body.until, body.until + 16).includes(Buffer.from('2a864886f70d0101', 'hex'))
}

function contentOf(der: Buffer, at: number): { from: number; until: number } {
  const first = der[at + 1] ?? 0
  const bytes = first < 0x80 ? 0 : first & 0x7f
  assert(bytes <= 4, 'a certificate is shorter than 4 GiB')
  const length = bytes === 0 ? first : der.readUIntBE(at + 2, bytes)
  return { from: at + 2 + bytes, until: at + 2 + bytes + length }
}
