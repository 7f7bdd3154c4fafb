import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Logger, runMigrations } from 'graphile-worker'
import pg from 'pg'
import { digestOf } from '../base/digest.ts'
import { worldFaults } from './errors.ts'

const lockNumber = 4_700_001

/**
 * Brings a database to the newest schema: the modules' `schema/*.sql` in the order of the floors, one transaction a file,
 * under an advisory lock. The SHA-256 of each file is kept: an applied file that changed since is refused.
 */
export async function migrate(url: string, modules: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'covenant-migrate' })
  client.on('error', () => undefined) // the query that was at work tells
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [lockNumber])
    await client.query('create schema if not exists migration')
    await client.query(
      'create table if not exists migration.applied (file text primary key, digest text not null, at timestamptz not null default now())',
    )
    const jobs = new pg.Pool({ connectionString: url, max: 1 })
    jobs.on('error', () => undefined)
    jobs.on('connect', (connection) => connection.on('error', () => undefined))
    await runMigrations({ pgPool: jobs, logger: new Logger(() => () => undefined) })
    await jobs.end()
    for (const file of filesOf(modules)) await apply(client, file)
  } finally {
    await client.end()
  }
}

/** Names of all migration files, in the order they are applied: what a ready database has. */
export const migrationNames = (modules: readonly string[]): string[] => filesOf(modules).map(({ name }) => name)

type File = { name: string; text: string }

function filesOf(modules: readonly string[]): File[] {
  return modules.flatMap((module) => {
    const folder = fileURLToPath(new URL(`../${module}/schema/`, import.meta.url))
    if (!existsSync(folder)) return []
    const names = readdirSync(folder)
      .filter((name) => name.endsWith('.sql'))
      .sort()
    return names.map((name) => ({ name: `${module}/${name}`, text: readFileSync(`${folder}/${name}`, 'utf8') }))
  })
}

async function apply(client: pg.Client, file: File): Promise<void> {
  const digest = digestOf(file.text)
  const found = await client.query<{ digest: string }>('select digest from migration.applied where file = $1', [
    file.name,
  ])
  if (found.rows[0]) {
    if (found.rows[0].digest !== digest) throw worldFaults.migrationChanged({ file: file.name })
    return
  }
  try {
    await client.query('begin')
    await client.query(file.text)
    await client.query('insert into migration.applied (file, digest) values ($1, $2)', [file.name, digest])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`migration ${file.name}: ${(error as Error).message}`)
  }
}
