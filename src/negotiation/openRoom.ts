import { agreementsAll, versionsOf } from '../agreements/find.ts'
import { inForce } from '../agreements/inForce.ts'
import { parseTerms } from '../agreements/parse.ts'
import type { Terms } from '../agreements/terms.ts'
import { present } from '../base/assert.ts'
import { type Id, newId } from '../base/id.ts'
import type { Partner } from '../partners/partner.ts'
import { transaction } from '../world/command.ts'
import type { World } from '../world/world.ts'
import { negotiationFaults } from './errors.ts'
import { keysOfRoom } from './negotiationKey.ts'
import type { Room } from './room.ts'
import type { Schedule } from './schedule.ts'
import { openRoomOf, saveRoom } from './store.ts'

/**
 * Opens a room about the next version of a partner's agreement. A first signing begins from a template, an amendment from the
 * version in force. Faults: `negotiation.already_open`, `version_pending`, `no_base`, `terms_invalid`.
 */
export async function openRoom(
  w: World,
  { partner, schedule, template }: { partner: Partner; schedule: Schedule; template: unknown },
): Promise<Id<'neg'>> {
  const base = await baseOf(w, partner, template)
  return await transaction(w, async (i) => {
    const open = await openRoomOf(i, partner.id)
    if (open) throw negotiationFaults.alreadyOpen({ room: open })
    const room: Room = {
      id: newId('neg', i.now(), i.random),
      partner: partner.id,
      agreement: base.agreement,
      version: base.version,
      schedule,
      state: 'open',
      base,
      keys: await keysOfRoom(i, partner.id),
      openedAt: i.now(),
    }
    // Another may have opened one meanwhile; the database keeps one open room a partner.
    if (!(await saveRoom(i, room)))
      throw negotiationFaults.alreadyOpen({ room: present(await openRoomOf(i, partner.id), 'the other room is open') })
    return room.id
  })
}

// The header of the version under negotiation over the clauses both sides begin from.
async function baseOf(w: World, partner: Partner, template: unknown): Promise<Terms> {
  const agreement = (await agreementsAll(w, partner.id))[0]
  const versions = agreement ? await versionsOf(w, agreement.id) : []
  const alive = versions.filter(({ state }) => state !== 'withdrawn')
  const pending = alive.find(({ state }) => state !== 'signed')
  if (pending) throw negotiationFaults.versionPending({ version: String(pending.number) })
  const last = alive.at(-1)
  const header = {
    agreement: agreement?.id ?? newId('agr', w.now(), w.random),
    version: versions.length + 1,
    amends: last?.root ?? null,
  }
  const governing = (await inForce(w, partner.id, w.now()))?.terms ?? last?.terms
  if (!governing && template === undefined) throw negotiationFaults.noBase()
  const parsed = parseTerms({ ...((governing ?? template) as object), ...header })
  if (parsed.ok) return parsed.terms
  const { at, zh, en } = present(parsed.problems[0], 'invalid terms have a problem')
  throw negotiationFaults.termsInvalid({ at, zh, en }, at)
}
