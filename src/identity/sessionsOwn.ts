import { transaction } from '../world/command.ts'
import { record } from '../world/record.ts'
import type { Who } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { identityFaults } from './errors.ts'
import { idleMs, sessionMs } from './session.ts'
import { endOtherSessions, endSession, sessionsOf } from './storeSessions.ts'

/** The caller's live sessions, last used first. */
export async function ownSessions(w: World, who: Who) {
  if (who.session === null) throw identityFaults.notSignedIn()
  const sessions = await sessionsOf(w, who.id, w.now() - sessionMs, w.now() - idleMs(w))
  return sessions.map(({ id, methods, factors, address, userAgent, createdAt, usedAt }) => ({
    id,
    methods,
    factors,
    address,
    userAgent,
    createdAt,
    usedAt,
    current: id === who.session,
  }))
}

/** Ends one session of the caller at once. Somebody else's is not found. */
export async function endOwnSession(w: World, who: Who, id: string): Promise<number> {
  await transaction(w, async (i) => {
    if (!(await endSession(i, id, who.id))) throw identityFaults.noSuchSession()
    record(i, { act: 'identity.end_session', object: who.id, facts: { session: id } })
  })
  return 1
}

/** Ends every session of the caller but this one. */
export async function endOthers(w: World, who: Who): Promise<number> {
  const { session } = who
  if (session === null) throw identityFaults.notSignedIn()
  return await transaction(w, async (i) => {
    const ended = await endOtherSessions(i, who.id, session)
    if (ended > 0) record(i, { act: 'identity.end_other_sessions', object: who.id, facts: { ended } })
    return ended
  })
}
