import { isId } from '../base/id.ts'
import { dayMs } from '../base/time.ts'
import { transaction } from '../world/command.ts'
import { bothTexts, idJson, lineJson, page, pageQuery, timeJson } from '../world/money-json.ts'
import { type Ask, type Route, route, type Who, z } from '../world/route.ts'
import type { Inside, World } from '../world/world.ts'
import { planDeletion } from './deletion.ts'
import { privacyFaults } from './errors.ts'
import { answerRequest, extendRequest, refuseRequest, takeRequest } from './handleRequest.ts'
import { setHold } from './hold.ts'
import { liftOrAsk } from './liftOrAsk.ts'
import { eraseTonight, nextNight, previewNight } from './night.ts'
import { type PrivacyRequest, requestKinds, requestStates } from './request.ts'
import { retentionRules } from './retention.ts'
import { requestById, requestCounts, requestsByDue } from './store.ts'
import { findHold, holdsBefore, lastNights } from './storeRetention.ts'
import { planJson, requestJson, toRequestViews } from './view.ts'
import { wardDeskRoutes } from './wardRoutes.ts'

const tag = 'privacy'
const one = z.strictObject({ id: idJson('prq') })
const words = z.strictObject({ words: lineJson(1_000) })
const soonMs = 3 * dayMs

const listQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(requestStates).optional(),
  kind: z.enum(requestKinds).optional(),
  open: z.enum(['yes', 'no']).optional(),
})

const holdJson = z
  .strictObject({
    id: z.string(),
    target: z.string(),
    reason: z.string(),
    setBy: z.string(),
    setAt: timeJson,
    liftedBy: z.string().nullable(),
    liftedBecause: z.string().nullable(),
    liftedAt: timeJson.nullable(),
  })
  .meta({ id: 'LegalHold' })

const dueJson = z.strictObject({
  object: z.string(),
  subject: z.string().nullable(),
  endedAt: timeJson,
  until: timeJson,
  hold: z.string().nullable(),
})
const tonightJson = z
  .strictObject({ rule: z.string(), count: z.int(), held: z.int(), shown: z.array(dueJson).max(20) })
  .meta({ id: 'RetentionTonight' })
const ruleJson = z
  .strictObject({
    id: z.string(),
    data: bothTexts,
    keep: z.strictObject({ years: z.int(), months: z.int(), days: z.int() }),
    from: bothTexts,
    law: bothTexts,
    confidence: z.enum(['S', 'M']),
    does: bothTexts,
  })
  .meta({ id: 'RetentionRule' })
const nightJson = z
  .strictObject({
    id: z.string(),
    at: timeJson,
    erased: z.record(z.string(), z.int()),
    held: z.int(),
    rest: z.boolean(),
  })
  .meta({ id: 'RetentionNight' })

const desk: Route[] = [
  route({
    name: 'listPrivacyRequests',
    does: 'GET /v1/privacy-requests',
    tag,
    summary: { zh: '个人信息请求，先到期在前', en: 'Requests about personal data, what is due first on top' },
    may: 'requests.read',
    query: listQuery,
    reply: z
      .strictObject({
        items: z.array(requestJson).max(100),
        counts: z.strictObject({ open: z.int(), soon: z.int(), overdue: z.int() }),
        next: z.string().nullable(),
      })
      .meta({ id: 'PrivacyRequestDesk' }),
    refuses: [],
    handle: listRequests,
  }),
  route({
    name: 'getPrivacyRequest',
    does: 'GET /v1/privacy-requests/{id}',
    tag,
    summary: { zh: '一个请求，删除类附执行预览', en: 'One request; a deletion with what it would do' },
    may: 'requests.read',
    params: one,
    reply: z.strictObject({ request: requestJson, plan: planJson.nullable() }).meta({ id: 'PrivacyRequestWithPlan' }),
    refuses: [privacyFaults.noSuchRequest],
    handle: async (w, { who, params }) => {
      const request = reads(who) ? await requestById(w, params.id) : null
      if (!request) throw privacyFaults.noSuchRequest({ request: params.id })
      const isPlanned = request.kind === 'delete' && request.closedAt === null
      return { request: await viewOf(w, request), plan: isPlanned ? await planDeletion(w, request.subject) : null }
    },
  }),
  handling('takePrivacyRequest', 'take', { zh: '受理', en: 'Take in hand' }, z.strictObject({}), (i, id, who) =>
    takeRequest(i, id, who.id),
  ),
  handling(
    'answerPrivacyRequest',
    'answer',
    { zh: '答复；删除类即时执行', en: 'Answer; a deletion is carried out' },
    words,
    (i, id, who, said) => answerRequest(i, id, who.id, said),
  ),
  handling(
    'refusePrivacyRequest',
    'refuse',
    { zh: '拒绝并说明理由', en: 'Refuse, with the reason' },
    words,
    (i, id, who, said) => refuseRequest(i, id, who.id, said),
  ),
  handling(
    'extendPrivacyRequest',
    'extend',
    { zh: '依法延长时限', en: 'Extend the time limit where the law allows' },
    words,
    (i, id, _, said) => extendRequest(i, id, said),
  ),
]

function handling<Body extends z.ZodType>(
  name: string,
  verb: string,
  summary: { zh: string; en: string },
  body: Body,
  work: (i: Inside, id: string, who: Who, said: string) => Promise<PrivacyRequest>,
): Route {
  return route({
    name,
    does: `POST /v1/privacy-requests/{id}/${verb}`,
    tag,
    summary,
    may: 'requests.handle',
    params: one,
    body,
    reply: requestJson,
    idempotent: true,
    refuses: [privacyFaults.noSuchRequest, privacyFaults.notAllowed, privacyFaults.notExtendable, privacyFaults.held],
    handle: async (w, { who, params, body: said }) => {
      if (!handles(who)) throw privacyFaults.noSuchRequest({ request: params.id })
      const text = (said as { words?: string }).words ?? ''
      return await viewOf(w, await transaction(w, (i) => work(i, params.id, who, text)))
    },
  })
}

const retention: Route[] = [
  route({
    name: 'getRetention',
    does: 'GET /v1/retention',
    tag,
    summary: {
      zh: '保存期限规则、今晚预览与最近执行',
      en: 'Rules of retention, tonight’s preview and the last nights',
    },
    may: 'retention.read',
    reply: z
      .strictObject({
        rules: z.array(ruleJson).max(100),
        at: timeJson.meta({ description: 'When the next night runs' }),
        tonight: z.array(tonightJson).max(100),
        nights: z.array(nightJson).max(30),
      })
      .meta({ id: 'Retention' }),
    refuses: [],
    handle: async (w, { who }) => {
      if (!reads(who)) throw privacyFaults.notYours()
      const [tonight, nights] = await Promise.all([previewNight(w), lastNights(w, 14)])
      const rules = retentionRules.map(({ keep: { years = 0, months = 0, days = 0 }, ...rule }) => ({
        ...rule,
        keep: { years, months, days },
      }))
      return { rules, at: nextNight(w.now()), tonight, nights }
    },
  }),
  route({
    name: 'eraseNow',
    does: 'POST /v1/retention/runs',
    tag,
    summary: { zh: '立即执行到期删除', en: 'Erase what is due, now' },
    may: 'retention.manage',
    reply: nightJson,
    status: 201,
    idempotent: true,
    refuses: [privacyFaults.notYours],
    handle: async (w, { who }) => {
      if (!handles(who)) throw privacyFaults.notYours()
      return await eraseTonight(w)
    },
  }),
  route({
    name: 'listHolds',
    does: 'GET /v1/legal-holds',
    tag,
    summary: { zh: '法定保全，最新在前', en: 'Legal holds, newest first' },
    may: 'retention.read',
    query: z.strictObject({ ...pageQuery, cursor: idJson('hld').optional() }),
    reply: page(holdJson),
    refuses: [],
    handle: async (w, { who, query: { limit = 20, cursor = '' } }) => {
      if (!reads(who)) return { items: [], next: null }
      const found = await holdsBefore(w, cursor, limit + 1)
      const items = found.slice(0, limit)
      return { items, next: found.length > limit ? (items.at(-1)?.id ?? null) : null }
    },
  }),
  route({
    name: 'setHold',
    does: 'POST /v1/legal-holds',
    tag,
    summary: { zh: '设立保全：解除前不得删除', en: 'Set a hold: nothing is erased until it is lifted' },
    may: 'retention.manage',
    body: z.strictObject({
      target: z.string().refine((id) => isId('con', id) || isId('pay', id) || isId('cns', id) || isId('prq', id), {
        params: {
          zh: '不是消费者、支付、授权或请求的编号',
          en: 'not the id of a consumer, payment, consent or request',
        },
      }),
      reason: lineJson(300),
    }),
    reply: holdJson,
    status: 201,
    idempotent: true,
    refuses: [privacyFaults.notYours],
    handle: async (w, { who, body }) => {
      if (!handles(who)) throw privacyFaults.notYours()
      return await transaction(w, (i) => setHold(i, body.target, body.reason, who.id))
    },
  }),
  route({
    name: 'liftHold',
    does: 'POST /v1/legal-holds/{id}/lift',
    tag,
    summary: {
      zh: '解除保全：按复核规则，须经他人复核（202，见 approval）',
      en: 'Lift a hold: by the policy, once others approved it (202, see `approval`)',
    },
    may: 'retention.manage',
    params: z.strictObject({ id: idJson('hld') }),
    body: z.strictObject({ reason: lineJson(300) }),
    reply: holdJson
      .extend({
        approval: z.string().nullable().meta({ description: 'What waits for others; null when it is lifted' }),
      })
      .meta({ id: 'LegalHoldLifted' }),
    idempotent: true,
    refuses: [privacyFaults.noSuchHold],
    handle: async (w, { who, params, body, answer }) => {
      if (!handles(who)) throw privacyFaults.noSuchHold({ hold: params.id })
      const approval = await liftOrAsk(w, who, params.id, body.reason)
      if (approval) answer.status(202)
      const hold = await findHold(w, params.id)
      if (!hold) throw privacyFaults.noSuchHold({ hold: params.id })
      return { ...hold, approval: approval?.id ?? null }
    },
  }),
]

/** The desk of requests and of guardians, and what retention erases and holds keep. */
export const deskRoutes: Route[] = [...desk, ...retention, ...wardDeskRoutes]

async function listRequests(w: World, { who, query }: Ask<unknown, z.output<typeof listQuery>>) {
  if (!reads(who)) return { items: [], counts: { open: 0, soon: 0, overdue: 0 }, next: null }
  const { limit = 20, cursor = '0~', state, kind, open } = query
  const [due = '0', id = ''] = cursor.split('~')
  const isOpen = open === undefined ? undefined : open === 'yes'
  const after = { due: Number(/^\d{1,15}$/.test(due) ? due : 0), id }
  const [found, counts] = await Promise.all([
    requestsByDue(w, { state, kind, isOpen }, after, limit + 1),
    requestCounts(w, w.now() + soonMs),
  ])
  const shown = found.slice(0, limit)
  const last = shown.at(-1)
  const next = found.length > limit && last ? `${last.dueAt}~${last.id}` : null
  return { items: await toRequestViews(w, shown), counts, next }
}

const viewOf = async (w: World, request: PrivacyRequest): Promise<z.output<typeof requestJson>> =>
  (await toRequestViews(w, [request]))[0] as z.output<typeof requestJson>
const reads = ({ orgKind }: Who): boolean => orgKind === 'institution' || orgKind === 'auditor'
const handles = ({ orgKind }: Who): boolean => orgKind === 'institution'
