import { isExact, type Json, written } from './exactJson.ts'
import { concat, fromHex, hex, same, sha256, utf8 } from './hash.ts'
import { judgeKey } from './keyChain.ts'
import { isSigned, keyWords, noteOf } from './note.ts'
import { climb, leafOf, type Proved, type ReceiptRecord, type Rung } from './provedLeaf.ts'

// The second verifier of receipts: written from RFC 9162 and the C2SP papers for the browser's own cryptography, and sharing
// no line with src/audit/verifyReceipt.ts, so that a mistake of one is seen by the other. It asks no server anything.

export type Receipt = {
  covenant: 'receipt/1'
  kind: 'payment' | 'agreement' | 'consent' | 'data-delivery' | 'record'
  record: ReceiptRecord
  index: number
  size: number
  proof: string[]
  checkpoint: string
  key: string
  /** How the key of the log was handed over, oldest first. */
  handOvers?: Proved[]
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

export type Judgement = {
  /** `genuine`: every step holds. `strange`: every step but the key, which the reader has not trusted yet. */
  verdict: 'genuine' | 'strange' | 'altered'
  receipt: Receipt | null
  steps: JudgedStep[]
  leaf: string
  rungs: Rung[]
  checkpoint: { origin: string; size: number; root: string; cosigners: string[] } | null
}

/**
 * Judges a receipt under the key its reader trusts, telling each step as it is done. `chain` are hand-overs of the log's key known from
 * elsewhere, verified here like those of the receipt. Needs a secure context.
 */
export async function judgeReceipt(
  bundle: unknown,
  trusted: string | null,
  tell: (step: JudgedStep) => void = () => undefined,
  chain: readonly Proved[] = [],
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
  const isOurs = trusted !== null && (await judgeKey(receipt, trusted, [receipt.handOvers ?? [], chain]))
  take('key', isOurs, trusted === null ? '' : keyWords(trusted))
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

const carries = ({ after, facts }: ReceiptRecord, digest: string): boolean =>
  after === digest || Object.values(facts).includes(digest)

async function opens({ record, disclosed = {} }: Receipt): Promise<boolean | null> {
  const shown = Object.entries(disclosed)
  if (shown.length === 0) return null
  for (const [name, { value, salt }] of shown) {
    const committed = Object.hasOwn(record.commitments, name) ? record.commitments[name] : null
    if (committed !== hex(await sha256(concat(fromHex(salt), utf8(value))))) return false
  }
  return true
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
const provedForm: Shape = {
  record: isTable,
  index: isCount,
  size: isCount,
  proof: (value) => Array.isArray(value) && value.length <= 53 && value.every(isHash),
  checkpoint: (value) => typeof value === 'string' && value.length <= 100_000,
}
const receiptForm: Shape = {
  ...provedForm,
  covenant: (value) => value === 'receipt/1',
  kind: (value) => ['payment', 'agreement', 'consent', 'data-delivery', 'record'].includes(String(value)),
  key: (value) => typeof value === 'string' && value.length <= 1_000,
}
const isHandOver = (value: unknown): boolean =>
  isTable(value) &&
  misfit(value, provedForm) === null &&
  misfit(value['record'] as Record<string, unknown>, recordShape) === null
const optional: Shape = {
  handOvers: (value) => Array.isArray(value) && value.length <= 100 && value.every(isHandOver),
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
