import { ledgerFaults } from './errors.ts'

export type Page = { cursor?: string | null; limit?: number }

const limitMax = 100

/** How many rows a page has: 1 to 100, 50 when not said. Fault: `ledger.bad_page`. */
export function readLimit({ limit = 50 }: Page): number {
  if (!Number.isInteger(limit) || limit < 1 || limit > limitMax) throw ledgerFaults.badPage({}, '/limit')
  return limit
}

/** The number a page begins after; `first` when there is no cursor. Fault: `ledger.bad_page`. */
export function readCursor({ cursor }: Page, first: bigint): bigint {
  if (cursor === undefined || cursor === null) return first
  if (!/^[1-9]\d{0,17}$/.test(cursor)) throw ledgerFaults.badPage({}, '/cursor')
  return BigInt(cursor)
}
