import type { Currency } from '../base/currency.ts'
import type { Money } from '../base/money.ts'
import type { Day, Instant } from '../base/time.ts'
import type { World } from '../world/world.ts'

/** What a wallet needs of the world: the hour, chance and the network. */
export type WalletWorld = Pick<World, 'now' | 'random' | 'fetch'>

/**
 * The promise every wallet keeps. Each call answers a union and never throws for what the wallet or the network may do: a
 * lost reply, a bad signature, a word we do not know are `unknown` with evidence, never a failure. All numbers that make a
 * call idempotent (`orderNo`, `requestNo`) are given by the caller, who has stored them before calling.
 */
export type Wallet = {
  readonly name: string
  readonly capabilities: Capabilities
  /** Asks for a code the shopper scans. Most wallets make no trade before the scan. */
  precreate(w: WalletWorld, account: WalletAccount, ask: PrecreateAsk): Promise<PrecreateAnswer>
  /** Charges the payment code a shopper shows. */
  pay(w: WalletWorld, account: WalletAccount, ask: PayAsk): Promise<PayAnswer>
  /** What the wallet says of an order. `amount` is what we sent; another amount in the answer is a mismatch. */
  query(w: WalletWorld, account: WalletAccount, ask: QueryAsk): Promise<QueryAnswer>
  /** Takes an order back, whatever its state: closes it when unpaid, refunds it when paid. Repeatable. */
  cancel(w: WalletWorld, account: WalletAccount, ask: OrderAsk): Promise<CancelAnswer>
  /** Closes an order that nobody has paid. Refused when it is paid. */
  close(w: WalletWorld, account: WalletAccount, ask: OrderAsk): Promise<CloseAnswer>
  /** Gives money back. Repeatable with the same `requestNo`: one refund. */
  refund(w: WalletWorld, account: WalletAccount, ask: RefundAsk): Promise<RefundAnswer>
  queryRefund(w: WalletWorld, account: WalletAccount, ask: RefundAsk): Promise<QueryRefundAnswer>
  /** The statement of one business day of the wallet. Rows are given out only after the trailer agrees with them. */
  bill(w: WalletWorld, account: WalletAccount, ask: BillAsk): Promise<BillAnswer>
  /** Reads a notice from the exact bytes received. Pure: it asks nobody and stores nothing. */
  readNotice(account: WalletAccount, raw: Buffer, headers: NoticeHeaders): NoticeReading
  /** What to answer once the notice is stored, and what to answer when it could not be (the wallet then sends it again). */
  readonly acknowledgement: NoticeReply
  readonly refusal: NoticeReply
}

/** How we are known to the wallet. Secrets are PEM text held in memory; whoever stores them seals them. */
export type WalletAccount = {
  readonly wallet: string
  /** Our number at the wallet (Alipay app_id). */
  readonly appId: string
  /** The wallet's number of the one who is paid (Alipay PID), compared with every answer and notice; null when not known. */
  readonly sellerId: string | null
  readonly gateway: string
  readonly notifyUrl: string | null
  /** Our signing key; with its certificate in certificate mode, else null. */
  readonly signing: { readonly privateKey: string; readonly certificate: string | null }
  /** The wallet's keys (public key or certificate, PEM). Several at once while the wallet rotates them. At most 8. */
  readonly trusted: readonly string[]
  /** The wallet's root certificates (one PEM bundle) in certificate mode, else null. */
  readonly roots: string | null
}

export type Capabilities = {
  readonly products: readonly WalletProduct[]
  readonly currencies: readonly Currency[]
  /** Zone of the wallet's statement days and local times. */
  readonly zone: string
  readonly orderNoMax: number
  readonly refunds: { readonly partial: boolean; readonly withinDays: number }
  /** How long a cancel still works after the order was made; later only a refund. */
  readonly cancelWithinMs: number
  /** Seconds between inquiries while an outcome is not known, first to last; the last one repeats up to `inquiryUntilMs`. */
  readonly inquirySeconds: readonly number[]
  readonly inquiryUntilMs: number
  /** Local hour from which the statement of yesterday can be had. */
  readonly billFrom: `${number}:${number}`
  readonly notices: boolean
}
type WalletProduct = 'qr-merchant' | 'qr-consumer' | 'online' | 'in-app' | 'nfc'

// --- what we ask ---------------------------------------------------------------------------------------------------------

/** `timeoutMs` is the caller's whole patience for the call, connection included. */
type Patience = { readonly timeoutMs: number }
export type OrderAsk = Patience & { readonly orderNo: string }
export type QueryAsk = OrderAsk & { readonly amount: Money }
export type PrecreateAsk = QueryAsk & {
  readonly subject: string
  /** The moment after which nobody can pay. Absolute, because a relative one starts at the scan, not at our call. */
  readonly expiresAt: Instant
  readonly storeNo?: string
}
export type PayAsk = PrecreateAsk & { readonly authCode: string }
/** `paid` is the whole payment, `amount` what goes back this time. */
export type RefundAsk = OrderAsk & { readonly requestNo: string; readonly amount: Money; readonly reason?: string }
export type BillAsk = Patience & { readonly day: Day; readonly currency: Currency }

// --- what the wallet says ------------------------------------------------------------------------------------------------

/** What went over the wire, for the trace: signatures, payment codes and personal numbers are cut out. At most 4 KiB each. */
export type Evidence = {
  readonly operation: string
  readonly sentAt: Instant
  readonly latencyMs: number
  /** Null when no HTTP answer came. */
  readonly httpStatus: number | null
  readonly request: string
  readonly response: string
  /** The wallet's own words, `code` or `code sub_code`; null when there were none to trust. */
  readonly code: string | null
}
type Said = { readonly evidence: Evidence }

export type UnknownBecause =
  | 'timeout' // our patience ended
  | 'connection_lost' // cut after it may have been sent
  | 'never_connected' // refused, unroutable, no such name: nothing was sent
  | 'http_error' // not a 200
  | 'unreadable' // not the protocol's form
  | 'unsigned'
  | 'bad_signature'
  | 'mismatch' // signed, but about another order, amount, seller or currency than we asked about
  | 'wallet_busy' // the wallet itself says that it does not know
  | 'unknown_word' // a state or code that we do not know
  | 'moved_on' // the wallet says only that this order number has gone on (paid, say): the truth is had by query

/** Not known. `executed` is 'no' only when it is proved that the wallet did not take the order (used to try another method). */
export type Unknown = Said & {
  readonly outcome: 'unknown'
  readonly because: UnknownBecause
  readonly executed: 'no' | 'maybe'
  readonly detail: string
}

/** An authoritative refusal: signed, understood, final for this order or request number. */
export type Declined = Said & {
  readonly outcome: 'declined'
  readonly because: DeclineReason
  /** The wallet's own code, such as ACQ.BUYER_BALANCE_NOT_ENOUGH. */
  readonly code: string
  /** The wallet's own sentence, for people; never parsed. */
  readonly message: string
  readonly zh: string
  readonly en: string
}

export type DeclineReason =
  | 'insufficient_funds'
  | 'payer_limit'
  | 'payer_refused' // the shopper closed the payment or may not pay
  | 'code_invalid' // a payment code that is used, old or not one
  | 'order_exists' // the order number is taken with other contents
  | 'already_paid' // said to a close, never to a payment
  | 'order_closed'
  | 'order_not_found'
  | 'too_late' // past the wallet's window for this
  | 'over_refund' // more than is left of the payment
  | 'merchant_funds' // the seller's balance cannot bear the refund
  | 'state' // not allowed in the order's state
  | 'risk' // stopped by the wallet's risk control
  | 'not_permitted' // our rights, agreement or configuration at the wallet
  | 'invalid_request'

export type PaidFacts = {
  readonly walletNo: string
  readonly amount: Money
  readonly paidAt: Instant | null
  /** The wallet's number of the shopper, and how it shows them (masked); null when not told. */
  readonly payerId: string | null
  readonly payerName: string | null
}

export type PrecreateAnswer = (Said & { outcome: 'code'; code: string }) | Declined | Unknown
export type PayAnswer =
  | (Said & { outcome: 'paid' } & PaidFacts)
  | (Said & { outcome: 'waiting'; walletNo: string | null }) // the shopper is typing a password
  | Declined
  | Unknown
export type QueryAnswer =
  | (Said & { outcome: 'paid'; refundable: boolean } & PaidFacts)
  | (Said & { outcome: 'waiting'; walletNo: string })
  /** Closed: never paid, or paid and wholly given back. `wasPaid` tells them apart; null when the wallet does not say. */
  | (Said & { outcome: 'closed'; walletNo: string; wasPaid: boolean | null })
  /** No such order: before expiry that is no failure (nobody has scanned yet). */
  | (Said & { outcome: 'not_found' })
  | Declined
  | Unknown
/**
 * `action` is what the wallet did. With 'none' it knew no such order: nothing was paid so far, and a code that is out may in
 * theory still be scanned until it expires, so a late success must stay possible.
 */
export type CancelAnswer =
  | (Said & { outcome: 'cancelled'; action: 'close' | 'refund' | 'none'; walletNo: string | null })
  | Declined
  | Unknown
export type CloseAnswer = (Said & { outcome: 'closed'; walletNo: string | null }) | Declined | Unknown
/** `changed` is false when the same request had been executed before; `refundedTotal` is all that went back of the order. */
export type RefundAnswer =
  | (Said & {
      outcome: 'refunded'
      walletNo: string
      changed: boolean
      refundedTotal: Money
      refundedAt: Instant | null
    })
  | Declined
  | Unknown
export type QueryRefundAnswer =
  | (Said & { outcome: 'refunded'; walletNo: string; refundedAt: Instant | null })
  | (Said & { outcome: 'not_found' }) // not refunded, at this moment
  | Declined
  | Unknown

/** One line of a statement. Amounts are signed as the money moved for the seller: refunds are negative. */
export type BillRow = {
  readonly line: number
  readonly kind: 'payment' | 'refund'
  readonly walletNo: string
  readonly orderNo: string
  /** Our refund number; null on a payment. */
  readonly requestNo: string | null
  readonly subject: string
  readonly createdAt: Instant
  readonly completedAt: Instant
  readonly storeNo: string
  readonly payer: string
  readonly amount: Money
  /** What the seller received of it before the fee. */
  readonly received: Money
  /** Charged by the wallet: negative when it takes, positive when it gives back. */
  readonly fee: Money
  /** The line as it stands in the file. */
  readonly text: string
}
export type BillTotals = {
  readonly payments: number
  readonly refunds: number
  readonly paid: Money
  readonly refunded: Money
}
export type BillAnswer =
  /** `refunded` in the totals is negative or zero. `file` is what was downloaded, to keep; `digest` its SHA-256. */
  | (Said & { outcome: 'ready'; rows: readonly BillRow[]; totals: BillTotals; file: Buffer; digest: string })
  | (Said & { outcome: 'not_ready' })
  /** The file came and contradicts itself or its form: kept whole for a person, none of its rows trusted. */
  | (Said & { outcome: 'damaged'; detail: string; line: number | null; file: Buffer; digest: string })
  | Declined
  | Unknown

// --- notices -------------------------------------------------------------------------------------------------------------

export type NoticeHeaders = Readonly<Record<string, string | string[] | undefined>>
export type NoticeReply = { readonly status: number; readonly contentType: string; readonly body: string }
export type NoticeReading =
  | Notice
  /** Not from the wallet, or not for us: recorded, alarmed, never applied. */
  | {
      readonly outcome: 'forged'
      readonly because: 'unsigned' | 'bad_signature' | 'unreadable' | 'other_account' | 'other_seller'
      readonly detail: string
    }
  /** Truly the wallet's, about something or in words that we do not know: recorded, alarmed, acknowledged. */
  | { readonly outcome: 'not_understood'; readonly id: string; readonly detail: string; readonly text: string }

export type Notice = {
  readonly outcome: 'notice'
  /** The wallet's number of this notice: the same on every retry. */
  readonly id: string
  readonly kind: 'payment' | 'refund' | 'closed'
  readonly state: TradeState
  readonly orderNo: string
  readonly walletNo: string
  /** The whole amount of the order. The reader compares it with what was asked. */
  readonly amount: Money
  /** For a refund: our number of it and how much has gone back in all. */
  readonly requestNo: string | null
  readonly refundedTotal: Money | null
  readonly payerId: string | null
  readonly payerName: string | null
  /** When it happened at the wallet (paid, refunded or closed), and when the notice says it was sent. */
  readonly at: Instant
  readonly sentAt: Instant
  /** The notice for the trace, signature and personal numbers cut. */
  readonly text: string
}
/** waiting: shown to the shopper; paid: refundable; finished: paid and past its refund window; closed: unpaid or all refunded. */
export type TradeState = 'waiting' | 'paid' | 'finished' | 'closed'
