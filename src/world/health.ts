import { many, query } from './sql.ts'
import type { World } from './world.ts'

export type Readiness = { ready: boolean; checks: { database: boolean; migrations: boolean } }

const appliedFiles = query<Record<never, never>, { file: string }>()`select file from migration.applied limit 2000`

/**
 * Whether the house can take work: the database answers and every migration this program brought is applied. Never
 * throws; a database that does not answer within a second is not ready.
 */
export async function readiness(w: Pick<World, 'db'>, expected: readonly string[]): Promise<Readiness> {
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), 1_000).unref())
  const rows = await Promise.race([many(w as World, appliedFiles, {}).catch(() => null), late])
  if (rows === null) return { ready: false, checks: { database: false, migrations: false } }
  const applied = new Set(rows.map((row) => row.file))
  const migrations = expected.every((file) => applied.has(file))
  return { ready: migrations, checks: { database: true, migrations } }
}
