import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { VersionState } from '../agreements/agreement.ts'
import { approve } from '../agreements/approve.ts'
import { termsRoot } from '../agreements/digest.ts'
import { contractBytes, versionOf } from '../agreements/find.ts'
import { makePartyCertificate, makeRoot } from '../agreements/paper/certificate.ts'
import { keySigner } from '../agreements/paper/keySigner.ts'
import { signContract } from '../agreements/paper/sign.ts'
import { certificateDigest } from '../agreements/paper/trust.ts'
import { propose } from '../agreements/propose.ts'
import { acceptSigned, certificatesIn, signForInstitution, signingFiles } from '../agreements/signing.ts'
import type { Terms } from '../agreements/terms.ts'
import { present } from '../base/assert.ts'
import type { Id } from '../base/id.ts'
import { dayMs, secondMs } from '../base/time.ts'
import type { World } from '../world/world.ts'

const rootKey = 'sandbox-contract-root.key'
const yearMs = 365 * dayMs

/** How far two parties have come with a version. */
export type Progress = 'proposed' | 'half_signed' | 'signed'

/**
 * Takes terms through proposal, approval and signature as two parties do. The sandbox plays the wallet: it holds the wallet's
 * own signing key, apart from the institution's, and signs its copy elsewhere before it is taken back. Goes on where an
 * interrupted start had stopped.
 */
export async function conclude(
  w: World,
  of: { partner: Id<'par'>; wallet: string; terms: Terms; until: Progress },
): Promise<Terms> {
  const terms = withCertificates(w, of.wallet, of.terms)
  const { institution, wallet } = terms.clauses.parties
  const { agreement, version: number } = terms
  const reached = async (): Promise<VersionState | null> => (await versionOf(w, agreement, number))?.state ?? null
  if ((await reached()) === null) await propose(w, null, { ...of, terms, by: 'Shen Zhixing' })
  if (of.until === 'proposed') return terms
  const root = termsRoot(terms)
  if ((await reached()) === 'proposed') {
    await approve(w, null, { agreement, number, party: 'institution', person: 'Lu Qinghe', root })
    await approve(w, null, { agreement, number, party: 'wallet', person: wallet.signatory.name, root })
  }
  if ((await reached()) === 'approved') await signForInstitution(w, agreement, number, institution.signatory.name)
  if (of.until === 'half_signed' || (await reached()) === 'signed') return terms
  const half = present(await contractBytes(w, agreement, number), 'a half-signed version has its contract')
  const { key, chain } = walletSigning(w, of.wallet, terms)
  const at = Math.floor(w.now() / secondMs) * secondMs
  const whole = await signContract(half, 'wallet', keySigner(key, chain), {
    person: wallet.signatory.name,
    at,
    digest: root,
  })
  await acceptSigned(w, agreement, number, whole)
  return terms
}

/** The terms with the certificates of those who will sign them, so that nobody else can. */
function withCertificates(w: World, wallet: string, terms: Terms): Terms {
  const [own] = institutionSigning(w, terms)
  const [theirs] = walletSigning(w, wallet, terms).chain
  const { parties } = terms.clauses
  const named = {
    institution: {
      ...parties.institution,
      certificate: certificateDigest(present(own, 'the institution has its certificate')),
    },
    wallet: { ...parties.wallet, certificate: certificateDigest(present(theirs, 'the wallet has its certificate')) },
  }
  return { ...terms, clauses: { ...terms.clauses, parties: named } }
}

function institutionSigning(w: World, terms: Terms): Buffer[] {
  const { name, signatory } = terms.clauses.parties.institution
  const key = keyNamed(w, signingFiles.privateKey)
  return certificatesIn(w.keys.readOrMake(signingFiles.chain, () => issued(w, key, name.zh, signatory.name)))
}

function walletSigning(w: World, wallet: string, terms: Terms): { key: KeyObject; chain: Buffer[] } {
  const { name, signatory } = terms.clauses.parties.wallet
  const key = keyNamed(w, `sandbox-${wallet}-signing.key`)
  const chain = w.keys.readOrMake(`sandbox-${wallet}-signing.crt`, () => issued(w, key, name.zh, signatory.name))
  return { key, chain: certificatesIn(chain) }
}

/** A certificate under the sandbox's own root. The root is a test authority and says so in its name. */
function issued(w: World, key: KeyObject, organisation: string, person: string): string {
  const privateKey = keyNamed(w, rootKey)
  const lifetime = { from: w.now() - yearMs, until: w.now() + 4 * yearMs }
  const root = w.keys.readOrMake(signingFiles.trustedRoots, () =>
    pem(
      makeRoot({
        organisation: 'Covenant',
        name: 'Covenant sandbox root (test only)',
        keys: { privateKey, publicKey: createPublicKey(privateKey) },
        serial: serial(w),
        ...lifetime,
      }),
    ),
  )
  const certificate = present(certificatesIn(root)[0], 'the root is a certificate')
  return pem(
    makePartyCertificate({
      root: { certificate, privateKey },
      publicKey: createPublicKey(key),
      organisation,
      person,
      serial: serial(w),
      ...lifetime,
    }),
  )
}

const keyNamed = (w: World, name: string): KeyObject =>
  createPrivateKey(
    w.keys.readOrMake(name, () =>
      generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
    ),
  )

const pem = (der: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/(.{64})/g, '$1\n')}\n-----END CERTIFICATE-----\n`

// A serial number is positive (RFC 5280 section 4.1.2.2).
function serial(w: World): Uint8Array {
  const bytes = w.random.bytes(12)
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x01
  return bytes
}
