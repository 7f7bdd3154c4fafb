import type { Money, Text, Time } from '../api/values.ts'

// The phone's own doors of the simulated wallet (src/wallets/alipay/simulator-phone.ts). It knows nothing else of the house.

export type Wallet = {
  id: string
  name: Text
  logonId: string
  pinHint: string
  funds: { id: string; channel: string; name: Text; left: Money }[]
}
export type Trade = {
  merchant: Text
  subject: string
  amount: Money
  tradeToken: string
  orderNo: string
  state: string
  at: Time
  endsAt: Time | null
  refunded: Money
}

/** Why the wallet said no, in both languages; null when it could not be reached. */
export class PhoneRefusal extends Error {
  readonly text: Text | null
  readonly code: string
  constructor(code: string, text: Text | null) {
    super(code)
    this.code = code
    this.text = text
  }
}

export const wallets = async (): Promise<Wallet[]> => (await ask<{ items: Wallet[] }>('wallets')).items
export const pending = async (shopper: string): Promise<Trade[]> =>
  (await ask<{ items: Trade[] }>(`pending?${new URLSearchParams({ shopper })}`)).items
export const bills = async (shopper: string): Promise<Trade[]> =>
  (await ask<{ items: Trade[] }>(`bills?${new URLSearchParams({ shopper })}`)).items
export const scan = (shopper: string, code: string): Promise<Trade> => ask('scan', { shopper, code })
export const newCode = (shopper: string): Promise<{ code: string; endsAt: Time }> => ask('code', { shopper })
export const confirm = (shopper: string, tradeToken: string, pin: string, fund: string): Promise<Trade> =>
  ask('confirm', { shopper, tradeToken, pin, fund })

async function ask<Reply>(verb: string, body?: object): Promise<Reply> {
  const init =
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  let reply: Response
  try {
    reply = await fetch(`/phone/${verb}`, { ...init, signal: AbortSignal.timeout(10_000) })
  } catch {
    throw new PhoneRefusal('unreachable', null)
  }
  const json = (await reply.json().catch(() => ({}))) as Reply & { code?: string; zh?: string; en?: string }
  if (reply.ok) return json
  throw new PhoneRefusal(json.code ?? String(reply.status), json.zh && json.en ? { zh: json.zh, en: json.en } : null)
}
