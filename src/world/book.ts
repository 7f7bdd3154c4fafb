import type { Canonical } from '../base/canonical.ts'
import type { Digest } from '../base/digest.ts'

/** One row of the record, as its leaf is computed. */
export type RecordRow = {
  id: string
  at: number
  actor: string
  org: string
  request: string | null
  act: string
  object: string
  before: Digest | null
  after: Digest | null
  facts: { readonly [name: string]: Canonical }
  commitments: { readonly [name: string]: Digest }
}

export type Salt = { name: string; subject: string; salt: Buffer }

/** What a transaction did so far: deeds to be written at its end, and whether it changed anything. */
export type Book = { deeds: { row: RecordRow; salts: Salt[] }[]; changes: number }
