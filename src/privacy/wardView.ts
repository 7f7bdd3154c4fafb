import { movesFrom } from '../base/moves.ts'
import { dayOf } from '../base/time.ts'
import { ageZone } from '../consent/ward.ts'
import { peopleAll } from '../identity/find.ts'
import { consumersByIds } from '../identity/forget.ts'
import { maskedPhone } from '../identity/phone.ts'
import { bothTexts, timeJson } from '../world/money-json.ts'
import { z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { openChild, openReason } from './childTold.ts'
import { type WardRegistration, wardMoves, wardRelations, wardStates } from './wardRegistration.ts'

const common = {
  id: z.string(),
  relation: z.enum(wardRelations),
  state: z.enum(wardStates),
  name: z.string().nullable().meta({ description: 'Null once the person’s key is destroyed' }),
  ward: z.string().nullable().meta({ description: 'The child as a consumer, once it is confirmed' }),
  lastDay: z.string().nullable().meta({ description: 'The last day on which the guardian decides' }),
  isOver: z.boolean().meta({ description: 'The child is 14 and decides alone' }),
  reason: z.string().nullable().meta({ description: 'Why it was refused' }),
  openedAt: timeJson,
  decidedAt: timeJson.nullable(),
  may: z.array(z.enum(['confirm', 'refuse', 'cancel'])).max(3),
}

/** What a guardian sees of her own registrations. */
export const ownWardJson = z.strictObject(common).meta({ id: 'OwnWard' })

/** What the desk sees: enough to check the evidence, and no birthday once it is decided. */
export const wardJson = z
  .strictObject({
    ...common,
    guardian: z.strictObject({ id: z.string(), phone: z.string().nullable().meta({ description: 'Masked' }) }),
    born: z.string().nullable(),
    phone: z.string().nullable().meta({ description: 'The child’s, masked; null once it is decided' }),
    evidence: z.string().nullable(),
    handler: z.strictObject({ id: z.string(), name: bothTexts }).nullable(),
  })
  .meta({ id: 'WardRegistration' })

async function shown(w: World, of: WardRegistration, moves: readonly ('confirm' | 'refuse' | 'cancel')[]) {
  const { id, relation, state, ward, lastDay, openedAt, decidedAt } = of
  const told = await openChild(w, of)
  const isOver = lastDay !== null && dayOf(w.now(), ageZone) > lastDay
  const may = movesFrom(wardMoves, state).filter((move) => moves.includes(move))
  const said = { name: told?.name ?? null, reason: await openReason(w, of) }
  return { told, seen: { id, relation, state, ...said, ward, lastDay, isOver, openedAt, decidedAt, may } }
}

/** A guardian's registrations as she sees them. */
export const toOwnWards = (w: World, all: readonly WardRegistration[]): Promise<z.output<typeof ownWardJson>[]> =>
  Promise.all(all.map(async (of) => (await shown(w, of, ['cancel'])).seen))

/** Registrations as the desk sees them. */
export async function toWardViews(w: World, all: readonly WardRegistration[]): Promise<z.output<typeof wardJson>[]> {
  const staff = await peopleAll(w)
  const guardians = await consumersByIds(w, [...new Set(all.map(({ guardian }) => guardian))])
  const nameOf = (id: string) => staff.find((one) => one.id === id)?.name ?? { zh: id, en: id }
  return await Promise.all(
    all.map(async (of) => {
      const { told, seen } = await shown(w, of, ['confirm', 'refuse'])
      return {
        ...seen,
        guardian: { id: of.guardian, phone: guardians.find(({ id }) => id === of.guardian)?.phone ?? null },
        born: told?.born ?? null,
        phone: told?.phone ? maskedPhone(told.phone) : null,
        evidence: told?.evidence ?? null,
        handler: of.handler === null ? null : { id: of.handler, name: nameOf(of.handler) },
      }
    }),
  )
}
