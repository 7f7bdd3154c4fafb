import type { Inside, World } from '../world/world.ts'
import { alipay } from './alipay/alipay.ts'
import { storedAccount } from './store.ts'
import type { Wallet, WalletAccount } from './wallet.ts'

/** A wallet we are connected to: its connector, our account there, and the partner behind it. */
export type Connected = { wallet: Wallet; account: WalletAccount; partner: string }

// Every connector of the house, by the name that payments carry.
const connectors: ReadonlyMap<string, Wallet> = new Map([[alipay.name, alipay]])

/** The connector of a name, whether or not we have an account there; null for a name we do not know. */
export const connectorOf = (name: string): Wallet | null => connectors.get(name) ?? null

/** The wallet with our account and its signing key read; null when we are not connected. */
export async function connected(w: World | Inside, name: string): Promise<Connected | null> {
  const wallet = connectorOf(name)
  const stored = wallet && (await storedAccount(w, name))
  if (!stored) return null
  const { appId, sellerId, gateway, notifyUrl, trusted, roots, partner, signingKey, signingCertificate } = stored
  const signing = { privateKey: w.keys.read(signingKey).toString('utf8'), certificate: signingCertificate }
  return { wallet, partner, account: { wallet: name, appId, sellerId, gateway, notifyUrl, signing, trusted, roots } }
}

/** Reads the signing key of every account, so that a missing one is told at the start and not at the first payment. */
export async function readAccountKeys(w: World): Promise<void> {
  for (const name of connectors.keys()) await connected(w, name)
}
