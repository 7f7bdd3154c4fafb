import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

// For tests of the product as people run it: a process of its own, its own database and wallet, reached through its ports only.

const root = fileURLToPath(new URL('..', import.meta.url))
const main = [join(root, 'node_modules/.bin/node'), '--disable-warning=ExperimentalWarning', join(root, 'src/main.ts')]
const readyMs = 120_000
const endMs = 60_000
const callMs = 60_000

export type Ended = { code: number | null; out: string; err: string }
export type Answer = { status: number; body: Record<string, unknown>; replayed: boolean }

export type Running = {
  readonly home: string
  readonly port: number
  readonly url: string
  /** Starts it (again) and waits until it is ready. */
  start(): Promise<void>
  /** kill -9 of the application; its database goes on. */
  kill(): Promise<void>
  /** kill -9 of the database's own processes, all at once. */
  killDatabase(): Promise<void>
  /** SIGTERM; how it ended. */
  stop(): Promise<Ended>
  /** What it has written since its last start, and how that ended. */
  said(): Ended | null
  /** A call with the key of the merchant's till or of the institution's operator. Throws when nothing answers. */
  call(who: 'till' | 'operator', method: string, path: string, body?: object, key?: string): Promise<Answer>
  /** A call of the shopper's phone. */
  phone(method: string, path: string, body?: object): Promise<Answer>
}

/** A product in a folder of its own. Whatever it leaves running is ended with the test. */
export async function running(settings: Record<string, string> = {}): Promise<Running> {
  const home = temporaryHome()
  const port = await freePorts()
  const env = { COVENANT_HOME: home, PORT: String(port), COVENANT_HISTORY_DAYS: '1', ...settings }
  const product: { now: Process | null } = { now: null }
  onTestFinished(async () => {
    product.now?.child.kill('SIGKILL')
    await product.now?.ended
    cleanUp(home)
  })
  const keyOf = (who: 'till' | 'operator'): string =>
    readFileSync(join(home, 'keys', who === 'till' ? 'demo-merchant.key' : 'demo-operator.key'), 'utf8')
  return {
    home,
    port,
    url: `http://127.0.0.1:${port}`,
    start: async () => {
      product.now = spawned(['start'], env)
      await readiness(product.now)
    },
    kill: async () => {
      product.now?.child.kill('SIGKILL')
      await product.now?.ended
    },
    killDatabase: async () => {
      for (const pid of databaseProcesses(home)) quietly(() => process.kill(pid, 'SIGKILL'))
      while (databaseProcesses(home).some((pid) => isAlive(pid))) await sleep(20)
    },
    stop: async () => {
      product.now?.child.kill('SIGTERM')
      return (await product.now?.ended) ?? { code: null, out: '', err: 'it was never started' }
    },
    said: () => product.now && { code: product.now.child.exitCode, ...product.now.said },
    call: (who, method, path, body, key) =>
      send(`http://127.0.0.1:${port}${path}`, method, body, {
        authorization: `Bearer ${keyOf(who)}`,
        ...(method === 'GET' ? {} : { 'idempotency-key': key ?? crypto.randomUUID() }),
      }),
    phone: (method, path, body) => send(`http://127.0.0.1:${port + 1}${path}`, method, body, {}),
  }
}

/** Runs the command line once and answers how it ended. Killed after half a minute. */
export async function ran(args: string[], env: Record<string, string>, before: string[] = []): Promise<Ended> {
  const { child, ended } = spawned(args, env, before)
  const late = setTimeout(() => child.kill('SIGKILL'), endMs)
  return await ended.finally(() => clearTimeout(late))
}

/** The command of the product, for scripts that run it in a shell. */
export const commandLine = main.join(' ')

/** A new empty folder for an installation, removed with the test, its database stopped before. */
export function temporaryHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'covenant-run-'))
  onTestFinished(() => cleanUp(home))
  return home
}

/** A port that is free together with the one after it. */
export async function freePorts(): Promise<number> {
  for (let turn = 0; turn < 200; turn++) {
    // Below the range from which systems give out ports by themselves (32768 on Linux).
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    if ((await isFree(port)) && (await isFree(port + 1))) return port
  }
  throw new Error('no two free ports side by side')
}

/** The process number of a home's database server; null when none runs. */
export function databaseOf(home: string): number | null {
  const file = join(home, 'postgres', 'data', 'postmaster.pid')
  if (!existsSync(file)) return null
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  return Number.isInteger(pid) && pid > 0 && isAlive(pid) ? pid : null
}

type Process = { child: ChildProcess; ended: Promise<Ended>; said: { out: string; err: string } }

function spawned(args: string[], env: Record<string, string>, before: string[] = []): Process {
  const [program = '', ...rest] = [...before, ...main, ...args]
  // What the shell of the tester has set must not reach the product under test.
  const inherited = { ...process.env }
  for (const name of ['PORT', 'DATABASE_URL', 'COVENANT_MODE']) delete inherited[name]
  const child = spawn(program, rest, { cwd: root, env: { ...inherited, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = { out: '', err: '' }
  child.stdout?.on('data', (text: Buffer) => {
    said.out += text.toString()
  })
  child.stderr?.on('data', (text: Buffer) => {
    said.err += text.toString()
  })
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, ...said })))
  return { child, ended, said }
}

async function readiness({ child, ended, said }: Process): Promise<void> {
  const until = Date.now() + readyMs
  let end: Ended | null = null
  void ended.then((how) => {
    end = how
  })
  while (!said.out.includes('is ready:')) {
    if (end) throw new Error(`it ended before it was ready: ${JSON.stringify(end)}`)
    if (Date.now() > until) {
      child.kill('SIGKILL')
      throw new Error(`it was not ready in time: ${said.out} ${said.err}`)
    }
    await sleep(20)
  }
}

async function send(
  url: string,
  method: string,
  body: object | undefined,
  headers: Record<string, string>,
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { ...headers, connection: 'close', ...(method === 'GET' ? {} : { 'content-type': 'application/json' }) },
    signal: AbortSignal.timeout(callMs),
    ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
  })
  const replayed = response.headers.get('idempotent-replayed') === 'true'
  return { status: response.status, body: (await response.json()) as Record<string, unknown>, replayed }
}

// The server and all its children, as the kernel lists them.
function databaseProcesses(home: string): number[] {
  const pid = databaseOf(home)
  if (pid === null) return []
  const file = `/proc/${pid}/task/${pid}/children`
  const children = existsSync(file) ? readFileSync(file, 'utf8').trim().split(/\s+/).filter(Boolean).map(Number) : []
  return [pid, ...children]
}

function cleanUp(home: string): void {
  const pid = databaseOf(home)
  if (pid !== null) quietly(() => process.kill(pid, 'SIGKILL'))
  for (let turn = 0; turn < 200 && pid !== null && isAlive(pid); turn++) pause(25)
  rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
}

const pause = (ms: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

function isAlive(pid: number): boolean {
  // A zombie has ended; whoever is its parent has only not looked yet.
  const file = `/proc/${pid}/stat`
  if (existsSync(file)) return !/^\d+ \(.*\) Z/.test(quietly(() => readFileSync(file, 'utf8')) ?? '0 (gone) Z')
  return quietly(() => process.kill(pid, 0)) ?? false
}

function quietly<T>(work: () => T): T | null {
  try {
    return work()
  } catch {
    return null
  }
}
