import { fromDecimal } from '../../../src/base/currency.ts'
import type { Order } from '../../api/contract-money.ts'
import type { Problem } from '../../api/values.ts'
import type { TextKey } from '../../text/text.ts'

export const ways = ['qr-merchant', 'qr-consumer', 'online'] as const
export type Way = (typeof ways)[number]

/** An order as it is being written. */
export type Draft = {
  way: Way
  merchant: string | null
  store: string | null
  subject: string
  /** As typed, in yuan. */
  amount: string
  wallet: string | null
  code: string
}
export type Place = Exclude<keyof Draft, 'way'>

export const emptyDraft: Draft = {
  way: 'qr-merchant',
  merchant: null,
  store: null,
  subject: '',
  amount: '',
  wallet: null,
  code: '',
}

/** The order to send, or what is missing at which field. Amounts are read exactly; nothing is rounded. */
export function readDraft(draft: Draft, number: string): { order: Order } | { wrong: Partial<Record<Place, TextKey>> } {
  const { way, merchant, store } = draft
  const minor = minorOf(draft.amount)
  const subject = draft.subject.trim()
  const code = draft.code.replace(/\s/g, '')
  const wrong: Partial<Record<Place, TextKey>> = {}
  if (!merchant) wrong.merchant = 'order.needed'
  if (!subject) wrong.subject = 'order.needed'
  if (minor === null) wrong.amount = draft.amount.trim() ? 'order.amountWrong' : 'order.needed'
  if (way !== 'online' && !draft.wallet) wrong.wallet = 'order.needed'
  if (way === 'qr-consumer' && !/^\d{16,24}$/.test(code)) wrong.code = code ? 'order.codeWrong' : 'order.needed'
  if (!merchant || minor === null || Object.keys(wrong).length > 0) return { wrong }
  return {
    order: {
      merchant,
      order: number,
      amount: { currency: 'CNY', minor },
      product: way,
      subject,
      ...(store ? { store } : {}),
      ...(way !== 'online' && draft.wallet ? { wallet: draft.wallet } : {}),
      ...(way === 'qr-consumer' ? { payment_code: code } : {}),
    },
  }
}

/** Minor units above zero as digits, or null. */
export function minorOf(amount: string): string | null {
  const minor = fromDecimal('CNY', amount.trim())
  return minor !== null && minor > 0n ? String(minor) : null
}

const places: [begins: string, place: Place][] = [
  ['/merchant', 'merchant'],
  ['/store', 'store'],
  ['/subject', 'subject'],
  ['/amount', 'amount'],
  ['/wallet', 'wallet'],
  ['/payment_code', 'code'],
  ['/clauses/limits', 'amount'],
]
const codes: Record<string, Place> = {
  'merchants.not_found': 'merchant',
  'merchants.closed': 'merchant',
  'payments.wallet_unknown': 'wallet',
  'agreements.none_in_force': 'wallet',
  'payments.out_of_scope': 'wallet',
}

/** The field a refusal is about; null when it is about the whole. */
export function placeOf({ at, code }: Problem): Place | null {
  return places.find(([begins]) => at?.startsWith(begins))?.[1] ?? codes[code] ?? null
}
