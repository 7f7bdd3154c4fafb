import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import type { World } from '../world/world.ts'
import { auditFaults } from './errors.ts'
import { keyIdOf, type Vkey } from './readNote.ts'

/** What a log or a witness signs with. */
export type Signer = { vkey: Vkey; privateKey: KeyObject }

// PKCS #8 of an Ed25519 seed (RFC 8410 section 7).
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex')

/** Names of the key files of the log. */
export const logKeyFiles = { origin: 'log-origin', signing: 'log-signing' } as const

/** An Ed25519 private key of 32 bytes of chance, as PEM. */
export const ed25519Pem = (seed: Uint8Array): string =>
  createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: 'der', type: 'pkcs8' })
    .export({ format: 'pem', type: 'pkcs8' })
    .toString()

/** File of the n-th signing key: `log-signing`, `log-signing-2`, … */
export const signingFile = (n: number): string => (n === 1 ? logKeyFiles.signing : `${logKeyFiles.signing}-${n}`)

const originOf = (w: World): string =>
  w.keys
    .readOrMake(logKeyFiles.origin, () => 'yunhui-pay.example/covenant')
    .toString('utf8')
    .trim()

/**
 * First key and name of our log: the files `log-signing` (Ed25519, PEM) and `log-origin` (a schema-less URL, the first line of every
 * checkpoint). The sandbox makes both; a live installation brings its own and fails closed without them.
 */
export function readLogKey(w: World): Signer {
  const pem = w.keys.readOrMake(logKeyFiles.signing, () => ed25519Pem(w.random.bytes(32)))
  return signerOf(originOf(w), 'log', pem)
}

/** The signer whose verifier key this is, from the n-th file. Fault audit.log_key_missing when it is not there: then nothing is signed. */
export function signerOfKey(w: World, n: number, key: string): Signer {
  const file = signingFile(n)
  if (!w.keys.has(file)) throw auditFaults.logKeyMissing({ file, key })
  const signer = signerOf(originOf(w), 'log', w.keys.read(file))
  if (vkeyText(signer.vkey) !== key) throw auditFaults.logKeyMissing({ file, key })
  return signer
}

/** The n-th signing key, to be handed over to: the sandbox makes it, a live installation brought it. Fault audit.log_key_not_brought. */
export function nextSigner(w: World, n: number): Signer {
  const file = signingFile(n)
  if (w.mode === 'live' && !w.keys.has(file)) throw auditFaults.logKeyNotBrought({ file })
  const pem = w.keys.readOrMake(file, () => ed25519Pem(w.random.bytes(32)))
  return signerOf(originOf(w), 'log', pem)
}

/** A signer from a name and a PEM key. */
export function signerOf(name: string, type: Vkey['type'], pem: string | Buffer): Signer {
  const privateKey = createPrivateKey(pem)
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32)
  return { vkey: { name, type, publicKey }, privateKey }
}

/** A verifier key as text: name+hash+base64(type ‖ key). */
export function vkeyText(vkey: Vkey): string {
  const bytes = Buffer.concat([Uint8Array.of(vkey.type === 'log' ? 1 : 4), vkey.publicKey])
  return `${vkey.name}+${keyIdOf(vkey).toString('hex')}+${bytes.toString('base64')}`
}

/** A checkpoint of ours: the text, an empty line, a signature of each signer (C2SP tlog-checkpoint). Two sign when the key is handed over. */
export function signCheckpoint(signer: Signer, size: number, root: Uint8Array, next: Signer | null = null): string {
  const text = `${signer.vkey.name}\n${size}\n${Buffer.from(root).toString('base64')}\n`
  const signers = next ? [signer, next] : [signer]
  return `${text}\n${signers.map(({ vkey, privateKey }) => lineOf(vkey, sign(null, Buffer.from(text), privateKey))).join('')}`
}

/** One signature line of a note, with its newline. */
export const lineOf = (vkey: Vkey, signature: Uint8Array): string =>
  `\u2014 ${vkey.name} ${Buffer.concat([keyIdOf(vkey), signature]).toString('base64')}\n`
