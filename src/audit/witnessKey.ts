import { ed25519Pem, type Signer, signerOf, vkeyText } from './logKey.ts'
import { keyIdOf } from './readNote.ts'

const cosignatureType = 4

/** The private key of a witness as one line: PRIVATE+KEY+name+hash+base64(type ‖ seed), the form of Go's sumdb/note. */
export function makeWitnessKey(name: string, seed: Uint8Array): { line: string; vkey: string } {
  const { vkey } = signerOf(name, 'witness', ed25519Pem(seed))
  const secret = Buffer.concat([Uint8Array.of(cosignatureType), seed]).toString('base64')
  return { line: `PRIVATE+KEY+${name}+${keyIdOf(vkey).toString('hex')}+${secret}`, vkey: vkeyText(vkey) }
}

/** Reads what `makeWitnessKey` wrote; null when it is anything else. */
export function readWitnessKey(line: string): Signer | null {
  const found = /^PRIVATE\+KEY\+([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/.exec(line.trim())
  const bytes = Buffer.from(found?.[3] ?? '', 'base64')
  if (!found || bytes.length !== 33 || bytes[0] !== cosignatureType) return null
  const signer = signerOf(found[1] ?? '', 'witness', ed25519Pem(bytes.subarray(1)))
  return keyIdOf(signer.vkey).toString('hex') === found[2] ? signer : null
}
