import type { Inside } from '../world/world.ts'
import { putKey } from './apiKeyMake.ts'
import type { OrgKind } from './person.ts'
import type { Permission } from './role.ts'

/**
 * Makes an API key for an organisation and answers its text, `cov_sandbox_…`: shown this once, kept only as a digest.
 * `secret` (24 bytes) lets the sandbox give its documented demo key the same text on every first start.
 */
export async function issueKey(
  i: Inside,
  holder: { org: string; orgKind: OrgKind; name: { zh: string; en: string }; permissions: readonly Permission[] },
  secret?: Uint8Array,
): Promise<string> {
  const plain = { addresses: [], expiresAt: null, signing: 'none', publicKey: null } as const
  const wanted = { ...holder, ...plain, addresses: [], permissions: [...holder.permissions] }
  return (await putKey(i, { ...wanted, createdBy: i.actor.id, rotatedFrom: null }, secret)).text
}
