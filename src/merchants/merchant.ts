import type { Id } from '../base/id.ts'
import type { Instant } from '../base/time.ts'

type Text = { zh: string; en: string }

/** Who is paid. */
export type Merchant = {
  id: Id<'mer'>
  name: Text
  legalName: string
  /** Merchant category code (ISO 18245), four digits. */
  mcc: string
  city: Text
  /** ISO 3166-1 alpha-2. */
  region: string
  active: boolean
  createdAt: Instant
}

/** Where it is paid. */
export type Store = { id: Id<'sto'>; merchant: Id<'mer'>; name: Text; address: string }
