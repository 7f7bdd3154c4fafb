import { type Alarm, alarmKinds, alarmMoves, wordsOfAlarm } from '../audit/alarm.ts'
import { alarmById, alarmsNewest, openAlarmCount } from '../audit/alarms.ts'
import { auditFaults } from '../audit/errors.ts'
import { handleAlarm } from '../audit/handleAlarm.ts'
import { movesFrom } from '../base/moves.ts'
import { peopleAll } from '../identity/find.ts'
import { bothTexts, idJson, lineJson, page, pageQuery, timeJson } from '../world/money-json.ts'
import { type Ask, type Route, route, type Who, z } from '../world/route.ts'
import type { World } from '../world/world.ts'

const states = z.enum(['open', 'acknowledged', 'closed'])
const signedJson = z.strictObject({
  by: z.strictObject({ id: z.string(), name: bothTexts }),
  at: timeJson,
  words: z.string(),
})

const alarmJson = z
  .strictObject({
    id: idJson('alm'),
    kind: z.string(),
    title: bothTexts,
    advice: bothTexts.meta({ description: 'What to do first' }),
    object: z.string(),
    count: z.int().min(1).meta({ description: 'How often it was seen; the same again within a day counts on' }),
    firstAt: timeJson,
    lastAt: timeJson,
    state: states,
    acknowledged: signedJson.nullable(),
    closed: signedJson.nullable(),
    may: z.array(z.enum(['acknowledge', 'close'])).max(2),
  })
  .meta({ id: 'Alarm', description: 'Something that should not happen, waiting for a person' })

const kinds = Object.keys(alarmKinds) as [string, ...string[]]
const listQuery = z.strictObject({
  ...pageQuery,
  cursor: idJson('alm').optional(),
  state: states.optional(),
  kind: z.enum(kinds).optional(),
})
const one = z.strictObject({ id: idJson('alm') })
const words = z.strictObject({
  words: lineJson(500).min(5).meta({ description: 'Kept with the alarm; the log keeps their digest' }),
})
const common = { tag: 'alarms' } as const

/** The inbox of alarms. Here and not with the log, because who signed is called by name. */
export const alarmRoutes: Route[] = [
  route({
    ...common,
    name: 'listAlarms',
    does: 'GET /v1/alarms',
    summary: { zh: '告警，最新在前', en: 'Alarms, newest first' },
    may: 'alarms.read',
    query: listQuery,
    reply: page(alarmJson).extend({
      open: z
        .int()
        .min(0)
        .meta({ description: 'How many nobody has taken in hand, whatever the filter; at most 1,000' }),
    }),
    refuses: [],
    handle: listAlarms,
  }),
  route({
    ...common,
    name: 'getAlarm',
    does: 'GET /v1/alarms/{id}',
    summary: { zh: '一条告警', en: 'One alarm' },
    may: 'alarms.read',
    params: one,
    reply: alarmJson,
    refuses: [auditFaults.alarmUnknown],
    handle: (w, { who, params }) => alarmSeen(w, who, params.id),
  }),
  ...(['acknowledge', 'close'] as const).map((move) =>
    route({
      ...common,
      name: `${move}Alarm`,
      does: `POST /v1/alarms/{id}/${move}`,
      summary:
        move === 'acknowledge'
          ? { zh: '认领告警，写明打算', en: 'Take an alarm in hand, with words' }
          : { zh: '关闭告警，写明原因', en: 'Close an alarm, with the reason' },
      may: 'alarms.handle',
      params: one,
      body: words,
      reply: alarmJson,
      idempotent: true,
      refuses: [auditFaults.alarmUnknown, auditFaults.alarmMovedOn],
      handle: async (w, { who, params, body }) => {
        await handleAlarm(w, who, { id: params.id, move, words: body.words })
        return await alarmSeen(w, who, params.id)
      },
    }),
  ),
]

async function listAlarms(w: World, { who, query }: Ask<unknown, z.output<typeof listQuery>>) {
  const { limit = 20, cursor = null, state = null, kind = null } = query
  const found = await alarmsNewest(w, { state, kind, before: cursor }, limit + 1)
  const items = await toViews(w, who, found.slice(0, limit))
  return { items, next: found.length > limit ? (items.at(-1)?.id ?? null) : null, open: await openAlarmCount(w) }
}

async function alarmSeen(w: World, who: Who, id: string) {
  const found = await alarmById(w, id)
  const [view] = found ? await toViews(w, who, [found]) : []
  if (!view) throw auditFaults.alarmUnknown({ alarm: id })
  return view
}

async function toViews(w: World, who: Who, alarms: readonly Alarm[]) {
  const isSigned = alarms.some(({ taken }) => taken)
  const people = new Map((isSigned ? await peopleAll(w) : []).map(({ id, name }) => [id as string, name]))
  const named = (signed: Alarm['taken']) =>
    signed && {
      by: { id: signed.by, name: people.get(signed.by) ?? { zh: signed.by, en: signed.by } },
      at: signed.at,
      words: signed.words,
    }
  const mayHandle = who.permissions.has('alarms.handle')
  return alarms.map(({ id, kind, object, count, firstAt, lastAt, state, taken, closed }) => ({
    id: id as `alm_${string}`,
    kind,
    ...wordsOfAlarm(kind),
    object,
    count,
    firstAt,
    lastAt,
    state,
    acknowledged: named(taken),
    closed: named(closed),
    may: mayHandle ? movesFrom(alarmMoves, state) : [],
  }))
}
