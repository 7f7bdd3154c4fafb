import { auditFaults } from '../audit/errors.ts'
import { receiptJson } from '../audit/logView.ts'
import { worldFaults } from '../world/errors.ts'
import { type Answer, type Route, route, type Who, z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { consoleFaults } from './errors.ts'
import { receiptFor } from './receiptFor.ts'

const common = { tag: 'log', reply: receiptJson } as const
const refuses = [consoleFaults.noReceipt, auditFaults.notNumbered, auditFaults.empty]

/** Receipts of business objects, by the object itself. */
export const receiptRoutes: Route[] = [
  route({
    ...common,
    name: 'getReceipt',
    does: 'GET /v1/receipts/{object}',
    summary: {
      zh: '支付、协议、授权或数据交付最新的收据，可离线验证',
      en: 'The newest receipt of a payment, an agreement, a consent or a data delivery; verifies offline',
    },
    // Which permission it takes depends on what the object is; the verb asks for it.
    may: 'signed-in',
    params: z.strictObject({ object: z.string().regex(/^(pay|agr|cns|con)_[0-9a-z]{26}$/) }),
    refuses: [...refuses, worldFaults.notAllowed],
    handle: (w, ask) => given(w, ask.who, ask.params.object, ask.answer),
  }),
  route({
    ...common,
    name: 'getOwnReceipt',
    does: 'GET /v1/me/receipts/{object}',
    summary: {
      zh: '本人授权或数据交付的收据，可离线验证',
      en: 'The newest receipt of one’s own consent or data delivery; verifies offline',
    },
    may: 'own.privacy',
    params: z.strictObject({ object: z.string().regex(/^(cns|con)_[0-9a-z]{26}$/) }),
    refuses,
    handle: (w, ask) => given(w, ask.who, ask.params.object, ask.answer),
  }),
]

async function given(w: World, who: Who, object: string, answer: Answer) {
  const { record, ...rest } = await receiptFor(w, who, object)
  answer.header('cache-control', 'no-store')
  return { ...rest, record: { ...record, facts: { ...record.facts }, commitments: { ...record.commitments } } }
}
