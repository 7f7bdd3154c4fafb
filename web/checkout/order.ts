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
  authentication: Authentication
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
/** Whether the payer has to confirm amount and payee with us before a wallet is chosen. */
export type Authentication = {
  state: 'none' | 'required' | 'done'
  because: Text
  method: 'passkey' | 'sms' | null
  /** A payee may be trusted, so that it need not be confirmed next time (RTS art. 13). */
  mayTrust: boolean
  isSandbox: boolean
}

/** What is asked of the payer: a signature of a passkey, or the code sent to a phone. */
export type Challenge = { challenge: string; options: unknown; masked: string | null; resendAt: Time | null }

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
  challenge(ask: { way: 'passkey' } | { way: 'sms'; phone: string }): Promise<Challenge>
  confirm(
    proof: { challenge: string; trust: boolean } & ({ passkey: unknown } | { code: string; phone: string }),
  ): Promise<Order & { enrolment: Challenge | null }>
  enrol(made: { challenge: string; passkey: unknown }): Promise<Order>
  events: string
}

export function doorsOf(token: string): Doors {
  const base = `/v1/checkouts/${encodeURIComponent(token)}`
  const post = <Reply = Order>(verb: string, body: object): Promise<Reply> =>
    ask<Reply>(`${base}/${verb}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  return {
    read: () => ask(base, {}),
    choose: (wallet) => post('choose', { wallet }),
    cancel: () => post('cancel', {}),
    challenge: (way) => post<Challenge>('authentication', way),
    confirm: (proof) => post<Order & { enrolment: Challenge | null }>('authentication/confirm', proof),
    enrol: (made) => post('passkey', made),
    events: `${base}/events`,
  }
}

const patienceMs = 30_000

async function ask<Reply = Order>(address: string, init: RequestInit): Promise<Reply> {
  let reply: Response
  try {
    // Without cookies: the address is all a payer needs, and all a payer gives.
    reply = await fetch(address, { ...init, credentials: 'omit', signal: AbortSignal.timeout(patienceMs) })
  } catch {
    throw new Refusal(0, null)
  }
  const json = (await reply.json().catch(() => null)) as unknown
  if (reply.ok && json !== null) return json as Reply
  throw new Refusal(reply.status, json as Problem | null)
}
