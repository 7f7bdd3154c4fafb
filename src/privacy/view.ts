import { movesFrom } from '../base/moves.ts'
import { peopleAll } from '../identity/find.ts'
import { consumersByIds } from '../identity/forget.ts'
import { bothTexts, timeJson } from '../world/money-json.ts'
import { z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { clockNames, clocks, type PrivacyRequest, requestKinds, requestMoves, requestStates } from './request.ts'
import { openWords } from './words.ts'

export const planItemJson = z
  .strictObject({
    rule: z.string(),
    data: bothTexts,
    count: z.int(),
    does: z.enum(['erase', 'keep']),
    law: bothTexts.nullable(),
    until: timeJson.nullable(),
  })
  .meta({ id: 'DeletionItem' })
export const planJson = z.strictObject({ items: z.array(planItemJson).max(50) }).meta({ id: 'DeletionPlan' })

const clockJson = z.strictObject({
  id: z.enum(clockNames),
  name: bothTexts,
  source: z.string(),
  confidence: z.enum(['S', 'M']),
})

export const requestJson = z
  .strictObject({
    id: z.string(),
    subject: z.string(),
    phone: z.string().nullable().meta({ description: 'Masked phone of the person' }),
    kind: z.enum(requestKinds),
    state: z.enum(requestStates),
    clock: clockJson,
    words: z.string().nullable(),
    answer: z.string().nullable(),
    outcome: planJson.nullable(),
    handler: z.strictObject({ id: z.string(), name: bothTexts }).nullable(),
    openedAt: timeJson,
    takenAt: timeJson.nullable(),
    dueAt: timeJson,
    isExtended: z.boolean(),
    isOverdue: z.boolean(),
    closedAt: timeJson.nullable(),
    may: z.array(z.string()).meta({ description: 'What may be done with it now' }),
  })
  .meta({ id: 'PrivacyRequest' })

/** Requests as people see them, each with its words opened. */
export async function toRequestViews(
  w: World,
  requests: readonly PrivacyRequest[],
): Promise<z.output<typeof requestJson>[]> {
  const staff = await peopleAll(w)
  // Somebody who has left is named by the id that the log knows.
  const named = (id: string) => staff.find((one) => one.id === id)?.name ?? { zh: id, en: id }
  const people = await consumersByIds(w, [...new Set(requests.map(({ subject }) => subject))])
  return await Promise.all(
    requests.map(async (request) => {
      const { id, name, source, confidence } = clocks[request.clock]
      const isOpen = request.closedAt === null
      const mayExtend = isOpen && !request.isExtended && clocks[request.clock].extension !== null
      return {
        id: request.id,
        subject: request.subject,
        phone: people.find((one) => one.id === request.subject)?.phone ?? null,
        kind: request.kind,
        state: request.state,
        clock: { id, name, source, confidence },
        words: await openWords(w, request, 'words', request.words),
        answer: await openWords(w, request, 'answer', request.answer),
        outcome: request.outcome,
        handler: request.handler === null ? null : { id: request.handler, name: named(request.handler) },
        openedAt: request.openedAt,
        takenAt: request.takenAt,
        dueAt: request.dueAt,
        isExtended: request.isExtended,
        isOverdue: isOpen && w.now() >= request.dueAt,
        closedAt: request.closedAt,
        may: [...movesFrom(requestMoves, request.state), ...(mayExtend ? ['extend'] : [])],
      }
    }),
  )
}
