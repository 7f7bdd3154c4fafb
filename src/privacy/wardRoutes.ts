import { consentFaults } from '../consent/errors.ts'
import { phoneJson } from '../identity/proofJson.ts'
import { vaultFaults } from '../vault/errors.ts'
import { transaction } from '../world/command.ts'
import { dayJson, idJson, lineJson, page, pageQuery } from '../world/money-json.ts'
import { type Route, route, type Who, z } from '../world/route.ts'
import type { Inside } from '../world/world.ts'
import { cancelWard, confirmWard, refuseWard } from './decideWard.ts'
import { privacyFaults } from './errors.ts'
import { itself } from './itself.ts'
import { registerWard } from './registerWard.ts'
import { registrationsBefore, registrationsOf } from './storeWards.ts'
import { type WardRegistration, wardRelations, wardStates } from './wardRegistration.ts'
import { ownWardJson, toOwnWards, toWardViews, wardJson } from './wardView.ts'

const tag = 'privacy'
const one = z.strictObject({ id: idJson('wrd') })

/** A guardian's doors: whom she answers for. */
export const ownWardRoutes: Route[] = [
  route({
    name: 'listMyWards',
    does: 'GET /v1/me/wards',
    tag,
    summary: { zh: '我登记的未满十四周岁的孩子', en: 'The children under 14 I registered' },
    may: 'own.privacy',
    reply: page(ownWardJson),
    refuses: [],
    handle: async (w, { who }) => ({ items: await toOwnWards(w, await registrationsOf(w, itself(who))), next: null }),
  }),
  route({
    name: 'registerMyWard',
    does: 'POST /v1/me/wards',
    tag,
    summary: {
      zh: '登记我监护的孩子；核实之前不能代为同意任何事项',
      en: 'Register a child I answer for; nothing is given for it until that is checked',
    },
    may: 'own.privacy',
    body: z.strictObject({
      name: lineJson(60),
      born: dayJson,
      phone: phoneJson.meta({ description: 'The child’s own' }),
      relation: z.enum(wardRelations),
      evidence: lineJson(120).meta({ description: 'Number of the birth certificate or household register' }),
    }),
    reply: ownWardJson,
    status: 201,
    refuses: [
      privacyFaults.wardUnborn,
      privacyFaults.wardGrown,
      privacyFaults.wardSelf,
      privacyFaults.wardTwice,
      privacyFaults.tooManyWards,
      consentFaults.guardianNeeded,
      vaultFaults.valueInvalid,
    ],
    handle: async (w, { who, body }) => {
      const id = await transaction(w, (i) => registerWard(i, { guardian: itself(who), ...body }))
      const made = (await registrationsOf(w, itself(who))).filter((of) => of.id === id)
      return (await toOwnWards(w, made))[0] as z.output<typeof ownWardJson>
    },
  }),
  route({
    name: 'cancelMyWard',
    does: 'DELETE /v1/me/wards/{id}',
    tag,
    summary: { zh: '撤回尚未核实的登记', en: 'Take a registration back that nobody has decided' },
    may: 'own.privacy',
    params: one,
    reply: ownWardJson,
    refuses: [privacyFaults.noSuchWard, privacyFaults.wardDecided],
    handle: async (w, { who, params }) => {
      const of = await transaction(w, (i) => cancelWard(i, params.id, itself(who)))
      return (await toOwnWards(w, [of]))[0] as z.output<typeof ownWardJson>
    },
  }),
]

/** The institution checks what guardians say. Children's data are for nobody else's eyes, an auditor's neither. */
export const wardDeskRoutes: Route[] = [
  route({
    name: 'listWards',
    does: 'GET /v1/ward-registrations',
    tag,
    summary: { zh: '监护登记，最新在前', en: 'Registrations of guardians, newest first' },
    may: 'requests.read',
    query: z.strictObject({
      ...pageQuery,
      cursor: idJson('wrd').optional(),
      state: z.enum(wardStates).optional(),
    }),
    reply: page(wardJson),
    refuses: [],
    handle: async (w, { who, query: { limit = 20, cursor = '', state } }) => {
      if (who.orgKind !== 'institution') return { items: [], next: null }
      const found = await registrationsBefore(w, state, cursor, limit + 1)
      const items = found.slice(0, limit)
      return { items: await toWardViews(w, items), next: found.length > limit ? (items.at(-1)?.id ?? null) : null }
    },
  }),
  deciding('confirm', { zh: '确认监护关系', en: 'Confirm the guardian' }, z.strictObject({}), (i, id, who) =>
    confirmWard(i, id, who.id),
  ),
  deciding(
    'refuse',
    { zh: '不予确认并说明理由', en: 'Refuse, with the reason' },
    z.strictObject({ reason: lineJson(300) }),
    (i, id, who, reason) => refuseWard(i, id, who.id, reason),
  ),
]

function deciding<Body extends z.ZodType>(
  verb: 'confirm' | 'refuse',
  summary: { zh: string; en: string },
  body: Body,
  work: (i: Inside, id: string, who: Who, reason: string) => Promise<WardRegistration>,
): Route {
  return route({
    name: verb === 'confirm' ? 'confirmWard' : 'refuseWard',
    does: `POST /v1/ward-registrations/{id}/${verb}`,
    tag,
    summary,
    may: 'requests.handle',
    params: one,
    body,
    reply: wardJson,
    refuses: [
      privacyFaults.noSuchWard,
      privacyFaults.wardDecided,
      privacyFaults.wardGrown,
      privacyFaults.wardSelf,
      privacyFaults.wardTaken,
      privacyFaults.wardForgotten,
    ],
    handle: async (w, { who, params, body: said }) => {
      if (who.orgKind !== 'institution') throw privacyFaults.noSuchWard()
      const { reason = '' } = said as { reason?: string }
      const of = await transaction(w, (i) => work(i, params.id, who, reason))
      return (await toWardViews(w, [of]))[0] as z.output<typeof wardJson>
    },
  })
}
