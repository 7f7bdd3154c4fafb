import type { Canonical } from '../base/canonical.ts'
import type { RecordRow } from '../world/book.ts'
import { z } from '../world/route.ts'
import type { HandOver } from './handOver.ts'

export type ReceiptKind = 'payment' | 'agreement' | 'consent' | 'data-delivery' | 'record'

/** What a person takes home: a record, its place in the log, and everything needed to believe it without asking us. */
export type Receipt = {
  covenant: 'receipt/1'
  kind: ReceiptKind
  record: RecordRow
  index: number
  size: number
  proof: string[]
  /** Signed note (C2SP tlog-checkpoint), with the cosignatures of witnesses. */
  checkpoint: string
  /** Verifier key of the log: name+hash+key (C2SP signed-note). */
  key: string
  /** How the log's key was handed over, oldest first, when it ever was: leads from any of its keys to `key`. */
  handOvers?: HandOver[] | undefined
  /** Personal values the holder may show, each with the salt that opens its commitment. */
  disclosed?: { [name: string]: { value: string; salt: string } } | undefined
  /** Content whose digest the record carries. */
  document?: Canonical | undefined
}

const kinds: readonly (readonly [pattern: RegExp, kind: ReceiptKind])[] = [
  [/^(payment|refund)\./, 'payment'],
  [/^agreement\./, 'agreement'],
  [/^consents?\./, 'consent'],
  [/^privacy\..*(deliver|export)/, 'data-delivery'],
]

/** The kind of receipt that an act deserves. */
export const receiptKindOf = (act: string): ReceiptKind => kinds.find(([pattern]) => pattern.test(act))?.[1] ?? 'record'

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.int().min(0)
// A value whose canonical text is its only text: anything else could be altered without altering the leaf.
const text = z
  .string()
  .max(10_000)
  .refine((value) => isExact(value))
const exact = z.custom<Canonical>((value) => isExact(value))
const isTable = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && isExact(value)
const tableOf = <Shape extends z.ZodType>(shape: Shape) =>
  z.custom<object>(isTable).pipe(z.record(z.string().max(1_000), shape))

const recordShape = z.strictObject({
  id: text,
  at: count,
  actor: text,
  org: text,
  request: text.nullable(),
  act: text,
  object: text,
  before: hash.nullable(),
  after: hash.nullable(),
  facts: tableOf(exact),
  commitments: tableOf(hash),
})
// What stands in the log: a tree of 2^53 leaves is 53 high.
const proved = { index: count, size: count, proof: z.array(hash).max(53), checkpoint: z.string().max(100_000) }

/** The form of one hand-over of the log's key. */
export const handOverShape = z.strictObject({ record: recordShape, ...proved })

/** The form of a receipt, as strict as the signature over its root: what is not written in its one form is refused. */
export const receiptShape = z.strictObject({
  covenant: z.literal('receipt/1'),
  kind: z.enum(['payment', 'agreement', 'consent', 'data-delivery', 'record']),
  record: recordShape,
  ...proved,
  key: z.string().max(1_000),
  handOvers: z.array(handOverShape).max(100).optional(),
  disclosed: tableOf(z.strictObject({ value: text, salt: z.string().regex(/^[0-9a-f]{32}$/) })).optional(),
  document: exact.optional(),
})

const depthMax = 32

/** True when the value is its own canonical form: NFC strings without lone surrogates, safe integers, no negative zero. */
function isExact(value: unknown, depth = 0): boolean {
  if (depth > depthMax) return false
  if (value === null || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isSafeInteger(value) && !Object.is(value, -0)
  if (typeof value === 'string') return value.isWellFormed() && value.normalize('NFC') === value
  if (Array.isArray(value)) return value.every((member) => isExact(member, depth + 1))
  if (typeof value !== 'object') return false
  return Object.entries(value).every(
    ([name, member]) => name !== '__proto__' && isExact(name) && isExact(member, depth + 1),
  )
}
