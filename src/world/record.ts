import { assert } from '../base/assert.ts'
import { type Canonical, canonical } from '../base/canonical.ts'
import { type Digest, digestOf, sha256 } from '../base/digest.ts'
import { newUuid } from '../base/id.ts'
import { leafHash } from '../base/merkle.ts'
import { actorText } from './actor.ts'
import type { RecordRow, Salt } from './book.ts'
import type { Inside } from './world.ts'

/** One thing done. Whatever is said here is readable by everybody who may read the log, so it carries no personal data. */
export type Deed = {
  /** `payments.refund`: module and verb. */
  act: string
  /** Id of what it was done to. */
  object: string
  /** State before and after; only their digests are kept. */
  before?: Canonical
  after?: Canonical
  /** What a reader of the log should see: ids, amounts, states, reasons. */
  facts?: { readonly [name: string]: Canonical }
  /** Personal data: only a salted commitment is kept. `subject` is whose it is, so that its salts can be erased. */
  personal?: { subject: string; values: { readonly [name: string]: string } }
}

const deedsMax = 10_000

/** Writes down what is being done, in the same transaction as the change itself. */
export function record(i: Inside, deed: Deed): void {
  assert(i.book.deeds.length < deedsMax, `a transaction records at most ${deedsMax} deeds`)
  const { before, after, facts = {}, personal } = deed
  const salts: Salt[] = Object.keys(personal?.values ?? {}).map((name) => ({
    name,
    subject: personal?.subject ?? '',
    salt: Buffer.from(i.random.bytes(16)),
  }))
  const row: RecordRow = {
    id: newUuid(i.now(), i.random),
    at: i.now(),
    actor: actorText(i.actor),
    org: i.actor.org,
    request: i.actor.request,
    act: deed.act,
    object: deed.object,
    before: before === undefined ? null : digestOf(canonical(before)),
    after: after === undefined ? null : digestOf(canonical(after)),
    facts,
    commitments: Object.fromEntries(
      salts.map(({ name, salt }) => [name, commitmentTo(salt, personal?.values[name] ?? '')]),
    ),
  }
  i.book.deeds.push({ row, salts })
}

/** SHA-256 of a salt of 16 bytes and the value in UTF-8. */
export const commitmentTo = (salt: Uint8Array, value: string): Digest => sha256(salt, value).toString('hex')

/** The canonical text of a record: what a receipt shows, and what the leaf of the log is the hash of. */
export const recordText = (row: RecordRow): string => canonical({ covenant: 'record/1', ...row })

/** The leaf of a record in the verifiable log (RFC 9162 section 2.1.1). */
export const recordLeaf = (row: RecordRow): Buffer => leafHash(recordText(row))
