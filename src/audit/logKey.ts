import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import type { World } from '../world/world.ts'
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

/**
 * Key and name of our log: the files `log-signing` (Ed25519, PEM) and `log-origin` (a schema-less URL, the first line of every
 * checkpoint). The sandbox makes both; a live installation brings its own and fails closed without them.
 */
export function readLogKey(w: World): Signer {
  const origin = w.keys
    .readOrMake(logKeyFiles.origin, () => 'yunhui-pay.example/covenant')
    .toString('utf8')
    .trim()
  const pem = w.keys.readOrMake(logKeyFiles.signing, () => ed25519Pem(w.random.bytes(32)))
  return signerOf(origin, 'log', pem)
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

/** A checkpoint of ours, signed: the text, an empty line, our signature (C2SP tlog-checkpoint). */
export function signCheckpoint(signer: Signer, size: number, root: Uint8Array): string {
  const text = `${signer.vkey.name}\n${size}\n${Buffer.from(root).toString('base64')}\n`
  return `${text}\n${lineOf(signer.vkey, sign(null, Buffer.from(text), signer.privateKey))}`
}

/** One signature line of a note, with its newline. */
export const lineOf = (vkey: Vkey, signature: Uint8Array): string =>
  `\u2014 ${vkey.name} ${Buffer.concat([keyIdOf(vkey), signature]).toString('base64')}\n`
