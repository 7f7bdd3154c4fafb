import { createPrivateKey } from 'node:crypto'
import { assert, present } from '../base/assert.ts'
import { digestOf } from '../base/digest.ts'
import type { Id } from '../base/id.ts'
import { secondMs } from '../base/time.ts'
import { transaction } from '../world/command.ts'
import { emit } from '../world/events.ts'
import type { Inside, World } from '../world/world.ts'
import type { Version } from './agreement.ts'
import { after, lockedVersion } from './approve.ts'
import { agreementFaults } from './errors.ts'
import { keySigner } from './paper/keySigner.ts'
import { renderContract } from './paper/render.ts'
import { signContract } from './paper/sign.ts'
import { type Verdict, verifyContract } from './paper/verify.ts'
import { agreementsAll, contractBytes, saveContract, saveInForce, saveSignature, versionOf } from './store.ts'

/** Names of the key files that signing needs. Certificates are PEM; the chain stands leaf first. */
export const signingFiles = {
  privateKey: 'institution-signing.key',
  chain: 'institution-signing.crt',
  trustedRoots: 'contract-roots.crt',
} as const

/**
 * The institution signs an approved version with its own key: the contract is rendered from the terms and carries the first
 * signature. Faults: `agreements.not_found`, `cannot_move`, and those of the signer (other signatory, other certificate).
 */
export async function signForInstitution(
  w: World,
  agreement: Id<'agr'>,
  number: number,
  person: string,
): Promise<void> {
  const version = await versionOf(w, agreement, number)
  if (!version) throw agreementFaults.notFound({ agreement })
  after(version, 'sign_first')
  const privateKey = createPrivateKey(w.keys.read(signingFiles.privateKey))
  const signer = keySigner(privateKey, certificatesIn(w.keys.read(signingFiles.chain)))
  const at = Math.floor(w.now() / secondMs) * secondMs
  const info = { person, at, digest: version.root }
  // Rendering and signing take a while, so they happen before the transaction; the version is locked and read again inside.
  const contract = await signContract(await renderContract(version.terms), 'institution', signer, info)
  await transaction(w, async (i) => {
    const locked = await lockedVersion(i, agreement, number)
    const state = after(locked, 'sign_first')
    assert(locked.root === version.root, 'terms of a proposed version never change')
    await saveContract(i, locked, { contract, digest: digestOf(contract), state, signed: null })
    await keepSignatures(i, locked, await judged(w, contract))
  })
}

/**
 * Takes the copy that the wallet signed elsewhere with its own key. It must be our half-signed contract with exactly one
 * signature more, of the party, person and certificate the terms name, under a root we trust. Then the version is signed
 * and in force from its moment. Fault `agreements.contract_invalid` says what is wrong.
 */
export async function acceptSigned(w: World, agreement: Id<'agr'>, number: number, contract: Buffer): Promise<void> {
  const version = await versionOf(w, agreement, number)
  if (!version) throw agreementFaults.notFound({ agreement })
  after(version, 'sign_second')
  const half = present(await contractBytes(w, agreement, number), 'a half-signed version has its contract')
  if (!contract.subarray(0, half.length).equals(half)) {
    throw agreementFaults.contractInvalid({
      zh: '不是在我方签署件上追加的签名',
      en: 'it is not our signed copy with a signature added',
    })
  }
  const verdict = await judged(w, contract)
  const problem = verdict.problems[0]
  if (problem) throw agreementFaults.contractInvalid({ zh: problem.zh, en: problem.en })
  await transaction(w, async (i) => {
    const locked = await lockedVersion(i, agreement, number)
    const state = after(locked, 'sign_second')
    await saveContract(i, locked, { contract, digest: digestOf(contract), state, signed: i.now() })
    await keepSignatures(i, locked, verdict)
    await takeEffect(i, locked)
  })
}

/** Judges any contract file against the roots this installation trusts. */
export async function judged(w: World, contract: Buffer): Promise<Verdict> {
  return await verifyContract(contract, certificatesIn(w.keys.read(signingFiles.trustedRoots)))
}

async function takeEffect(i: Inside, version: Version): Promise<void> {
  const { partner } = present((await agreementsAll(i, version.agreement))[0], 'a version belongs to an agreement')
  await saveInForce(i, partner, version, version.effectiveAt)
  await emit(i, 'agreement.in_force', {
    agreement: version.agreement,
    version: version.number,
    digest: version.root,
    partner,
  })
}

async function keepSignatures(i: Inside, version: Version, verdict: Verdict): Promise<void> {
  for (const { party, person, at, certificateDigest, level } of verdict.signatures) {
    const named = present(certificateDigest, 'a valid signature has its certificate')
    await saveSignature(i, version, { party, person, certificateDigest: named, level, at })
  }
}

/** The certificates of a PEM bundle in DER. */
export function certificatesIn(pem: Buffer): Buffer[] {
  const found = pem.toString('latin1').matchAll(/-----BEGIN CERTIFICATE-----([\s\S]+?)-----END CERTIFICATE-----/g)
  return [...found].map(([, body = '']) => Buffer.from(body, 'base64'))
}
