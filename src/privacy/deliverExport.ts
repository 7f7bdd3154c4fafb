import { type Canonical, canonical } from '../base/canonical.ts'
import { transaction } from '../world/command.ts'
import { record } from '../world/record.ts'
import type { World } from '../world/world.ts'
import { exportOf } from './export.ts'

/**
 * Hands a person the copy of everything held about her, and records that it was delivered: the digest of its canonical text
 * stands in the record, so that its receipt proves what she was given and nobody can say later that it was more or less.
 */
export async function deliverExport(w: World, subject: string): Promise<Canonical> {
  const made = await exportOf(w, subject)
  const rows = Object.values(made).reduce((count: number, part) => count + (Array.isArray(part) ? part.length : 0), 0)
  // Exactly what the digest is taken of, whatever form its letters came in.
  const given = JSON.parse(canonical(JSON.parse(JSON.stringify(made)) as Canonical)) as Canonical
  await transaction(w, async (i) =>
    record(i, { act: 'privacy.deliver_export', object: subject, after: given, facts: { rows } }),
  )
  return given
}
