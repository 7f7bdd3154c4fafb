import type { Id } from '../base/id.ts'
import type { World } from '../world/world.ts'
import { attemptsOf } from './storeAttempt.ts'

/** The code a payer can scan now for a payment; null when there is none. */
export async function shownCode(w: World, payment: string): Promise<{ attempt: Id<'att'>; code: string } | null> {
  const attempt = (await attemptsOf(w, payment)).at(-1)
  return attempt?.code ? { attempt: attempt.id, code: attempt.code } : null
}
