import { randomFillSync, randomInt } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { openDatabase } from './database.ts'
import { keysIn } from './keys.ts'
import { makeLog } from './log.ts'
import { migrate } from './migrate.ts'
import { ensureDatabase, type Postgres, startPostgres } from './postgres.ts'
import type { World } from './world.ts'

export type Settings = {
  /** Folder of the embedded database, the keys and the simulators' books. */
  home: string
  port: number
  /** An outside PostgreSQL (15 or newer, 18 preferred); the embedded one when absent. */
  databaseUrl: string | undefined
  /** The sandbox makes its own keys, demo users and simulators; production brings its own. */
  sandbox: boolean
  /** Days of history the sandbox makes on its first start. */
  historyDays: number
}

/** Settings from the environment: COVENANT_HOME, PORT, DATABASE_URL, COVENANT_MODE, COVENANT_HISTORY_DAYS. */
export function settingsFromEnvironment(): Settings {
  const { COVENANT_HOME, PORT, DATABASE_URL, COVENANT_MODE, COVENANT_HISTORY_DAYS } = process.env
  return {
    home: resolve(COVENANT_HOME ?? '.covenant'),
    port: Number(PORT ?? 4700),
    databaseUrl: DATABASE_URL || undefined,
    sandbox: (COVENANT_MODE ?? 'sandbox') === 'sandbox',
    historyDays: Number(COVENANT_HISTORY_DAYS ?? 92),
  }
}

/** The world of production and of the sandbox: real clock, real chance, real network, a real PostgreSQL. */
export async function realWorld(
  settings: Settings,
  modules: readonly string[],
): Promise<World & { stop(): Promise<void> }> {
  mkdirSync(settings.home, { recursive: true, mode: 0o700 })
  const log = makeLog()
  const server: Postgres | null = settings.databaseUrl
    ? null
    : await startPostgres(join(settings.home, 'postgres'), { durable: true })
  const url = settings.databaseUrl ?? (await ensureDatabase(server as Postgres, 'covenant'))
  await migrate(url, modules)
  const db = openDatabase({
    url,
    most: 16,
    onError: (error) => log.warn({ error: error.message }, 'an idle database connection was lost'),
  })
  return {
    db,
    now: () => Date.now(),
    random: { bytes: (length) => randomFillSync(new Uint8Array(length)), below: (below) => randomInt(below) },
    fetch: (to, init) => fetch(to, init),
    keys: keysIn(join(settings.home, 'keys'), settings.sandbox),
    log,
    mode: settings.sandbox ? 'sandbox' : 'live',
    jobShiftMs: 0,
    stop: async () => {
      await db.close()
      await server?.stop()
    },
  }
}
