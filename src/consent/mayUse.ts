import { countOne } from '../world/counters.ts'
import type { Inside, World } from '../world/world.ts'
import { isAllowed } from './store.ts'

/** A use of somebody's personal data. */
export type Use = {
  subject: string
  purpose: string
  scope: string
  /** Who receives it; absent when it stays in the house. */
  recipient?: string | null
}

/**
 * Whether these data of this person may be used for this purpose now. The database answers anew each time and nothing is cached,
 * so a withdrawal counts for the very next question. What is unknown is refused.
 */
export async function mayUse(w: World | Inside, { recipient = null, ...use }: Use): Promise<boolean> {
  const allowed = await isAllowed(w, { ...use, recipient })
  if (!allowed) countOne(w, 'useRefused', recipient === null ? 'in_house' : 'recipient')
  return allowed
}

/** Whether choices may be recommended to this person by what we know of her; else every list stands in its neutral order. */
export const mayRecommend = (w: World | Inside, subject: string): Promise<boolean> =>
  mayUse(w, { subject, purpose: 'recommendation', scope: 'habits' })
