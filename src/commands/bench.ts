import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { modulesInOrder } from '../floors.ts'
import { makeLog } from '../world/log.ts'
import { realWorld } from '../world/real.ts'
import type { World } from '../world/world.ts'
import { leaves, withoutLog } from './benchLog.ts'
import { evaluations, type Measured, openTill, payments, postings } from './benchWork.ts'

/**
 * Measures on one server in one run and prints ratios, because seconds of a shared machine say little: pgbench's TPC-B-like is
 * the yardstick, then leaves of the log, ledger postings, whole payments over HTTP with real signatures, with the log's sequencer and
 * without it, and agreement evaluation.
 */
export async function benchCommand(): Promise<number> {
  const home = mkdtempSync(join(tmpdir(), 'covenant-bench-'))
  const real = await realWorld({ home, port: 0, databaseUrl: undefined, sandbox: true, historyDays: 0 }, modulesInOrder)
  // The log is measured elsewhere; here it would only scroll the table away.
  const w: World = { ...real, log: makeLog('silent') }
  try {
    say(
      `machine: ${availableParallelism()} cores, ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, node ${process.version}`,
    )
    const yardstick = pgbench(w.db.url)
    const rows: Measured[] = [await leaves(w), ...(await postings(w))]
    const till = await openTill(w, home)
    rows.push(await payments(till), ...(await withoutLog(w, till)))
    await till.stop()
    rows.push(evaluations())
    if (yardstick === null)
      say('pgbench is not installed (Debian: apt-get install postgresql-contrib): no ratios in this run')
    else say(`${'pgbench TPC-B-like, best of 4, 16, 32 clients'.padEnd(52)}${format(yardstick)}/s   1.00x`)
    for (const { what, perSecond, detail } of rows) {
      const ratio = yardstick === null ? '' : `${(perSecond / yardstick).toFixed(2)}x`
      say(`${what.padEnd(52)}${format(perSecond)}/s   ${ratio.padEnd(8)}${detail}`)
    }
    return 0
  } finally {
    await real.stop()
    rmSync(home, { recursive: true, force: true })
  }
}

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

const format = (perSecond: number): string => Math.round(perSecond).toLocaleString('en').padStart(9)

// Scale 10 (a million accounts) keeps the clients from queueing on a few branches, as the tool's own manual advises.
function pgbench(url: string): number | null {
  const database = new URL(url.replace('postgresql://postgres@/', 'postgresql://postgres@host/'))
  const host = database.searchParams.get('host') ?? ''
  const connect = ['-h', host, '-U', 'postgres', 'covenant']
  try {
    run(['-i', '-q', '-s', '10', ...connect])
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null
    throw error
  }
  const runs = ['4', '16', '32'].map((clients) => {
    const said = run(['-c', clients, '-j', '2', '-T', '5', '-n', ...connect])
    return Number(/tps = ([\d.]+)/.exec(said)?.[1] ?? 0)
  })
  return Math.max(...runs)
}

const run = (options: string[]): string =>
  execFileSync('pgbench', options, { stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8' })
