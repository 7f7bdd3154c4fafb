import type { Who } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { identityFaults } from './errors.ts'
import { type FactorsKept, factorsOf } from './storeFactors.ts'
import { type Passkey, passkeysOf } from './storePasskeys.ts'

/** What a person may take away. */
export type Removable = 'passkey' | 'totp' | 'phone'

type Text = { zh: string; en: string }
const has = (kept: FactorsKept): boolean =>
  kept.passkeys > 0 || (kept.passwordAt !== null && (kept.totpAt !== null || kept.phone !== null))

/** Why something stays: without it nobody could sign in any more. Null when it may go. */
export function keptBecause(kept: FactorsKept, removing: Removable): Text | null {
  const after: FactorsKept = {
    ...kept,
    passkeys: kept.passkeys - (removing === 'passkey' ? 1 : 0),
    totpAt: removing === 'totp' ? null : kept.totpAt,
    phone: removing === 'phone' ? null : kept.phone,
  }
  const { zh, en } = identityFaults.lastFactor.row
  return has(kept) && !has(after) ? { zh, en } : null
}

/** What a person has enrolled, for their own eyes. */
export type FactorsSeen = { kept: FactorsKept; passkeys: Passkey[] }

export async function factorsSeen(w: World, who: Who): Promise<FactorsSeen> {
  return { kept: await factorsOf(w, who.id), passkeys: await passkeysOf(w, who.id) }
}
