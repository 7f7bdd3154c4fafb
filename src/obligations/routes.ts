import { agreementFaults } from '../agreements/errors.ts'
import { agreementSeen } from '../agreements/routes.ts'
import { resumeOrAsk, stopByPerson } from '../agreements/stopOrAsk.ts'
import { stopsOf } from '../agreements/stops.ts'
import { present } from '../base/assert.ts'
import { merchantById } from '../merchants/find.ts'
import { partnerById } from '../partners/find.ts'
import { idJson, lineJson } from '../world/money-json.ts'
import { type Route, route, type Who, z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { obligationFaults } from './errors.ts'
import { gaugesOf } from './gauges.ts'
import { findingsOf } from './storeFindings.ts'
import {
  findingJson,
  gaugeJson,
  stopJson,
  toFindingView,
  toGaugeView,
  toStopView,
  toUnmeasuredView,
  unmeasuredJson,
} from './view.ts'
import { watchClauses } from './watchClauses.ts'

const because = lineJson(200).min(4)
const findingsMost = 50
const one = z.strictObject({ id: idJson('agr') })

export const obligationRoutes: Route[] = [
  route({
    name: 'getMonitoring',
    does: 'GET /v1/monitoring',
    tag: 'agreements',
    summary: {
      zh: '监测条款：离阈值多远、何时触及、已采取的措施',
      en: 'Monitoring clauses: how far, when they would act, what was found and stopped',
    },
    may: 'obligations.read',
    query: z.strictObject({ partner: idJson('par') }),
    reply: z
      .strictObject({
        gauges: z.array(gaugeJson),
        unmeasured: z.array(unmeasuredJson).meta({ description: 'Clauses whose metric has no source here yet' }),
        findings: z.array(findingJson),
        stops: z.array(stopJson),
        may: z.array(z.enum(['manage'])),
      })
      .meta({ id: 'Monitoring' }),
    refuses: [obligationFaults.unknownPartner],
    handle: async (w, { who, query: { partner } }) => {
      await partnerSeen(w, who, partner)
      // Single merchants are the institution's own; a partner sees what is measured of itself.
      const isOurs = who.orgKind !== 'partner'
      const seen = <T extends { merchant: unknown }>(all: T[]): T[] =>
        isOurs ? all : all.filter(({ merchant }) => merchant === null)
      const { gauges, unmeasured } = await gaugesOf(w, partner)
      return {
        gauges: seen(await Promise.all(gauges.map((gauge) => toGaugeView(w, gauge)))),
        unmeasured: unmeasured.map(toUnmeasuredView),
        findings: seen(await Promise.all((await findingsOf(w, partner, findingsMost)).map((f) => toFindingView(w, f)))),
        stops: seen(await Promise.all((await stopsOf(w, partner)).map((stop) => toStopView(w, stop)))),
        may: who.orgKind === 'institution' && who.permissions.has('obligations.manage') ? ['manage' as const] : [],
      }
    },
  }),
  route({
    name: 'evaluateMonitoring',
    does: 'POST /v1/monitoring/evaluations',
    tag: 'agreements',
    summary: { zh: '立即核查监测条款', en: 'Evaluate the monitoring clauses now' },
    may: 'obligations.manage',
    body: z.strictObject({ partner: idJson('par') }),
    reply: z.strictObject({ found: z.int() }),
    idempotent: true,
    refuses: [obligationFaults.unknownPartner],
    handle: async (w, { who, body: { partner } }) => {
      await partnerSeen(w, who, partner)
      return { found: await watchClauses(w, partner) }
    },
  }),
  route({
    name: 'stopPayments',
    does: 'POST /v1/agreements/{id}/stop',
    tag: 'agreements',
    summary: {
      zh: '暂停受理新的支付；退款照常',
      en: 'Stop new payments under an agreement; refunds run on',
    },
    may: 'obligations.manage',
    params: one,
    body: z.strictObject({
      merchant: idJson('mer').nullable().meta({ description: 'Null: the whole wallet' }),
      because,
    }),
    reply: stopJson,
    status: 201,
    idempotent: true,
    refuses: [agreementFaults.notFound, obligationFaults.unknownMerchant],
    handle: async (w, { who, params, body }) => {
      const agreement = await agreementSeen(w, who, params.id)
      if (body.merchant !== null && !(await merchantById(w, body.merchant)))
        throw obligationFaults.unknownMerchant({ merchant: body.merchant }, '/merchant')
      const id = await stopByPerson(w, who, { agreement, ...body })
      return await stopSeen(w, agreement.partner, id)
    },
  }),
  route({
    name: 'resumePayments',
    does: 'POST /v1/agreements/{id}/resume',
    tag: 'agreements',
    summary: {
      zh: '恢复受理新的支付；须他人复核时答复 202',
      en: 'Let new payments pass again; 202 while it waits for another person',
    },
    may: 'obligations.manage',
    params: one,
    body: z.strictObject({ stop: idJson('stp'), because }),
    reply: stopJson,
    idempotent: true,
    refuses: [agreementFaults.notFound, agreementFaults.stopNotFound, agreementFaults.stopOver],
    handle: async (w, { who, params, body, answer }) => {
      const agreement = await agreementSeen(w, who, params.id)
      if ((await resumeOrAsk(w, who, { agreement, ...body })) !== null) answer.status(202)
      return await stopSeen(w, agreement.partner, body.stop)
    },
  }),
]

async function stopSeen(w: World, partner: string, id: string) {
  const stop = (await stopsOf(w, partner)).find((one) => one.id === id)
  return await toStopView(w, present(stop, 'a stop that was just touched is stored'))
}

async function partnerSeen(w: World, who: Who, id: string): Promise<void> {
  const maySee = who.orgKind === 'institution' || who.orgKind === 'auditor' || who.org === id
  if (!maySee || !(await partnerById(w, id))) throw obligationFaults.unknownPartner({ partner: id })
}
