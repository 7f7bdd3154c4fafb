import type { Text } from '../api/values.ts'
import { formatMoney } from '../ui/format.ts'
import type { Language } from '../ui/language.ts'
import type { Looks } from '../ui/looks.ts'
import type { Trade, Wallet } from './api.ts'
import type { Say } from './text.ts'

export type Screen = 'who' | 'home' | 'scan' | 'code' | 'bills' | 'bill' | 'cards' | 'paid'

/** Everything the phone shows. Drawn anew whenever a part changes. */
export type Phone = {
  screen: Screen
  wallets: Wallet[]
  shopper: string | null
  pending: Trade[]
  bills: Trade[]
  /** The payment in the sheet that asks for the password. */
  asked: Trade | null
  fund: string | null
  pin: string
  isPaying: boolean
  /** The bill being looked at, or the payment just made. */
  shown: Trade | null
  code: { digits: string; madeAt: number } | null
  pasted: string
  camera: 'off' | 'on' | 'none' | 'refused'
  isHidden: boolean
  isLost: boolean
  toast: string | null
}

export type Acts = {
  go(screen: Screen): void
  become(shopper: string): void
  change(part: Partial<Phone>): void
  scan(code: string): void
  pick(file: File): void
  camera(): void
  ask(trade: Trade): void
  close(): void
  type(pin: string): void
  code(): void
  copy(text: string): void
  look(part: Partial<Looks>): void
}

export type Drawn = {
  phone: Phone
  acts: Acts
  say: Say
  language: Language
  looks: Looks
  zone: string
  wallet: Wallet | null
}

export const textIn = (language: Language, text: Text): string => (language === 'en' ? text.en : text.zh)

/** An amount, or dots when the shopper hides amounts from those who look over the shoulder. */
export const amountOf = ({ phone, language }: Drawn, amount: { currency: string; minor: string }): string =>
  phone.isHidden ? '••••••' : formatMoney(amount, language)

export const isPaid = ({ state }: Trade): boolean => state === 'TRADE_SUCCESS' || state === 'TRADE_FINISHED'
/** Paid, and all of it given back. */
export const isReturned = ({ state, refunded, amount }: Trade): boolean =>
  state === 'TRADE_CLOSED' && refunded.minor === amount.minor

export const drawings = {
  scan: 'M2.5 5.5v-3h3M10.5 2.5h3v3M13.5 10.5v3h-3M5.5 13.5h-3v-3M2.5 8h11',
  code: 'M2.5 3.5v9M4.5 3.5v9M6.2 3.5v9M8.8 3.5v9M10.5 3.5v9M13.5 3.5v9',
  bills: 'M3.5 2.5h9v11l-2.2-1.4L8 13.5l-2.3-1.4-2.2 1.4ZM6 5.8h4M6 8.4h4',
  cards: 'M2 4.2h12v8.2H2ZM2 6.8h12M4.3 10.2h2.4',
  home: 'M2.5 7.5 8 3l5.5 4.5V13a.5.5 0 0 1-.5.5H3a.5.5 0 0 1-.5-.5Z',
  back: 'M9.8 3.5 5.3 8l4.5 4.5',
  next: 'M6.2 3.5 10.7 8l-4.5 4.5',
  down: 'M3.8 6 8 10.2 12.2 6',
  close: 'M4 4l8 8M12 4l-8 8',
  check: 'M3 8.4 6.4 11.8 13 4.8',
  eye: 'M1.8 8S4 3.8 8 3.8 14.2 8 14.2 8 12 12.2 8 12.2 1.8 8 1.8 8ZM8 6.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6Z',
  shut: 'M2 6.5c1.6 2.4 3.6 3.6 6 3.6s4.4-1.2 6-3.6M4 9l-1 1.8M12 9l1 1.8M8 10.1v2',
  camera: 'M2 5h3l1-1.8h4L11 5h3v8H2ZM8 6.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4Z',
  image: 'M2.5 3h11v10h-11ZM2.5 11l3.2-3.2 2.4 2.4 2-2 3.4 3.4M10.6 5.6v.4',
  refresh: 'M13 8a5 5 0 1 1-1.5-3.6M13 2.6v2.6h-2.6',
  copy: 'M5.5 5.5h8v8h-8ZM3.5 10.5h-1v-8h8v1',
  erase: 'M5.5 3.5h8v9h-8L2 8ZM7.5 6.2l3.6 3.6M11.1 6.2 7.5 9.8',
  bell: 'M8 2.2a3.6 3.6 0 0 0-3.6 3.6c0 3.4-1.4 4.4-1.4 5.4h10c0-1-1.4-2-1.4-5.4A3.6 3.6 0 0 0 8 2.2ZM6.6 13.2a1.5 1.5 0 0 0 2.8 0',
  bank: 'M2.5 6 8 2.8 13.5 6ZM4 6.8v5M8 6.8v5M12 6.8v5M2.5 13h11',
  sun: 'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6ZM8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9',
  moon: 'M13 9.6A5.4 5.4 0 0 1 6.4 3a5.4 5.4 0 1 0 6.6 6.6Z',
} as const
