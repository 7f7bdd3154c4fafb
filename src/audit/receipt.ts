import { type Canonical, canonical } from '../base/canonical.ts'
import type { RecordRow } from '../world/book.ts'
import { commitmentTo } from '../world/record.ts'
import { recordsOf, saltsOf } from '../world/records.ts'
import type { World } from '../world/world.ts'
import { auditFaults } from './errors.ts'
import { readLogKey, vkeyText } from './logKey.ts'
import { proveInclusion } from './logProof.ts'
import { type Receipt, receiptKindOf } from './receiptShape.ts'
import { type Checkpoint, cosignaturesOf, cosignedCheckpoint, newestCheckpoint, numbersOf } from './store.ts'

/**
 * What a person takes home about one record: the record, its proof and a signed checkpoint, the newest cosigned one when it
 * covers the record. `values` are personal data the caller holds; each is disclosed only when it opens its commitment and its
 * salt was not erased. `document` is content whose digest the record carries. Faults audit.not_found, audit.not_numbered.
 */
export async function receiptOf(
  w: World,
  record: string,
  { values = {}, document }: { values?: { [name: string]: string }; document?: Canonical } = {},
): Promise<Receipt> {
  const [found] = await recordsOf(w, [record])
  if (!found) throw auditFaults.notFound({ record })
  const { leaf: _, ...row } = found
  const index = (await numbersOf(w, [record])).get(record)
  if (index === undefined) throw auditFaults.notNumbered()
  const checkpoint = (await cosignedCheckpoint(w, index)) ?? (await newestCheckpoint(w))
  if (!checkpoint) throw auditFaults.empty()
  const { size, proof } = await proveInclusion(w, record, checkpoint.size)
  const disclosed = await opened(w, record, row.commitments, values)
  return {
    covenant: 'receipt/1',
    kind: receiptKindOf(row.act),
    // In the one form that was hashed: a text somebody typed with loose accents is the same text composed.
    record: JSON.parse(canonical(row)) as RecordRow,
    index,
    size,
    proof,
    checkpoint: await cosignedNote(w, checkpoint),
    key: vkeyText(readLogKey(w).vkey),
    ...(Object.keys(disclosed).length > 0 && { disclosed }),
    ...(document !== undefined && { document }),
  }
}

/** A checkpoint with all its signatures: ours and those of the witnesses. */
export const cosignedNote = async (w: World, { size, note }: Checkpoint): Promise<string> =>
  note + (await cosignaturesOf(w, size)).join('')

async function opened(
  w: World,
  record: string,
  commitments: { readonly [name: string]: string },
  values: { [name: string]: string },
) {
  if (Object.keys(values).length === 0) return {}
  const salts = await saltsOf(w, record)
  return Object.fromEntries(
    salts.flatMap(({ name, salt }) => {
      const value = values[name]
      const opens = value !== undefined && commitmentTo(salt, value) === commitments[name]
      return opens ? [[name, { value, salt: salt.toString('hex') }]] : []
    }),
  )
}
