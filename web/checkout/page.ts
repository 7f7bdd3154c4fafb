import type { Text, Time } from '../api/values.ts'
import type { Language } from '../ui/language.ts'
import type { Challenge, Order } from './order.ts'
import type { Say } from './text.ts'

/** What the page knows besides the order. */
export type Page = {
  order: Order
  busy: 'choose' | 'cancel' | 'look' | 'confirm' | null
  /** Where the payer stands in confirming that it is them. */
  confirm: Confirm
  /** A sentence for the payer about the last press of a button. */
  notice: string | null
  picked: string | null
  /** The cancel button was pressed once. */
  isSure: boolean
  /** Lets this browser keep a passkey; only after a confirmation by code. */
  enrolment: Challenge | null
  isPhone: boolean
  /** How far the server's clock is ahead of this one. */
  aheadMs: number
}

export type Confirm =
  | { step: 'start' }
  | { step: 'phone' }
  | { step: 'code'; phone: string; challenge: string; masked: string; resendAt: Time | null }

export type Acts = {
  pick(wallet: string): void
  choose(wallet: string): void
  cancel(): void
  look(): void
  /** Confirms amount and payee with a fingerprint, a face or the device's PIN. */
  confirmByPasskey(trust: boolean): void
  byPhone(): void
  sendCode(phone: string): void
  confirmByCode(code: string, trust: boolean): void
  backToStart(): void
  /** Keeps a passkey of this device for next time. */
  enrol(): void
}

/** Everything a part of the page is drawn from. */
export type Drawn = { page: Page; acts: Acts; say: Say; language: Language; zone: string }

export const textIn = (language: Language, text: Text): string => (language === 'en' ? text.en : text.zh)

export const chosenName = ({ page: { order }, language }: Drawn): string =>
  order.chosen ? textIn(language, order.chosen.name) : ''

/** 14:05 of what is left until a moment, by the server's clock. */
export function leftUntil(at: Time, aheadMs: number): { seconds: number; text: string } {
  const seconds = Math.max(0, Math.ceil((Date.parse(at) - Date.now() - aheadMs) / 1_000))
  const two = (count: number): string => String(count).padStart(2, '0')
  const hours = Math.floor(seconds / 3_600)
  return { seconds, text: `${hours ? `${hours}:` : ''}${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}` }
}
