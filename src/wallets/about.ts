import { X509Certificate } from 'node:crypto'
import type { Instant } from '../base/time.ts'
import type { Inside, World } from '../world/world.ts'
import { storedAccount } from './store.ts'

/** How we are connected to a wallet, as far as people may see it. */
export type Connection = {
  /** How requests are signed. */
  signature: string
  /** When the first of the wallet's certificates that we trust ends; null when it gave us bare keys. */
  certificateUntil: Instant | null
}

// opendocs.alipay.com/common/02mriz: sign_type RSA2 is SHA256withRSA.
const signatures: ReadonlyMap<string, string> = new Map([['alipay', 'RSA2 (SHA256withRSA)']])

/** Our connection to a wallet; null when we have no account there. */
export async function connectionOf(w: World | Inside, wallet: string): Promise<Connection | null> {
  const account = await storedAccount(w, wallet)
  if (!account) return null
  const ends = account.trusted
    .filter((one) => one.includes('BEGIN CERTIFICATE'))
    .map((one) => Date.parse(new X509Certificate(one).validTo))
  return { signature: signatures.get(wallet) ?? '-', certificateUntil: ends.length > 0 ? Math.min(...ends) : null }
}
