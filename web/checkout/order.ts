import type { Money, Problem, Text, Time } from '../api/values.ts'

/** What GET /v1/checkouts/{token} answers (src/checkout/view.ts). */
export type Order = {
  merchant: Text
  store: Text | null
  subject: string
  amount: Money
  refunded: Money
  state: string
  phase: Phase
  wallets: { wallet: string; name: Text; reason: Text; refusal: Text | null }[]
  chosen: { wallet: string; name: Text } | null
  code: { text: string; size: number; path: string; open: { url: string; isSandbox: boolean } | null } | null
  message: Text | null
  nextInquiryAt: Time | null
  expiresAt: Time
  now: Time
  returnUrl: string | null
  receipt: { payment: string; order: string; walletNo: string | null; paidAt: Time } | null
  may: ('choose' | 'cancel')[]
}
export type Phase =
  | 'choose'
  | 'preparing'
  | 'scan'
  | 'confirming'
  | 'ending'
  | 'unknown'
  | 'paid'
  | 'refunded'
  | 'declined'
  | 'cancelled'
  | 'expired'

export const isEnded = (phase: Phase): boolean =>
  ['paid', 'refunded', 'declined', 'cancelled', 'expired'].includes(phase)

/** A refusal with its problem, or null when no answer came that we could read. */
export class Refusal extends Error {
  readonly status: number
  readonly problem: Problem | null
  constructor(status: number, problem: Problem | null) {
    super(problem?.code ?? `no readable answer (${status})`)
    this.status = status
    this.problem = problem
  }
}

/** The order's doors, all below its secret address. */
export type Doors = {
  read(): Promise<Order>
  choose(wallet: string): Promise<Order>
  cancel(): Promise<Order>
  events: string
}

export function doorsOf(token: string): Doors {
  const base = `/v1/checkouts/${encodeURIComponent(token)}`
  const post = (verb: string, body: object): Promise<Order> =>
    ask(`${base}/${verb}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  return {
    read: () => ask(base, {}),
    choose: (wallet) => post('choose', { wallet }),
    cancel: () => post('cancel', {}),
    events: `${base}/events`,
  }
}

const patienceMs = 30_000

async function ask(address: string, init: RequestInit): Promise<Order> {
  let reply: Response
  try {
    // Without cookies: the address is all a payer needs, and all a payer gives.
    reply = await fetch(address, { ...init, credentials: 'omit', signal: AbortSignal.timeout(patienceMs) })
  } catch {
    throw new Refusal(0, null)
  }
  const json = (await reply.json().catch(() => null)) as unknown
  if (reply.ok && json !== null) return json as Order
  throw new Refusal(reply.status, json as Problem | null)
}
