import { canonical } from '../base/canonical.ts'
import { digestOf } from '../base/digest.ts'
import { rootFromProof } from '../base/merkle.ts'
import { toRfc3339 } from '../base/time.ts'
import { commitmentTo, recordLeaf } from '../world/record.ts'
import { type HandOver, keySpans, maySign } from './handOver.ts'
import { cosignedAt, isSigned } from './noteSignature.ts'
import { type ReadNote, readNote, readVkey } from './readNote.ts'
import { type Receipt, receiptKindOf, receiptShape } from './receiptShape.ts'

export type ReceiptStepCode =
  | 'form'
  | 'kind'
  | 'inclusion'
  | 'checkpoint'
  | 'signature'
  | 'key'
  | 'disclosed'
  | 'document'
  | 'witnesses'

/** One thing that was checked. `passed` is null where the receipt has nothing to check. */
export type ReceiptStep = { code: ReceiptStepCode; passed: boolean | null; zh: string; en: string }

export type ReceiptVerdict = {
  valid: boolean
  /** What the receipt says; null when it has not the form of one. */
  receipt: Receipt | null
  checkpoint: { origin: string; size: number; root: string } | null
  steps: ReceiptStep[]
}

/**
 * Whom the reader trusts: the log's own key, and witnesses that must have cosigned. Both as vkeys (C2SP signed-note). `handOvers`
 * lead from one key of the log to the next, beside those a receipt brings itself; they are not trusted, they are verified.
 */
export type Trust = { key: string | null; witnesses?: readonly string[]; handOvers?: readonly HandOver[] }

/**
 * Judges a receipt without asking anybody: the record is the leaf, the proof leads to the root, the root is signed, and the
 * key that signed it is the one the reader trusts. Valid only when every step holds; a receipt cannot vouch for its own key.
 */
export function verifyReceipt(bundle: unknown, trust: Trust): ReceiptVerdict {
  const parsed = receiptShape.safeParse(bundle)
  if (!parsed.success) {
    const at = parsed.error.issues[0]?.path.join('/') ?? ''
    return { valid: false, receipt: null, checkpoint: null, steps: [step('form', false, `：/${at}`, `: /${at}`)] }
  }
  const receipt = parsed.data as Receipt
  const note = readNote(receipt.checkpoint)
  const steps = [
    step('form', true),
    step('kind', receipt.kind === receiptKindOf(receipt.record.act), `：${receipt.kind}`, `: ${receipt.kind}`),
    inclusionStep(receipt, note),
    step('checkpoint', note !== null && note.size === receipt.size),
    signatureStep(receipt, note),
    keyStep(receipt, trust),
    disclosedStep(receipt),
    documentStep(receipt),
    witnessesStep(note, trust.witnesses ?? []),
  ]
  return {
    valid: steps.every(({ passed }) => passed !== false),
    receipt,
    checkpoint: note && { origin: note.origin, size: note.size, root: note.root.toString('hex') },
    steps,
  }
}

function inclusionStep({ record, index, size, proof }: Receipt, note: ReadNote | null): ReceiptStep {
  const hashes = proof.map((hex) => Buffer.from(hex, 'hex'))
  const root = rootFromProof(recordLeaf(record), index, size, hashes)
  const holds = root !== null && note !== null && root.equals(note.root)
  return step('inclusion', holds, `：第 ${index} 条，共 ${size} 条`, `: number ${index} of ${size}`)
}

function signatureStep({ key }: Receipt, note: ReadNote | null): ReceiptStep {
  const vkey = readVkey(key)
  const holds =
    vkey !== null && vkey.type === 'log' && note !== null && note.origin === vkey.name && isSigned(note, vkey)
  return step('signature', holds, vkey ? `：${vkey.name}` : '', vkey ? `: ${vkey.name}` : '')
}

// The key that signed is the trusted one, or a chain of hand-overs leads from one to the other; and no chain that the trusted key
// belongs to says that the signing key had no say at this size.
function keyStep({ key, size, handOvers = [] }: Receipt, trust: Trust): ReceiptStep {
  if (trust.key === null) return step('key', false, '：没有给出可信的公钥', ': no trusted key was given')
  const chains = [handOvers, trust.handOvers ?? []].map(keySpans)
  if (chains.includes(null)) return step('key', false, '：密钥交接不成立', ': a hand-over of the key does not hold')
  const said = chains
    .filter((spans) => spans?.some((span) => span.key === trust.key))
    .map((spans) => maySign(spans ?? [], key, size))
  if (said.includes(false)) return step('key', false, '：这把密钥当时并不签署', ': this key did not sign at that size')
  if (key === trust.key) return step('key', true)
  const isLed = said.includes(true)
  return step('key', isLed, isLed ? '：经密钥交接相连' : '', isLed ? ': joined to it by hand-overs' : '')
}

function disclosedStep({ record, disclosed = {} }: Receipt): ReceiptStep {
  const shown = Object.entries(disclosed)
  if (shown.length === 0) return step('disclosed', null)
  const broken = shown.filter(
    ([name, { value, salt }]) =>
      !Object.hasOwn(record.commitments, name) ||
      record.commitments[name] !== commitmentTo(Buffer.from(salt, 'hex'), value),
  )
  const names = (broken.length > 0 ? broken : shown).map(([name]) => name).join(', ')
  return step('disclosed', broken.length === 0, `：${names}`, `: ${names}`)
}

// The record holds the digest of the document: as the state after, or as a fact.
function documentStep({ record, document }: Receipt): ReceiptStep {
  if (document === undefined) return step('document', null)
  const digest = digestOf(canonical(document))
  return step(
    'document',
    record.after === digest || Object.values(record.facts).includes(digest),
    `：${digest}`,
    `: ${digest}`,
  )
}

function witnessesStep(note: ReadNote | null, wanted: readonly string[]): ReceiptStep {
  if (wanted.length === 0) return step('witnesses', null)
  const found = wanted.map((text) => {
    const vkey = readVkey(text)
    return { name: vkey?.name ?? text, at: vkey && note ? cosignedAt(note, vkey) : null }
  })
  const words = found.map(({ name, at }) => `${name} ${at === null ? '✗' : toRfc3339(at * 1_000)}`).join(', ')
  return step(
    'witnesses',
    found.every(({ at }) => at !== null),
    `：${words}`,
    `: ${words}`,
  )
}

const names: Record<ReceiptStepCode, readonly [zh: string, en: string]> = {
  form: ['收据格式完整', 'the receipt has its form'],
  kind: ['收据种类与所记之事相符', 'the kind of the receipt is that of what was done'],
  inclusion: ['记录就在日志这个位置上', 'the record stands at this place of the log'],
  checkpoint: ['检查点可读，大小与收据一致', 'the checkpoint can be read and has the size of the receipt'],
  signature: ['检查点由日志密钥签署', 'the checkpoint is signed by the key of the log'],
  key: ['签署密钥就是您信任的那一把', 'the key is the one you trust'],
  disclosed: ['披露的个人信息与承诺一致', 'what is disclosed opens its commitment'],
  document: ['所附内容的摘要就在记录里', 'the digest of the document is in the record'],
  witnesses: ['见证人已会签', 'the witnesses cosigned'],
}

function step(code: ReceiptStepCode, passed: boolean | null, zh = '', en = ''): ReceiptStep {
  return { code, passed, zh: names[code][0] + zh, en: names[code][1] + en }
}
