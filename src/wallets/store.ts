import { record } from '../world/record.ts'
import { maybe, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'

/** A wallet's account as stored: the signing key by its name among the key files. */
export type StoredAccount = {
  wallet: string
  partner: string
  appId: string
  sellerId: string | null
  gateway: string
  notifyUrl: string | null
  signingKey: string
  signingCertificate: string | null
  trusted: string[]
  roots: string | null
}

type Row = {
  wallet: string
  partner: string
  app_id: string
  seller_id: string | null
  gateway: string
  notify_url: string | null
  signing_key: string
  signing_certificate: string | null
  trusted: string[]
  roots: string | null
}

const upsert = query<StoredAccount & { at: number }>()`
  insert into wallets.account (wallet, partner, app_id, seller_id, gateway, notify_url, signing_key, signing_certificate, trusted,
    roots, created_at_ms)
  values (${'wallet'}, ${'partner'}, ${'appId'}, ${'sellerId'}, ${'gateway'}, ${'notifyUrl'}, ${'signingKey'},
    ${'signingCertificate'}, ${'trusted'}, ${'roots'}, ${'at'})
  on conflict (wallet) do update
    set gateway = excluded.gateway, notify_url = excluded.notify_url, trusted = excluded.trusted,
        signing_key = excluded.signing_key, signing_certificate = excluded.signing_certificate, roots = excluded.roots`

const byWallet = query<{ wallet: string }, Row>()`
  select wallet, partner, app_id, seller_id, gateway, notify_url, signing_key, signing_certificate, trusted, roots
    from wallets.account where wallet = ${'wallet'}`

export async function saveAccount(i: Inside, account: StoredAccount): Promise<void> {
  await run(i, upsert, { ...account, at: i.now() })
  const { wallet, gateway, partner } = account
  record(i, { act: 'wallets.connect', object: wallet, facts: { gateway, partner } })
}

export async function storedAccount(w: World | Inside, wallet: string): Promise<StoredAccount | null> {
  const row = await maybe(w, byWallet, { wallet })
  if (!row) return null
  return {
    wallet: row.wallet,
    partner: row.partner,
    appId: row.app_id,
    sellerId: row.seller_id,
    gateway: row.gateway,
    notifyUrl: row.notify_url,
    signingKey: row.signing_key,
    signingCertificate: row.signing_certificate,
    trusted: row.trusted,
    roots: row.roots,
  }
}
