import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'

/** A merchant application known to the simulator: who is paid, and the key its calls are signed with. */
export type SimulatedApp = {
  appId: string
  /** PID, 16 digits from 2088. */
  sellerId: string
  name: { zh: string; en: string }
  /** Public key or certificate, PEM. */
  publicKey: string
}

export type SimulatorKeys = {
  /** Alipay's own side. With a certificate it answers in certificate mode (`alipay_cert_sn`). */
  privateKey: string
  certificate: string | null
  apps: readonly SimulatedApp[]
}

/** What an account of ours needs to talk to a simulator made by `makeSimulatorKeys`. */
export type MadeKeys = {
  simulator: SimulatorKeys
  appPrivateKey: string
  appPublicKey: string
  appCertificate: string | null
  alipayPublicKey: string
  alipayCertificate: string | null
  roots: string | null
}

/** New RSA-2048 keys for both sides, with a small chain of certificates in certificate mode. Takes about half a second. */
export function makeSimulatorKeys(
  app: Omit<SimulatedApp, 'publicKey'>,
  mode: 'key' | 'certificate',
  at: number,
): MadeKeys {
  const ours = pair()
  const theirs = pair()
  if (mode === 'key') {
    return {
      simulator: { privateKey: theirs.privateKey, certificate: null, apps: [{ ...app, publicKey: ours.publicKey }] },
      ...both(ours, theirs),
      appCertificate: null,
      alipayCertificate: null,
      roots: null,
    }
  }
  const root = pair()
  const issuer = { privateKey: root.privateKey, name: 'Covenant Sandbox Root' }
  const roots = makeCertificate(issuer, { publicKey: root.publicKey, name: issuer.name, serial: 1n, at })
  const appCertificate = makeCertificate(issuer, {
    publicKey: ours.publicKey,
    name: app.sellerId,
    serial: 0x20260701a5n,
    at,
  })
  const alipayCertificate = makeCertificate(issuer, {
    publicKey: theirs.publicKey,
    name: 'Alipay Sandbox',
    serial: 0x7fee01n,
    at,
  })
  return {
    simulator: {
      privateKey: theirs.privateKey,
      certificate: alipayCertificate,
      apps: [{ ...app, publicKey: appCertificate }],
    },
    ...both(ours, theirs),
    appCertificate,
    alipayCertificate,
    roots,
  }
}

type Pair = { privateKey: string; publicKey: string }

export function pair(): Pair {
  return generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
}

const both = (ours: Pair, theirs: Pair) => ({
  appPrivateKey: ours.privateKey,
  appPublicKey: ours.publicKey,
  alipayPublicKey: theirs.publicKey,
})

type Subject = { publicKey: string; name: string; serial: bigint; at: number }

/** A certificate (X.509 v3, sha256WithRSAEncryption, RFC 5280 section 4.1) good for ten years. For sandboxes and tests. */
export function makeCertificate(issuer: { privateKey: string; name: string }, subject: Subject): string {
  const algorithm = sequence(Buffer.from('06092a864886f70d01010b0500', 'hex'))
  const from = time(subject.at - 86_400_000)
  const until = time(subject.at + 3_650 * 86_400_000)
  const body = sequence(
    tagged(0xa0, Buffer.from('020102', 'hex')),
    integer(subject.serial),
    algorithm,
    nameOf(issuer.name),
    sequence(from, until),
    nameOf(subject.name),
    createPublicKey(subject.publicKey).export({ type: 'spki', format: 'der' }),
  )
  const signature = sign('sha256', body, createPrivateKey(issuer.privateKey))
  const der = sequence(body, algorithm, tagged(0x03, Buffer.concat([Buffer.of(0), signature])))
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

// C=CN, O=Covenant, CN=name: several names, so that their order matters in the serial.
function nameOf(common: string): Buffer {
  return sequence(
    attribute('550406', 0x13, 'CN'),
    attribute('55040a', 0x0c, 'Covenant'),
    attribute('550403', 0x0c, common),
  )
}

const attribute = (oid: string, kind: number, text: string): Buffer =>
  tagged(0x31, sequence(tagged(0x06, Buffer.from(oid, 'hex')), tagged(kind, Buffer.from(text))))

const sequence = (...parts: Uint8Array[]): Buffer => tagged(0x30, Buffer.concat(parts))

function integer(value: bigint): Buffer {
  const hex = value.toString(16)
  const bytes = Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex')
  return tagged(0x02, (bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes)
}

const time = (at: number): Buffer =>
  tagged(0x18, Buffer.from(`${new Date(at).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`))

function tagged(tag: number, content: Uint8Array): Buffer {
  const length = content.length
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
