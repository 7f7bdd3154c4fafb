import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { modulesInOrder } from '../src/floors.ts'
import { migrate } from '../src/world/migrate.ts'
import { ensureDatabase, startPostgres } from '../src/world/postgres.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    serverUrl: string
  }
}

/** One throw-away cluster a run, with one migrated template that every test world clones in milliseconds. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'covenant-test-'))
  const postgres = await startPostgres(folder, { durable: false })
  await migrate(await ensureDatabase(postgres, 'template_covenant'), modulesInOrder)
  project.provide('serverUrl', postgres.url('postgres'))
  return async () => {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
