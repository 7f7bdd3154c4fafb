import { auditFaults } from '../audit/errors.ts'
import { receiptJson } from '../audit/logView.ts'
import { worldFaults } from '../world/errors.ts'
import { type Route, route, z } from '../world/route.ts'
import { consoleFaults } from './errors.ts'
import { receiptFor } from './receiptFor.ts'

/** Receipts of business objects, by the object itself. */
export const receiptRoutes: Route[] = [
  route({
    name: 'getReceipt',
    does: 'GET /v1/receipts/{object}',
    tag: 'log',
    summary: {
      zh: '支付、协议或授权最新的收据，可离线验证',
      en: 'The newest receipt of a payment, an agreement or a consent; verifies offline',
    },
    // Which permission it takes depends on what the object is; the handler asks for it.
    may: 'signed-in',
    params: z.strictObject({ object: z.string().regex(/^(pay|agr|cns)_[0-9a-z]{26}$/) }),
    reply: receiptJson,
    refuses: [consoleFaults.noReceipt, auditFaults.notNumbered, auditFaults.empty, worldFaults.notAllowed],
    handle: async (w, { who, params, answer }) => {
      const { record, ...rest } = await receiptFor(w, who, params.object)
      answer.header('cache-control', 'no-store')
      return { ...rest, record: { ...record, facts: { ...record.facts }, commitments: { ...record.commitments } } }
    },
  }),
]
