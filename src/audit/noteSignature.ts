import { createPublicKey, verify } from 'node:crypto'
import { keyIdOf, type ReadNote, type Vkey } from './readNote.ts'

/** Whether this log key signed the note (C2SP signed-note, type 0x01). */
export function isSigned(note: ReadNote, vkey: Vkey): boolean {
  const signatures = linesOf(note, vkey)
  return signatures.length > 0 && signatures.every((signature) => isGood(vkey, note.text, signature))
}

/** The second at which this witness cosigned, null when it did not or its signature does not hold (C2SP tlog-cosignature). */
export function cosignedAt(note: ReadNote, vkey: Vkey): number | null {
  const [signature, ...more] = linesOf(note, vkey)
  if (vkey.type !== 'witness' || !signature || signature.length !== 72 || more.length > 0) return null
  const at = Number(signature.readBigUInt64BE(0))
  const isHeld =
    Number.isSafeInteger(at * 1_000) && isGood(vkey, `cosignature/v1\ntime ${at}\n${note.text}`, signature.subarray(8))
  return isHeld && at < 253_402_300_800 ? at : null
}

const linesOf = (note: ReadNote, vkey: Vkey): Buffer[] =>
  note.signatures
    .filter((line) => line.name === vkey.name && line.keyId.equals(keyIdOf(vkey)))
    .map((line) => line.signature)

function isGood(vkey: Vkey, text: string, signature: Uint8Array): boolean {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: vkey.publicKey.toString('base64url') }
  try {
    return verify(null, Buffer.from(text), createPublicKey({ key: jwk, format: 'jwk' }), signature)
  } catch {
    return false // bytes that are no point of the curve sign nothing
  }
}
