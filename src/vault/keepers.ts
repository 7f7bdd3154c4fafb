import type { Inside, World } from '../world/world.ts'
import type { Place, Sealed } from './sealed.ts'

// What other modules keep of the vault's: they bring these to the rotation, and the rotation never learns their tables.

/** A stretch of the alphabet that holds the hashes of one version: from `from`, without `to`. */
export type HashSpan = { from: string; to: string }
/** Hashes and what each becomes, by place. */
export type HashesMoved = { from: string[]; to: string[] }

/** A column of search hashes. */
export type HashKeeper = {
  /** `identity.consumer.phone_hash` */
  name: string
  hashesIn(w: World | Inside, span: HashSpan, most: number): Promise<string[]>
  /** Writes each new hash where its old one still stands. */
  move(i: Inside, moved: HashesMoved): Promise<number>
}

export type KeptSealed = { id: string; sealed: Sealed; place: Place }

/** A column of ciphertexts. A retired key is destroyed only when the keepers of its purpose say that nothing names it. */
export type SealKeeper = {
  /** `identity.totp` */
  name: string
  purpose: string
  /** Ciphertexts by id, those after `after`. */
  page(w: World | Inside, after: string, most: number): Promise<KeptSealed[]>
  /** Writes `to` where `from` still stands. */
  replace(i: Inside, id: string, from: Sealed, to: Sealed): Promise<boolean>
  /** Whether a ciphertext is sealed under this key. */
  names(i: Inside, key: { id: string; subject: string }): Promise<boolean>
}

export type Keepers = { hashes: readonly HashKeeper[]; seals: readonly SealKeeper[] }

/** What stands in a ciphertext under this key and no other, as a pattern of SQL's like. */
export const sealedUnder = (key: string): string => `v1._.${key.replaceAll('_', '\\_')}.%`
