import { onTestFinished } from 'vitest'
import { seededRandom } from '../src/base/random.ts'
import { system } from '../src/world/actor.ts'
import type { Authenticate } from '../src/world/door.ts'
import { keysInMemory } from '../src/world/keys.ts'
import type { Log } from '../src/world/log.ts'
import { makeLog } from '../src/world/log.ts'
import { noAssurance, type Route, type Who } from '../src/world/route.ts'
import { type RunningServer, type ServerOptions, startServer } from '../src/world/server.ts'
import { siteAt } from '../src/world/site.ts'
import type { World } from '../src/world/world.ts'

/** A world without a database, for tests of what happens before a handler. */
export function hollowWorld(log: Log = makeLog('silent')): World {
  return {
    db: {
      pool: { totalCount: 0, idleCount: 0, waitingCount: 0, query: () => Promise.reject(new Error('no database')) },
    } as never,
    now: () => Date.parse('2026-07-01T02:00:00Z'),
    random: seededRandom(17),
    fetch: () => Promise.reject(new TypeError('no network in this test')),
    keys: keysInMemory(),
    log,
    mode: 'sandbox',
    site: siteAt(null),
    actor: system('test'),
    jobShiftMs: 0,
  }
}

/** A caller with some permissions. */
export const caller = (id: string, ...permissions: string[]): Who => ({
  kind: 'key',
  id,
  name: id,
  org: `org_${id}`,
  orgKind: 'merchant',
  role: 'owner',
  permissions: new Set(permissions),
  session: null,
  assurance: noAssurance,
})

/** Recognises `Bearer <id>` and the cookie `session=<id>` among the callers given. */
export const knowing =
  (...callers: Who[]): Authenticate =>
  async (_, { authorization, cookies }) =>
    callers.find((who) => authorization === `Bearer ${who.id}` || cookies['session'] === who.id) ?? null

/** Routes on a free port for one test, closed after it. */
export async function open(
  w: World,
  routes: readonly Route[],
  options: Partial<ServerOptions> = {},
): Promise<RunningServer> {
  const server = await startServer(w, {
    routes,
    authenticate: knowing(),
    port: 0,
    name: 'Test',
    stopMs: 2_000,
    ...options,
  })
  onTestFinished(() => server.stop())
  return server
}
