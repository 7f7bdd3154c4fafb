import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { termsRoot } from '../digest.ts'
import { ellipticDer } from './cms.ts'
import { keySigner } from './keySigner.ts'
import { renderContract } from './render.ts'
import { prepareSignature, signContract } from './sign.ts'
import { namedTerms, signedAt, signedContract, testSigners } from './testSigners.ts'
import { verifyContract } from './verify.ts'

const signers = testSigners()
const terms = namedTerms(signers)
const digest = termsRoot(terms)
const { base, half, whole } = await signedContract(signers, terms)
const info = { person: terms.clauses.parties.institution.signatory.name, at: signedAt.institution, digest }

test('a contract signed by both is valid, and the verdict names party, person, time, certificate and level', async () => {
  const verdict = await verifyContract(whole, [signers.root])
  expect(verdict).toMatchObject({ valid: true, problems: [], rerendered: true, root: digest, terms })
  expect(verdict.signatures).toEqual([
    {
      party: 'institution',
      person: '沈若云',
      at: signedAt.institution,
      certificateDigest: terms.clauses.parties.institution.certificate,
      level: 'B-B',
      anchor: 'O=Covenant, CN=Covenant test root',
    },
    {
      party: 'wallet',
      person: '陆明哲',
      at: signedAt.wallet,
      certificateDigest: terms.clauses.parties.wallet.certificate,
      level: 'B-B',
      anchor: 'O=Covenant, CN=Covenant test root',
    },
  ])
})

test('signing only ever adds bytes: what the first signed stands untouched in the final file', () => {
  expect(half.subarray(0, base.length).equals(base)).toBe(true)
  expect(whole.subarray(0, half.length).equals(half)).toBe(true)
})

test('only the first signature certifies the document, and the second leaves the catalog alone', () => {
  const count = (bytes: Buffer, text: string): number => bytes.toString('latin1').split(text).length - 1
  expect([count(half, '/Perms <<'), count(whole, '/Perms <<')]).toEqual([1, 1])
  expect([count(half, '/TransformMethod /DocMDP'), count(whole, '/TransformMethod /DocMDP')]).toEqual([1, 1])
})

test('the wallet may sign first', async () => {
  const byWallet = { person: terms.clauses.parties.wallet.signatory.name, at: signedAt.institution, digest }
  const first = await signContract(base, 'wallet', signers.wallet, byWallet)
  const both = await signContract(first, 'institution', signers.institution, { ...info, at: signedAt.wallet })
  const verdict = await verifyContract(both, [signers.root])
  expect(verdict.problems).toEqual([])
  expect(verdict.signatures.map((one) => one.party)).toEqual(['wallet', 'institution'])
})

test('a signer sees the attributes to sign and nothing else', async () => {
  const seen: Buffer[] = []
  const signer = {
    ...signers.institution,
    sign: (bytes: Buffer) => {
      seen.push(bytes)
      return signers.institution.sign(bytes)
    },
  }
  await signContract(base, 'institution', signer, info)
  expect(seen).toHaveLength(1)
  expect(seen[0]?.length).toBeLessThan(300)
})

test('a key that cannot leave a browser signs what was prepared, and the file is finished later', async () => {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
  const spki = Buffer.from(await crypto.subtle.exportKey('spki', pair.publicKey))
  const chain = [signers.certify(createPublicKey({ key: spki, format: 'der', type: 'spki' }))]
  const open = structuredClone(terms)
  open.clauses.parties.wallet.certificate = null
  const ours = { ...info, digest: termsRoot(open) }
  const first = await signContract(await renderContract(open), 'institution', signers.institution, ours)
  const theirs = { person: open.clauses.parties.wallet.signatory.name, at: signedAt.wallet, digest: termsRoot(open) }
  const { attributes } = await prepareSignature(first, 'wallet', chain, theirs)
  const raw = Buffer.from(
    await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, new Uint8Array(attributes)),
  )
  const again = await prepareSignature(first, 'wallet', chain, theirs)
  const signed = again.finish(ellipticDer(raw))
  expect(await verifyContract(signed, [signers.root])).toMatchObject({ valid: true, problems: [] })
})

test.each([
  ['no signature', Buffer.alloc(0)],
  ['noise', Buffer.from('3006020101020101', 'hex')],
  ['half of a pair', Buffer.from('3003020101', 'hex')],
])('refuses %s in place of an elliptic signature', async (_, signature) => {
  const info = { person: terms.clauses.parties.wallet.signatory.name, at: signedAt.wallet, digest }
  const signer = { ...signers.wallet, sign: async () => signature }
  await expect(signContract(half, 'wallet', signer, info)).rejects.toMatchObject({
    code: 'agreements.signature_refused',
  })
})

test.each([
  ['another digest than that of the terms', { ...info, digest: 'a'.repeat(64) }, 'agreements.other_terms'],
  ['another person than the signatory', { ...info, person: '王小明' }, 'agreements.other_signatory'],
])('refuses %s', async (_, given, code) => {
  await expect(signContract(base, 'institution', signers.institution, given)).rejects.toMatchObject({ code })
})

test('refuses the certificate of another', async () => {
  const refused = signContract(base, 'institution', signers.stranger, info)
  await expect(refused).rejects.toMatchObject({ code: 'agreements.other_certificate' })
})

test('refuses a key that is not the certificate’s', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 3_072 })
  const signer = keySigner(privateKey, signers.institution.certificateChain)
  await expect(signContract(base, 'institution', signer, info)).rejects.toMatchObject({
    code: 'agreements.signature_refused',
  })
})

test('refuses a second signature of one party', async () => {
  const again = signContract(half, 'institution', signers.institution, info)
  await expect(again).rejects.toMatchObject({ code: 'agreements.already_signed' })
})

test('refuses a chain that does not fit the reserve', async () => {
  const [leaf = Buffer.alloc(0)] = signers.institution.certificateChain
  const signer = { ...signers.institution, certificateChain: Array.from({ length: 12 }, () => leaf) }
  await expect(signContract(base, 'institution', signer, info)).rejects.toMatchObject({
    code: 'agreements.signature_too_large',
  })
})

test('refuses a file whose pages were touched, and says where', async () => {
  const touched = Buffer.from(base)
  const at = touched.indexOf(' Tf') - 8
  touched[at] = (touched[at] ?? 0) ^ 1
  await expect(signContract(touched, 'institution', signers.institution, info)).rejects.toMatchObject({
    code: 'agreements.contract_changed',
  })
})

test('refuses what is not a contract', async () => {
  const other = signContract(Buffer.from('%PDF-1.7\n%%EOF\n'), 'institution', signers.institution, info)
  await expect(other).rejects.toMatchObject({ code: 'agreements.not_contract' })
  expect((await verifyContract(Buffer.alloc(0), [])).problems.map((one) => one.code)).toEqual(['notContract'])
})

test('a contract nobody signed is rendered right and lacks both signatures', async () => {
  const verdict = await verifyContract(await renderContract(terms), [signers.root])
  expect(verdict.rerendered).toBe(true)
  expect(verdict.problems.map((one) => one.code)).toEqual(['signatureMissing', 'signatureMissing'])
})
