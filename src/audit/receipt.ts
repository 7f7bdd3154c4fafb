import type { Canonical } from '../base/canonical.ts'
import { commitmentTo } from '../world/record.ts'
import { saltsOf } from '../world/records.ts'
import type { World } from '../world/world.ts'
import { auditFaults } from './errors.ts'
import { handOverChain, keyAt, logKeys } from './logKeys.ts'
import { proveInclusion } from './logProof.ts'
import { type Receipt, receiptKindOf } from './receiptShape.ts'
import { recordOf } from './recordOf.ts'
import { type Checkpoint, cosignaturesOf, cosignedCheckpoint, newestCheckpoint, numbersOf } from './store.ts'

/**
 * What a person takes home about one record: the record, its proof and a signed checkpoint, the newest cosigned one when it
 * covers the record; with the hand-overs of the log's key, so that whoever trusts an earlier key follows. `values` are personal data the caller holds; each is disclosed only when it opens its commitment and its
 * salt was not erased. `document` is content whose digest the record carries. Faults audit.not_found, audit.not_numbered.
 */
export async function receiptOf(
  w: World,
  record: string,
  { values = {}, document }: { values?: { [name: string]: string }; document?: Canonical } = {},
): Promise<Receipt> {
  const row = await recordOf(w, record)
  const index = (await numbersOf(w, [record])).get(record)
  if (index === undefined) throw auditFaults.notNumbered()
  const checkpoint = (await cosignedCheckpoint(w, index)) ?? (await newestCheckpoint(w))
  if (!checkpoint) throw auditFaults.empty()
  const { size, proof } = await proveInclusion(w, record, checkpoint.size)
  const handOvers = await handOverChain(w)
  const disclosed = await opened(w, record, row.commitments, values)
  return {
    covenant: 'receipt/1',
    kind: receiptKindOf(row.act),
    record: row,
    index,
    size,
    proof,
    checkpoint: await cosignedNote(w, checkpoint),
    key: keyAt(await logKeys(w), size),
    ...(handOvers.length > 0 && { handOvers }),
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
