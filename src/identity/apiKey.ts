import type { OrgKind } from './person.ts'

/** How the requests of a key are signed besides carrying its text. */
export type Signing = 'none' | 'hmac' | 'ed25519'

/** A key of an organisation's machines, as it is kept: its text is not in it. */
export type ApiKey = {
  id: string
  org: string
  orgKind: OrgKind
  name: { zh: string; en: string }
  permissions: string[]
  /** The beginning of its text, to recognise it by. */
  shown: string
  createdAt: number
  createdBy: string
  expiresAt: number | null
  /** To five minutes. */
  usedAt: number | null
  /** Ranges it may be used from; none means from everywhere. */
  addresses: string[]
  signing: Signing
  /** The key it took over from. */
  rotatedFrom: string | null
  endedAt: number | null
  endedBecause: string | null
  /** Who answers for it: whoever made it, or adopted it since; null when no person of the house did. */
  keeper: { id: string; name: { zh: string; en: string }; active: boolean } | null
}

export type KeyState = 'active' | 'ending' | 'expired' | 'revoked'

/** Where a key stands now; `ending` is a key that another took over from and that lives on for a while. */
export function keyState(key: Pick<ApiKey, 'endedAt' | 'expiresAt' | 'endedBecause'>, now: number): KeyState {
  if (key.endedAt !== null && key.endedAt <= now) return 'revoked'
  if (key.expiresAt !== null && key.expiresAt <= now) return 'expired'
  return key.endedBecause === 'rotated' ? 'ending' : 'active'
}
