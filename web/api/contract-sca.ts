import type { Money, Time } from './values.ts'

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
