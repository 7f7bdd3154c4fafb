import { canonical } from '../base/canonical.ts'
import type { Digest } from '../base/digest.ts'
import { minuteMs } from '../base/time.ts'
import { identityFaults } from './errors.ts'
import type { OwnerRef } from './owner.ts'

/** How long an answer is awaited (PSD2 RTS (EU) 2018/389 art. 4(3)(d): at most five minutes without activity). */
export const challengeMs = 5 * minuteMs

/** What an answer must be for. An answer made for one purpose or one digest is worth nothing for another. */
export type Meant = { purpose: string; bound?: Digest | null }

export type ChallengeKind = 'passkey-new' | 'passkey' | 'code'

/** Something to be answered once, within minutes. */
export type Challenge = {
  id: string
  kind: ChallengeKind
  owner: OwnerRef | null
  purpose: string
  bound: Digest | null
  expected: string
  toHash: string | null
  toMasked: string | null
  tries: number
  madeAt: number
  expiresAt: number
  spentAt: number | null
}

/** Refuses a challenge that is over, was answered, or was made for something else. */
export function refuseUnlessOpen(
  challenge: Challenge | null,
  kind: ChallengeKind,
  { purpose, bound = null }: Meant,
  now: number,
): asserts challenge is Challenge {
  if (!challenge || challenge.kind !== kind) throw identityFaults.noSuchChallenge()
  if (challenge.purpose !== purpose) throw identityFaults.otherPurpose()
  if (challenge.bound !== bound) throw identityFaults.otherDigest()
  if (challenge.spentAt !== null) throw identityFaults.challengeSpent()
  if (challenge.expiresAt <= now) throw identityFaults.challengeExpired()
}

/** A text of what a challenge is for, to hash a code with. */
export const challengeText = (id: string, { purpose, bound = null }: Meant, code: string): string =>
  canonical({ covenant: 'code/1', challenge: id, purpose, bound, code })
