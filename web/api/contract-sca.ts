import type { Money, Text, Time } from './values.ts'

/** How payers were recognised in the last 90 days (GET /v1/payer-authentication). */
export type PayerAuthentication = {
  from: Time
  levels: { level: 'A' | 'B' | 'C' | 'D'; count: number; amount: Money }[]
  methods: { method: 'passkey' | 'sms'; count: number; last: Time }[]
  fraud: {
    volume: Money
    fraud: Money
    payments: number
    ratePpm: number | null
    bands: { most: Money; ratePpm: number; isOpen: boolean }[]
  }
  /** Every exemption of the regulation; `isUsed` is false while no product hands in the facts it needs. */
  exemptions: { exemption: string; rule: string; title: Text; isUsed: boolean; count: number; amount: Money }[]
  counters: {
    most: Money
    sum: Money
    payers: number
    full: number
    references: number
    consumers: number
    wallets: { wallet: string; name: Text; payers: number; amount: Money }[]
  }
  days: {
    source: string
    payers: number
    levels: { level: 'A' | 'B' | 'C' | 'D'; most: Money | null; today: Money | null; full: number }[]
  }
  foreign: { payment: string; at: Time }[]
  recent: {
    id: string
    payment: string
    method: 'passkey' | 'sms'
    proof: 'one-factor' | 'two-factor'
    linked: string
    at: Time
  }[]
}

export type GetsSca = { '/v1/payer-authentication': PayerAuthentication }

export type PostsSca = { '/v1/payments/{id}/fraud': { body: { because: string }; reply: { payment: string } } }
