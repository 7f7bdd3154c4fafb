import { createHash, sign } from 'node:crypto'
import { canonical } from '../base/canonical.ts'
import { digestOf, sha256 } from '../base/digest.ts'
import { leafHash, merkleProof, merkleRoot } from '../base/merkle.ts'
import type { RecordRow } from '../world/book.ts'
import { commitmentTo, recordLeaf } from '../world/record.ts'
import { type HandOver, handOverAct } from './handOver.ts'
import { ed25519Pem, lineOf, type Signer, signCheckpoint, signerOf, vkeyText } from './logKey.ts'
import { type Receipt, receiptKindOf } from './receiptShape.ts'

const at = Date.parse('2026-11-24T03:12:45.120Z')
const origin = 'yunhui.example/log'

/** A receipt as the log makes them, from fixed keys, for the tests of every verifier. */
export function sampleReceipt({ seed = 1, size = 23, index = 9 } = {}): {
  receipt: Receipt
  key: string
  witness: string
} {
  const document = { goods: '明前龙井 一壶', amount: { currency: 'CNY', minor: '8880' } }
  const salt = createHash('md5').update('salt').digest()
  const record: RecordRow = {
    id: '019ab3c1-7d20-7c4e-9a1f-3b5c7d9e1f20',
    at,
    actor: 'system:payments.learn',
    org: '',
    request: 'req_01kapfa5m2x7',
    act: 'payment.captured',
    object: 'pay_01kapf9zq4n8w2r6t1v5x3y7zc',
    before: digestOf(canonical('asked')),
    after: digestOf(canonical(document)),
    facts: {
      payment: 'pay_01kapf9zq4n8w2r6t1v5x3y7zc',
      amount: { currency: 'CNY', minor: '8880' },
      store: 'Caf\u00e9',
    },
    commitments: { payer: commitmentTo(salt, '王敏') },
  }
  const leaves = Array.from({ length: size }, (_, place) =>
    place === index ? recordLeaf(record) : leafHash(`leaf ${place}`),
  )
  const { checkpoint, key, witness } = sampleCheckpoint(leaves, { seed })
  return { receipt: sampleReceiptOf(record, leaves, index, { checkpoint, key, salt, document }), key, witness }
}

type Signed = { checkpoint: string; key: string; salt?: Buffer; document?: Receipt['document'] }

/** The receipt of one leaf under a checkpoint. */
export function sampleReceiptOf(record: RecordRow, leaves: Buffer[], index: number, signed: Signed): Receipt {
  const { checkpoint, key, salt, document } = signed
  return {
    covenant: 'receipt/1',
    kind: receiptKindOf(record.act),
    record,
    index,
    size: leaves.length,
    proof: merkleProof(leaves, index).map((hash) => hash.toString('hex')),
    checkpoint,
    key,
    ...(salt ? { disclosed: { payer: { value: '王敏', salt: salt.toString('hex') } } } : {}),
    ...(document === undefined ? {} : { document }),
  }
}

/** A checkpoint over leaves, signed by a log and cosigned by a witness of fixed keys. */
export function sampleCheckpoint(leaves: Buffer[], { seed = 1, name = origin } = {}) {
  const log = signerOf(name, 'log', sampleLogPem(seed))
  const witness = signerOf('alipay.example/witness', 'witness', sampleLogPem(seed + 100))
  const root = merkleRoot(leaves)
  const text = `${name}\n${leaves.length}\n${root.toString('base64')}\n`
  const second = Math.floor(at / 1_000) + 7
  const stamp = Buffer.alloc(8)
  stamp.writeBigUInt64BE(BigInt(second))
  const cosigned = Buffer.concat([
    stamp,
    sign(null, Buffer.from(`cosignature/v1\ntime ${second}\n${text}`), witness.privateKey),
  ])
  return {
    checkpoint: signCheckpoint(log, leaves.length, root) + lineOf(witness.vkey, cosigned),
    root: root.toString('hex'),
    key: vkeyText(log.vkey),
    witness: vkeyText(witness.vkey),
  }
}

/** The private key of the sample log. */
export const sampleLogPem = (seed = 1): string => ed25519Pem(sha256(`seed ${seed}`))

/** A hand-over from one sample key to another as the log keeps it: `leaves[index]` becomes its leaf. */
export function sampleHandOver(
  leaves: Buffer[],
  index: number,
  { from = 5, to = 1, name = origin, id = '019a8f10-3b52-7a61-8c04-5e2f7d9b1a30', madeAt = at } = {},
): HandOver {
  const [old, next] = [from, to].map((seed) => signerOf(name, 'log', sampleLogPem(seed))) as [Signer, Signer]
  const record: RecordRow = {
    id,
    at: madeAt,
    actor: 'user:usr_01kapfa5m2x7q4r8t1v5x3y7zc',
    org: 'institution',
    request: null,
    act: handOverAct,
    object: 'log-key:2',
    before: null,
    after: null,
    facts: { from: vkeyText(old.vkey), to: vkeyText(next.vkey) },
    commitments: {},
  }
  leaves[index] = recordLeaf(record)
  const proof = merkleProof(leaves, index).map((hash) => hash.toString('hex'))
  const checkpoint = signCheckpoint(old, leaves.length, merkleRoot(leaves), next)
  return { record, index, size: leaves.length, proof, checkpoint }
}
