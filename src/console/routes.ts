import { paymentFaults } from '../payments/errors.ts'
import { visible } from '../payments/routes.ts'
import { idJson } from '../world/money-json.ts'
import { type Route, route, z } from '../world/route.ts'
import { traceOf } from './trace.ts'
import { traceJson } from './traceJson.ts'

export const consoleRoutes: Route[] = [
  route({
    name: 'tracePayment',
    does: 'GET /v1/payments/{id}/trace',
    tag: 'payments',
    summary: { zh: '一笔支付从条款到账单行的全部来历', en: 'One payment from its clause to the row of the wallet’s file' },
    may: 'payments.read',
    params: z.strictObject({ id: idJson('pay') }),
    reply: traceJson,
    refuses: [paymentFaults.notFound],
    handle: async (w, { who, params }) => await traceOf(w, await visible(w, who, params.id), who),
  }),
]
