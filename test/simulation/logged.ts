import { sequenceWaiting } from '../../src/audit/sequence.ts'
import { leafHash, merkleRoot } from '../../src/base/merkle.ts'
import { recordText } from '../../src/world/record.ts'
import { recordsOf } from '../../src/world/records.ts'
import type { Walk } from './walk.ts'

type Missing = { what: string }

// I14: every change of state has its leaf. What changed is read from the modules' own tables, not from what they say they recorded.
const unrecorded = `
  select h.payment || ' to ' || h.to_state as what from payments.history h
   where not exists (select from world.record r where r.object = h.payment and r.at_ms = h.at_ms
     and (r.act = 'payments.open' or (r.act = 'payments.keep' and r.facts ->> 'to' = h.to_state)))
  union all
  select f.id || ' refund' from payments.refund f
   where not exists (select from world.record r where r.object in (f.id, f.payment)
     and r.act in ('payments.refund', 'payments.keep') and r.at_ms = f.created_at_ms)
  union all
  select 'batch ' || b.number from ledger.batch b
   where not exists (select from world.record r where r.act = 'ledger.post' and r.object = 'batch:' || b.number
     and r.facts ->> 'hash' = encode(b.hash, 'hex'))
  union all
  select 'record ' || r.id from world.record r where not exists (select from audit.leaf l where l.record = r.id)
  limit 20`

/** What happened and is not in the log, and whether the log's signed root is the root of the records as they stand. */
export async function logged({ w }: Walk): Promise<string[]> {
  await sequenceWaiting(w, 1_000)
  const { rows: missing } = await w.db.pool.query<Missing>(unrecorded)
  const { rows: leaves } = await w.db.pool.query<{ record: string }>('select record from audit.leaf order by number')
  const records = new Map(
    (
      await recordsOf(
        w,
        leaves.map(({ record }) => record),
      )
    ).map((row) => [row.id, row]),
  )
  const hashes = leaves.flatMap(({ record }) => {
    const found = records.get(record)
    if (!found) return []
    const { leaf: _, ...row } = found
    return [leafHash(recordText(row))]
  })
  const { rows: signed } = await w.db.pool.query<{ size: bigint; root: string }>(
    `select size, encode(root, 'hex') as root from audit.checkpoint order by size desc limit 1`,
  )
  const root = merkleRoot(hashes).toString('hex')
  const isWhole = Number(signed[0]?.size) === hashes.length && signed[0]?.root === root
  return [
    ...missing.map(({ what }) => `I14 not in the log: ${what}`),
    ...(isWhole ? [] : [`I14 the signed root is not that of the ${hashes.length} records`]),
  ]
}
