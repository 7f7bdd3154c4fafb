import { digestOf } from '../base/digest.ts'
import { newId } from '../base/id.ts'
import type { Inside } from '../world/world.ts'
import type { OrgKind } from './person.ts'
import type { Permission } from './role.ts'
import { saveApiKey } from './store.ts'

/**
 * Makes an API key for an organisation and answers its text, `cov_sandbox_…`: shown this once, kept only as a digest.
 * `secret` (24 bytes) lets the sandbox give its documented demo key the same text on every first start.
 */
export async function issueKey(
  i: Inside,
  holder: { org: string; orgKind: OrgKind; name: { zh: string; en: string }; permissions: readonly Permission[] },
  secret: Uint8Array = i.random.bytes(24),
): Promise<string> {
  const text = `cov_sandbox_${Buffer.from(secret).toString('hex')}`
  const id = newId('key', i.now(), i.random)
  await saveApiKey(i, { id, ...holder, permissions: [...holder.permissions] }, digestOf(text))
  return text
}
