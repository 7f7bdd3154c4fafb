import type { HouseDoor, Reply } from './door.ts'
import { worldFaults } from './errors.ts'
import { explorer } from './explorer.ts'
import { readiness } from './health.ts'
import type { Metrics } from './metrics.ts'
import { printOpenapi } from './openapi.ts'
import type { Route } from './route.ts'
import type { World } from './world.ts'

type About = { routes: readonly Route[]; name: string; migrations: readonly string[]; metrics: Metrics }

const jsonType = 'application/json; charset=utf-8'

/** Health for the machines that run us, metrics for the machines that watch us, the API document for everybody. */
export function houseDoors(w: World, { routes, name, migrations, metrics }: About): HouseDoor[] {
  let document: string | null = null
  const openapi = (): string => {
    document ??= printOpenapi(routes, name)
    return document
  }
  return [
    { path: '/health/live', answer: async () => reply(200, jsonType, '{"live":true}') },
    {
      path: '/health/ready',
      answer: async () => {
        const said = await readiness(w, migrations)
        return reply(said.ready ? 200 : 503, jsonType, JSON.stringify(said))
      },
    },
    {
      path: '/metrics',
      answer: async ({ ip, headers }) => {
        // Figures about our load are for our own machine; a proxy in front does not make a stranger local.
        if (!/^(127\.|::1$|::ffff:127\.)/.test(ip) || headers['x-forwarded-for'] !== undefined)
          throw worldFaults.notFound()
        const { type, text } = await metrics.print()
        return reply(200, type, text)
      },
    },
    { path: '/openapi.json', answer: async () => reply(200, jsonType, openapi()) },
    ...explorer(name),
  ]
}

const reply = (status: number, type: string, text: string, headers: Record<string, string> = {}): Reply => ({
  status,
  headers: { 'content-type': type, ...headers },
  cookies: [],
  body: Buffer.from(text),
  feed: null,
})
