import { record } from '../world/record.ts'
import type { Inside } from '../world/world.ts'
import {
  blankOut,
  deleteChallenges,
  deleteMessages,
  deleteSessions,
  endSessionsOf,
  unlinkPhone,
} from './storeOwnData.ts'

export {
  type ConsumerLine,
  challengesBefore,
  consumersByIds,
  messagesBefore,
  type OwnPasskey,
  type OwnSession,
  type Past,
  passkeysOfConsumer,
  sessionsBefore,
  sessionsOfConsumer,
} from './storeOwnData.ts'

/** Forgets sessions by id. Answers how many there were. */
export const forgetSessions = (i: Inside, ids: string[]): Promise<number> => told(i, 'sessions', deleteSessions(i, ids))

/** Forgets one-time codes and challenges by id. */
export const forgetChallenges = (i: Inside, ids: string[]): Promise<number> =>
  told(i, 'challenges', deleteChallenges(i, ids))

/** Forgets messages of the sandbox's inbox by id. */
export const forgetMessages = (i: Inside, ids: string[]): Promise<number> => told(i, 'messages', deleteMessages(i, ids))

/** Signs a consumer out everywhere. */
export async function signOutEverywhere(i: Inside, consumer: string): Promise<void> {
  const ended = await endSessionsOf(i, consumer)
  record(i, { act: 'identity.sign_out_everywhere', object: consumer, facts: { sessions: ended } })
}

/** Forgets who a consumer was: phone and passkeys go, sessions end. The id stays and leads nowhere. */
export async function forgetConsumer(i: Inside, consumer: string): Promise<void> {
  await blankOut(i, consumer)
  record(i, { act: 'identity.forget_consumer', object: consumer })
}

/** Ends the way from a phone to a consumer: the number stays sealed as long as a law asks, and finds nobody any more. */
export async function endPhone(i: Inside, consumer: string): Promise<void> {
  await unlinkPhone(i, consumer)
  record(i, { act: 'identity.end_phone', object: consumer })
}

async function told(i: Inside, what: string, gone: Promise<number>): Promise<number> {
  const count = await gone
  record(i, { act: 'identity.forget', object: what, facts: { count } })
  return count
}
