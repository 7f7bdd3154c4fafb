import type { Instant } from '../base/time.ts'
import { many, query } from '../world/sql.ts'
import type { World } from '../world/world.ts'
import type { Payment } from './payment.ts'
import { type PaymentRow, toPayment } from './store.ts'

export type PaymentFilter = {
  merchant: string | null
  wallets: string[] | null
  merchants: string[] | null
  states: string[] | null
  product: string | null
  words: string | null
  least: bigint | null
  most: bigint | null
  from: Instant | null
  until: Instant | null
  before: { at: Instant; id: string } | null
  limit: number
}

const list = query<
  {
    merchant: string | null
    wallets: string[] | null
    merchants: string[] | null
    states: string[] | null
    product: string | null
    words: string | null
    pattern: string | null
    least: bigint | null
    most: bigint | null
    from: number | null
    until: number | null
    beforeAt: number | null
    beforeId: string | null
    limit: number
  },
  PaymentRow
>()`
  select id, merchant, order_no, order_digest, store, product, subject, currency, minor, refunded_minor, refunding_minor, state,
         partner, wallet, payer, strength, level, exemption, wants_authentication, agreement, version, version_digest,
         return_url, holds, priced, frozen, cancelling, expires_at_ms, created_at_ms, captured_at_ms, updated_at_ms
    from payments.payment p
   where (${'merchant'}::text is null or merchant = ${'merchant'})
     and (${'wallets'}::text[] is null or wallet = any(${'wallets'}))
     and (${'merchants'}::text[] is null or merchant = any(${'merchants'}))
     and (${'states'}::text[] is null or state = any(${'states'}))
     and (${'product'}::text is null or product = ${'product'})
     and (${'words'}::text is null or id = ${'words'} or order_no = ${'words'} or subject ilike ${'pattern'}
          or exists (select from payments.attempt a where a.payment = p.id and a.wallet_no = ${'words'}))
     and (${'least'}::bigint is null or minor >= ${'least'})
     and (${'most'}::bigint is null or minor <= ${'most'})
     and (${'from'}::bigint is null or created_at_ms >= ${'from'})
     and (${'until'}::bigint is null or created_at_ms < ${'until'})
     and (${'beforeAt'}::bigint is null or (created_at_ms, id) < (${'beforeAt'}::bigint, ${'beforeId'}::text))
   order by created_at_ms desc, id desc
   limit ${'limit'}`

/** A page of payments, newest first, by whatever the filter names. */
export async function paymentsBy(w: World, filter: PaymentFilter): Promise<Payment[]> {
  const { before, words, ...same } = filter
  const pattern = words === null ? null : `%${words.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
  const rows = await many(w, list, {
    ...same,
    words,
    pattern,
    beforeAt: before?.at ?? null,
    beforeId: before?.id ?? null,
  })
  return rows.map(toPayment)
}
