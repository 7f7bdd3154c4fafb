import { canonical } from '../base/canonical.ts'
import type { RecordRow } from '../world/book.ts'
import { recordsOf } from '../world/records.ts'
import type { World } from '../world/world.ts'
import { auditFaults } from './errors.ts'

/** A record in the one form that was hashed: a text somebody typed with loose accents is the same text composed. Fault audit.not_found. */
export async function recordOf(w: World, record: string): Promise<RecordRow> {
  const [found] = await recordsOf(w, [record])
  if (!found) throw auditFaults.notFound({ record })
  const { leaf: _, ...row } = found
  return JSON.parse(canonical(row)) as RecordRow
}
