import { purposesAll } from '../consent/find.ts'
import { mayUse } from '../consent/mayUse.ts'
import type { Purpose } from '../consent/purpose.ts'
import type { TokenKind } from '../vault/value.ts'
import type { Inside, World } from '../world/world.ts'

/** Which data of the consent catalogue a value is. */
const scopes: Record<TokenKind, string> = {
  card: 'methods',
  'network-token': 'methods',
  'bank-account': 'methods',
  'wallet-account': 'methods',
  name: 'identity',
  'id-number': 'identity',
  phone: 'phone',
}

export type RevealPurpose = Pick<Purpose, 'id' | 'name' | 'basis'> & { isAllowed: boolean }

/**
 * Whose copy of a value may be used for this purpose at this instant: the first holder whose consent, contract or law allows it, null
 * when nobody's does. Handing data to a recipient is no looking at them, so a purpose that shares allows none.
 */
export async function holderFor(
  w: World | Inside,
  { kind, holders, purpose }: { kind: TokenKind; holders: readonly string[]; purpose: string },
): Promise<string | null> {
  for (const subject of holders) if (await mayUse(w, { subject, purpose, scope: scopes[kind] })) return subject
  return null
}

/** The purposes such a value is used for, each with whether it may be now. */
export async function revealPurposes(
  w: World | Inside,
  kind: TokenKind,
  holders: readonly string[],
): Promise<RevealPurpose[]> {
  const fitting = (await purposesAll(w)).filter(
    ({ active, shares, scopes: of }) => active && !shares && of.some(({ id }) => id === scopes[kind]),
  )
  const all: RevealPurpose[] = []
  for (const { id, name, basis } of fitting)
    all.push({ id, name, basis, isAllowed: (await holderFor(w, { kind, holders, purpose: id })) !== null })
  return all
}
