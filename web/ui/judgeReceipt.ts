import { isExact, type Json, written } from './exactJson.ts'
import { type Bytes, concat, fromBase64, fromHex, hex, same, sha256, utf8 } from './hash.ts'

// The second verifier of receipts: written from RFC 9162 and the C2SP papers for the browser's own cryptography, and sharing
// no line with src/audit/verifyReceipt.ts, so that a mistake of one is seen by the other. It asks no server anything.

export type ReceiptRecord = {
  id: string
  at: number
  actor: string
  org: string
  request: string | null
  act: string
  object: string
  before: string | null
  after: string | null
  facts: { [name: string]: Json }
  commitments: { [name: string]: string }
}

export type Receipt = {
  covenant: 'receipt/1'
  kind: 'payment' | 'agreement' | 'consent' | 'data-delivery' | 'record'
  record: ReceiptRecord
  index: number
  size: number
  proof: string[]
  checkpoint: string
  key: string
  disclosed?: { [name: string]: { value: string; salt: string } }
  document?: Json
}

export const receiptSteps = [
  'form',
  'kind',
  'inclusion',
  'checkpoint',
  'signature',
  'key',
  'disclosed',
  'document',
] as const
export type ReceiptStepName = (typeof receiptSteps)[number]
/** Null where the receipt has nothing to check, or where the step before it leaves nothing to look at. */
export type JudgedStep = { name: ReceiptStepName; passed: boolean | null; detail: string }

/** A node of the way from the leaf to the root: where its sibling stands, and what both hash to. */
export type Rung = { side: 'left' | 'right'; sibling: string; node: string }

export type Judgement = {
  /** `genuine`: every step holds. `strange`: every step but the key, which the reader has not trusted yet. */
  verdict: 'genuine' | 'strange' | 'altered'
  receipt: Receipt | null
  steps: JudgedStep[]
  leaf: string
  rungs: Rung[]
  checkpoint: { origin: string; size: number; root: string; cosigners: string[] } | null
}

/** Judges a receipt under the key its reader trusts, telling each step as it is done. Needs a secure context. */
export async function judgeReceipt(
  bundle: unknown,
  trusted: string | null,
  tell: (step: JudgedStep) => void = () => undefined,
): Promise<Judgement> {
  const steps: JudgedStep[] = []
  const take = (name: ReceiptStepName, passed: boolean | null, detail = ''): void => {
    const done = { name, passed, detail }
    steps.push(done)
    tell(done)
  }
  const wrong = brokenMember(bundle)
  take('form', wrong === null, wrong ?? '')
  if (wrong !== null) return { verdict: 'altered', receipt: null, steps, leaf: '', rungs: [], checkpoint: null }
  const receipt = bundle as Receipt
  const { record, key } = receipt
  take('kind', receipt.kind === kindOf(record.act), receipt.kind)
  const note = noteOf(receipt.checkpoint)
  const leaf = await leafOf(record)
  const { root, rungs } = await climb(leaf, receipt)
  take('inclusion', root !== null && note !== null && same(root, note.root), `${receipt.index} / ${receipt.size}`)
  take('checkpoint', note !== null && note.size === receipt.size, note?.origin ?? '')
  take('signature', note !== null && (await isSigned(note, key)), key.split('+').slice(0, 2).join(' '))
  take('key', trusted === null ? false : trusted === key, trusted === null ? '' : keyWords(trusted))
  take('disclosed', await opens(receipt), Object.keys(receipt.disclosed ?? {}).join(', '))
  const document = receipt.document === undefined ? null : hex(await sha256(utf8(written(receipt.document))))
  take('document', document === null ? null : carries(record, document), document ?? '')
  const broken = steps.filter(({ passed }) => passed === false).map(({ name }) => name)
  return {
    verdict: broken.length === 0 ? 'genuine' : trusted === null && broken.join() === 'key' ? 'strange' : 'altered',
    receipt,
    steps,
    leaf: hex(leaf),
    rungs,
    checkpoint: note && {
      origin: note.origin,
      size: note.size,
      root: hex(note.root),
      cosigners: note.signatures.map(({ name }) => name).filter((name) => name !== note.origin),
    },
  }
}

/** Leaf hash of a record (RFC 9162 section 2.1.1). */
export const leafOf = (record: ReceiptRecord): Promise<Bytes> =>
  sha256(concat(Uint8Array.of(0), utf8(written({ covenant: 'record/1', ...record }))))

const carries = ({ after, facts }: ReceiptRecord, digest: string): boolean =>
  after === digest || Object.values(facts).includes(digest)

/** RFC 9162 section 2.1.3.2, step by step as it is written there. */
async function climb(leaf: Bytes, { index, size, proof }: Receipt): Promise<{ root: Bytes | null; rungs: Rung[] }> {
  const rungs: Rung[] = []
  if (index >= size) return { root: null, rungs }
  let [place, last, node] = [BigInt(index), BigInt(size) - 1n, leaf]
  for (const text of proof) {
    if (last === 0n) return { root: null, rungs }
    const sibling = fromHex(text)
    const isRight = (place & 1n) === 1n || place === last
    node = await sha256(isRight ? concat(Uint8Array.of(1), sibling, node) : concat(Uint8Array.of(1), node, sibling))
    rungs.push({ side: isRight ? 'left' : 'right', sibling: text, node: hex(node) })
    while (isRight && (place & 1n) === 0n && place !== 0n) [place, last] = [place >> 1n, last >> 1n]
    ;[place, last] = [place >> 1n, last >> 1n]
  }
  return { root: last === 0n ? node : null, rungs }
}

async function opens({ record, disclosed = {} }: Receipt): Promise<boolean | null> {
  const shown = Object.entries(disclosed)
  if (shown.length === 0) return null
  for (const [name, { value, salt }] of shown) {
    const committed = Object.hasOwn(record.commitments, name) ? record.commitments[name] : null
    if (committed !== hex(await sha256(concat(fromHex(salt), utf8(value))))) return false
  }
  return true
}

type Note = {
  text: string
  origin: string
  size: number
  root: Bytes
  signatures: { name: string; id: Bytes; bytes: Bytes }[]
}

/** Reads a signed note (C2SP signed-note) that is a checkpoint (C2SP tlog-checkpoint); null when it is not one. */
export function noteOf(signed: string): Note | null {
  const cut = signed.lastIndexOf('\n\n')
  if (cut < 0 || !signed.endsWith('\n') || [...signed].some((letter) => letter < ' ' && letter !== '\n')) return null
  const text = signed.slice(0, cut + 1)
  const [origin = '', size = '', rootText = '', ...more] = text.split('\n')
  const root = fromBase64(rootText)
  if (origin === '' || String(Number(size)) !== size || !Number.isSafeInteger(Number(size)) || Number(size) < 0)
    return null
  if (root?.length !== 32 || more.slice(0, -1).includes('')) return null
  const signatures: Note['signatures'] = []
  for (const line of signed.slice(cut + 2, -1).split('\n')) {
    const [dash, name = '', encoded = '', ...rest] = line.split(' ')
    const bytes = fromBase64(encoded)
    if (dash !== '\u2014' || name === '' || name.includes('+') || rest.length > 0 || !bytes || bytes.length < 5)
      return null
    signatures.push({ name, id: bytes.slice(0, 4), bytes: bytes.slice(4) })
  }
  return { text, origin, size: Number(size), root, signatures }
}

/** Whether the log of this vkey signed the note: Ed25519 over its text, under the id that the vkey itself hashes to. */
export async function isSigned(note: Note, vkey: string): Promise<boolean> {
  const [name = '', idText = '', ...rest] = vkey.split('+')
  const bytes = fromBase64(rest.join('+'))
  if (bytes?.length !== 33 || bytes[0] !== 1 || name !== note.origin) return false
  const id = (await sha256(concat(utf8(`${name}\n`), bytes))).slice(0, 4)
  if (hex(id) !== idText) return false
  const mine = note.signatures.filter((line) => line.name === name && same(line.id, id))
  const key = await crypto.subtle.importKey('raw', bytes.slice(1), 'Ed25519', false, ['verify'])
  const held = await Promise.all(mine.map((line) => crypto.subtle.verify('Ed25519', key, line.bytes, utf8(note.text))))
  return held.length > 0 && held.every(Boolean)
}

function kindOf(act: string): Receipt['kind'] {
  const [module, verb] = [act.slice(0, act.indexOf('.')), act.slice(act.indexOf('.') + 1)]
  if (module === 'payment' || module === 'refund') return 'payment'
  if (module === 'agreement') return 'agreement'
  if (module === 'consent' || module === 'consents') return 'consent'
  return module === 'privacy' && (verb.includes('deliver') || verb.includes('export')) ? 'data-delivery' : 'record'
}

const isHash = (value: unknown): boolean => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0
const isWord = (value: unknown): boolean => typeof value === 'string' && value.length <= 10_000
const isTable = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const orNull =
  (test: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    value === null || test(value)
type Shape = Record<string, (value: unknown) => boolean>

const recordShape: Shape = {
  id: isWord,
  at: isCount,
  actor: isWord,
  org: isWord,
  request: orNull(isWord),
  act: isWord,
  object: isWord,
  before: orNull(isHash),
  after: orNull(isHash),
  facts: isTable,
  commitments: (value) => isTable(value) && Object.values(value).every(isHash),
}
const isDisclosure = (value: unknown): boolean =>
  isTable(value) &&
  misfit(value, { value: isWord, salt: (salt) => typeof salt === 'string' && /^[0-9a-f]{32}$/.test(salt) }) === null
const receiptForm: Shape = {
  covenant: (value) => value === 'receipt/1',
  kind: (value) => ['payment', 'agreement', 'consent', 'data-delivery', 'record'].includes(String(value)),
  record: isTable,
  index: isCount,
  size: isCount,
  proof: (value) => Array.isArray(value) && value.length <= 53 && value.every(isHash),
  checkpoint: (value) => typeof value === 'string' && value.length <= 100_000,
  key: (value) => typeof value === 'string' && value.length <= 1_000,
}
const optional: Shape = {
  disclosed: (value) => isTable(value) && Object.values(value).every(isDisclosure),
  document: () => true,
}

// The first member that has not its form, null when all have.
function brokenMember(bundle: unknown): string | null {
  if (!isTable(bundle)) return '/'
  if (!isExact(bundle)) return '/…'
  const given = Object.fromEntries(Object.entries(optional).filter(([name]) => Object.hasOwn(bundle, name)))
  const top = misfit(bundle, { ...receiptForm, ...given })
  if (top !== null) return `/${top}`
  const inner = misfit(bundle['record'] as Record<string, unknown>, recordShape)
  return inner === null ? null : `/record/${inner}`
}

function misfit(value: Record<string, unknown>, shape: Shape): string | null {
  const strange = Object.keys(value).find((name) => !Object.hasOwn(shape, name))
  if (strange !== undefined) return strange
  return Object.keys(shape).find((name) => !Object.hasOwn(value, name) || !shape[name]?.(value[name])) ?? null
}

/** A public key in the short form that people compare: name and four bytes. */
export const keyWords = (vkey: string): string => vkey.split('+').slice(0, 2).join(' · ')
