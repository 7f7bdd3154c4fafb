import { digestJson, idJson, timeJson } from '../world/money-json.ts'
import { type Route, route, z } from '../world/route.ts'
import { agreementFaults } from './errors.ts'
import { agreementSeen } from './routes.ts'
import { timelineOf } from './store.ts'

const governsJson = z.strictObject({
  version: z.int(),
  digest: digestJson,
  from: timeJson,
  until: timeJson.nullable(),
})

/** Doors of an agreement's life after it was signed. */
export const agreementLifeRoutes: Route[] = [
  route({
    name: 'getAgreementTimeline',
    does: 'GET /v1/agreements/{id}/timeline',
    tag: 'agreements',
    summary: {
      zh: '各版本何时生效；可按当时所知查看',
      en: 'Which version governs when, also as it was known on an earlier day',
    },
    may: 'agreements.read',
    params: z.strictObject({ id: idJson('agr') }),
    query: z.strictObject({
      knownAt: timeJson.optional().meta({ description: 'As known at that moment; now when absent' }),
    }),
    reply: z
      .strictObject({ knownAt: timeJson, items: z.array(governsJson) })
      .meta({ id: 'AgreementTimeline', description: 'Without a gap or an overlap from the first version to the last' }),
    refuses: [agreementFaults.notFound],
    handle: async (w, { who, params, query }) => {
      const agreement = await agreementSeen(w, who, params.id)
      // Nobody knows yet what will be known: a later moment is answered as now.
      const knownAt = Math.min(query.knownAt ?? w.now(), w.now())
      const rows = await timelineOf(w, agreement.partner, knownAt)
      const items = rows.map(({ number, root, effective_from, effective_until }) => ({
        version: number,
        digest: root,
        from: Number(effective_from),
        until: effective_until === null ? null : Number(effective_until),
      }))
      return { knownAt, items }
    },
  }),
]
