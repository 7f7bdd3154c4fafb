import type { KeyObject } from 'node:crypto'
import { generateKeyPairSync } from 'node:crypto'
import { termsRoot } from '../digest.ts'
import { sampleTerms } from '../sample.ts'
import type { Terms } from '../terms.ts'
import { makePartyCertificate, makeRoot } from './certificate.ts'
import type { PartySigner } from './cms.ts'
import { keySigner } from './keySigner.ts'
import { renderContract } from './render.ts'
import { signContract } from './sign.ts'
import { certificateDigest } from './trust.ts'

const from = Date.UTC(2026, 0, 1)
const until = Date.UTC(2029, 0, 1)
export const signedAt = {
  institution: Date.UTC(2026, 5, 20, 2, 30, 5),
  wallet: Date.UTC(2026, 5, 21, 7, 45, 59),
} as const

export type Signers = ReturnType<typeof testSigners>

/** For tests: a root, an institution with an RSA-3072 key and a wallet with a P-256 key, and a stranger under the same root. */
export function testSigners() {
  const rootKeys = rsaPair()
  const root = makeRoot({
    organisation: 'Covenant',
    name: 'Covenant test root',
    keys: rootKeys,
    from,
    until,
    serial: serial(1),
  })
  const { institution, wallet } = sampleTerms().clauses.parties
  const under = (keys: Pair, organisation: string, person: string, number: number): PartySigner => {
    const request = {
      root: { certificate: root, privateKey: rootKeys.privateKey },
      publicKey: keys.publicKey,
      organisation,
      person,
    }
    return keySigner(keys.privateKey, [makePartyCertificate({ ...request, from, until, serial: serial(number) })])
  }
  const issue = (issuer: Buffer, privateKey: KeyObject, publicKey: KeyObject): Buffer => {
    const request = { root: { certificate: issuer, privateKey }, publicKey, from, until, serial: serial(5) }
    return makePartyCertificate({ ...request, organisation: wallet.name.zh, person: wallet.signatory.name })
  }
  // The same kind of key as the root: otherwise the kinds alone would give a forgery away.
  const strangerKeys = rsaPair()
  return {
    root,
    /** A certificate of the wallet for any key. */
    certify: (publicKey: KeyObject) => issue(root, rootKeys.privateKey, publicKey),
    /** The same, but signed by the stranger in the name of any issuer; the stranger's key signs with it. */
    forge: (issuer: Buffer) =>
      keySigner(strangerKeys.privateKey, [issue(issuer, strangerKeys.privateKey, strangerKeys.publicKey)]),
    institution: under(rsaPair(), institution.name.zh, institution.signatory.name, 2),
    wallet: under(ellipticPair(), wallet.name.zh, wallet.signatory.name, 3),
    stranger: under(strangerKeys, '一页书店', '顾言', 4),
  }
}

/** The sample terms, naming the certificates of these signers. */
export function namedTerms(signers: Signers): Terms {
  const terms = sampleTerms()
  for (const party of ['institution', 'wallet'] as const) {
    const [leaf] = signers[party].certificateChain
    if (leaf) terms.clauses.parties[party].certificate = certificateDigest(leaf)
  }
  return terms
}

/** A contract signed by the institution, then by the wallet. */
export async function signedContract(
  signers: Signers,
  terms: Terms,
): Promise<{ base: Buffer; half: Buffer; whole: Buffer }> {
  const digest = termsRoot(terms)
  const base = await renderContract(terms)
  const info = (party: 'institution' | 'wallet') => ({
    person: terms.clauses.parties[party].signatory.name,
    at: signedAt[party],
    digest,
  })
  const half = await signContract(base, 'institution', signers.institution, info('institution'))
  const whole = await signContract(half, 'wallet', signers.wallet, info('wallet'))
  return { base, half, whole }
}

type Pair = { privateKey: KeyObject; publicKey: KeyObject }
const rsaPair = (): Pair => generateKeyPairSync('rsa', { modulusLength: 3_072 })
const ellipticPair = (): Pair => generateKeyPairSync('ec', { namedCurve: 'prime256v1' })

const serial = (number: number): Uint8Array => Uint8Array.from([0x71, 0, 0, 0, 0, 0, 0, number])
