import pg from 'pg'
import { inject, onTestFinished } from 'vitest'
import { seededRandom } from '../src/base/random.ts'
import { system } from '../src/world/actor.ts'
import { openDatabase } from '../src/world/database.ts'
import { keysInMemory } from '../src/world/keys.ts'
import { makeLog } from '../src/world/log.ts'
import { siteAt } from '../src/world/site.ts'
import type { Fetch, World } from '../src/world/world.ts'

export type TestWorld = World & {
  /** Moves the clock forward. Jobs run only when told (`runDueJobs`). */
  pass(ms: number): void
  /** Sets what answers network calls; until then every call is refused as by a dead network. */
  network(fetch: Fetch): void
}

let made = 0

/**
 * A world of one test: its own database cloned from the migrated template, a clock that moves only when told, chance from a
 * seed (SEED in the environment repeats a failure), and no network until the test gives one.
 */
export async function testWorld(options: { at?: string; seed?: number } = {}): Promise<TestWorld> {
  const serverUrl = inject('serverUrl')
  const name = `t_${process.pid}_${++made}_${Math.floor(Math.random() * 1e9)}`
  const admin = new pg.Client({ connectionString: serverUrl })
  await admin.connect()
  await admin.query(`create database ${name} template template_covenant strategy file_copy`)
  await admin.end()
  let at = Date.parse(options.at ?? '2026-07-01T02:00:00Z')
  let fetch: Fetch = async () => {
    throw new TypeError('no network in this test')
  }
  const db = openDatabase({ url: serverUrl.replace('/postgres?', `/${name}?`), most: 24 })
  onTestFinished(() => db.close())
  return {
    db,
    now: () => at,
    random: seededRandom(options.seed ?? Number(process.env['SEED'] ?? 17)),
    fetch: (url, init) => fetch(url, init),
    keys: keysInMemory(),
    log: makeLog('silent'),
    mode: 'sandbox',
    site: siteAt(null),
    // A hundred years away: the worker's own clock never finds a job due, only `runDueJobs` does.
    actor: system('test'),
    jobShiftMs: 100 * 365 * 86_400_000,
    pass: (ms) => {
      at += ms
    },
    network: (to) => {
      fetch = to
    },
  }
}
