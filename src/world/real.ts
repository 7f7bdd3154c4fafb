import { randomFillSync, randomInt } from 'node:crypto'
import { createWriteStream, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { system } from './actor.ts'
import { openDatabase } from './database.ts'
import { worldFaults } from './errors.ts'
import { keysIn } from './keys.ts'
import { type LogTarget, makeLog } from './log.ts'
import { migrate } from './migrate.ts'
import { ensureDatabase, type Postgres, reached, startPostgres } from './postgres.ts'
import { siteAt } from './site.ts'
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
  /** Where browsers reach us, `https://pay.example.com`; this machine when absent. */
  origin?: string | null
}

export type RealWorld = World & {
  /** Closes the database's connections and stops the embedded server; `own` leaves one running that this process only joined. */
  stop(which?: 'any' | 'own'): Promise<void>
}

// The sandbox's wallet listens on the port after the product's, so the last port is not for the product. 0 takes any free one.
const portMost = 65_534
const historyDaysMost = 400

/**
 * Settings from the environment: COVENANT_HOME, PORT, DATABASE_URL, COVENANT_MODE, COVENANT_HISTORY_DAYS, COVENANT_ORIGIN. Fault
 * world.setting_wrong names the one that cannot be used.
 */
export function settingsFromEnvironment(): Settings {
  const { COVENANT_HOME, DATABASE_URL } = process.env
  const mode = process.env['COVENANT_MODE'] || 'sandbox'
  if (mode !== 'sandbox' && mode !== 'live')
    throw worldFaults.settingWrong({ name: 'COVENANT_MODE', value: mode, zh: 'sandbox 或 live', en: 'sandbox or live' })
  if (DATABASE_URL && !/^postgres(ql)?:\/\/./.test(DATABASE_URL))
    throw worldFaults.settingWrong({
      name: 'DATABASE_URL',
      value: '…',
      zh: 'postgresql:// 地址',
      en: 'a postgresql:// address',
    })
  return {
    home: resolve(COVENANT_HOME || '.covenant'),
    port: whole('PORT', 4_700, portMost),
    databaseUrl: DATABASE_URL || undefined,
    sandbox: mode === 'sandbox',
    historyDays: whole('COVENANT_HISTORY_DAYS', 92, historyDaysMost),
    origin: originSetting(),
  }
}

function originSetting(): string | null {
  const value = process.env['COVENANT_ORIGIN']
  if (!value) return null
  const good = URL.canParse(value) && new URL(value).origin === value
  if (good && (value.startsWith('https://') || new URL(value).hostname === 'localhost')) return value
  throw worldFaults.settingWrong({
    name: 'COVENANT_ORIGIN',
    value,
    zh: 'https:// 开头、不带路径的地址',
    en: 'an https:// address without a path',
  })
}

function whole(name: string, unset: number, most: number): number {
  const value = process.env[name] || String(unset)
  if (/^\d{1,9}$/.test(value) && Number(value) <= most) return Number(value)
  throw worldFaults.settingWrong({ name, value, zh: `0 到 ${most} 的整数`, en: `a whole number from 0 to ${most}` })
}

/** The sandbox's log: a person sits at its terminal, so the lines go to a file, and only errors are shown beside. */
export const logPath = (home: string): string => join(home, 'covenant.log')

function logFile(home: string): LogTarget {
  const file = createWriteStream(logPath(home), { flags: 'a', mode: 0o600 })
  file.on('error', () => undefined) // a full disk stops the database, which says so; the log need not say it twice
  return {
    write: (line) => {
      file.write(line)
      if (line.startsWith('{"level":"error"')) process.stderr.write(line)
    },
  }
}

/** The world of production and of the sandbox: real clock, real chance, real network, a real PostgreSQL. */
export async function realWorld(settings: Settings, modules: readonly string[]): Promise<RealWorld> {
  mkdirSync(settings.home, { recursive: true, mode: 0o700 })
  const log = settings.sandbox ? makeLog('info', logFile(settings.home)) : makeLog()
  const { server, url } = await migrated(settings, modules)
  const db = openDatabase({
    url,
    most: 16,
    onError: (error) => log.warn({ error: error.message }, 'an idle database connection was lost'),
  })
  return {
    db,
    actor: system('house'),
    now: () => Date.now(),
    random: { bytes: (length) => randomFillSync(new Uint8Array(length)), below: (below) => randomInt(below) },
    fetch: (to, init) => fetch(to, init),
    keys: keysIn(join(settings.home, 'keys'), settings.sandbox),
    log,
    mode: settings.sandbox ? 'sandbox' : 'live',
    site: siteAt(settings.origin ?? null),
    jobShiftMs: 0,
    stop: async (which = 'any') => {
      await db.close()
      await server?.stop(which)
    },
  }
}

// A database that cannot be brought to our schema is not left running by the start that failed on it.
async function migrated(
  settings: Settings,
  modules: readonly string[],
): Promise<{ server: Postgres | null; url: string }> {
  if (settings.databaseUrl) {
    await reached(settings.databaseUrl)
    await migrate(settings.databaseUrl, modules)
    return { server: null, url: settings.databaseUrl }
  }
  const server = await startPostgres(join(settings.home, 'postgres'), { durable: true })
  try {
    const url = await ensureDatabase(server, 'covenant')
    await migrate(url, modules)
    return { server, url }
  } catch (error) {
    await server.stop('own')
    throw error
  }
}
