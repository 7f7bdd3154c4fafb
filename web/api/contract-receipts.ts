import type { LogReceipt } from './contract-log.ts'

// What the routes of this room answer: receipts of business objects.

export type GetsReceipts = {
  /** Newest telling receipt of a payment (pay_…), an agreement (agr_…) or a consent (cns_…). 404 before there is one. */
  '/v1/receipts/{object}': LogReceipt
}
