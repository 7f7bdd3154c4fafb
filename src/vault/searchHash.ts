import { createHmac } from 'node:crypto'
import { canonical } from '../base/canonical.ts'
import type { Digest } from '../base/digest.ts'
import type { Inside, World } from '../world/world.ts'
import { bytesOf, sealingKey } from './keyring.ts'

/** The place of the key that searches are hashed with. It does not rotate: every kept hash would have to be made again at once. */
export const searchPlace = { tenant: 'house', purpose: 'vault.search', subject: '' }

/**
 * A keyed hash (HMAC-SHA-256) by which a value is found again without being kept in clear. Without the vault's key nobody can try card
 * numbers or phones against it (PCI DSS 4.0.1, 3.5.1.1). Bring the value in its normal form (`normalValue`). `tenant` keeps tenants apart.
 */
export async function searchHash(
  w: World | Inside,
  kind: string,
  value: string,
  tenant = 'institution',
): Promise<Digest> {
  const key = await bytesOf(w, await sealingKey(w, searchPlace))
  return createHmac('sha256', key)
    .update(canonical({ form: 'search/1', tenant, kind, value }))
    .digest('hex')
}
