import { sign } from 'node:crypto'
import { lineOf, type Signer } from './logKey.ts'

/**
 * The line by which a witness says that, at this moment, the tree of this checkpoint is the largest consistent one it saw
 * (C2SP tlog-cosignature, timestamped Ed25519). `text` is the checkpoint without signatures.
 */
export function cosign(text: string, witness: Signer, at: number): string {
  const second = Math.floor(at / 1_000)
  const stamp = Buffer.alloc(8)
  stamp.writeBigUInt64BE(BigInt(second))
  const signature = sign(null, Buffer.from(`cosignature/v1\ntime ${second}\n${text}`), witness.privateKey)
  return lineOf(witness.vkey, Buffer.concat([stamp, signature]))
}
