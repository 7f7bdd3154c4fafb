import type { Random } from '../base/random.ts'
import type { Instant } from '../base/time.ts'
import type { Actor } from './actor.ts'
import type { Book } from './book.ts'
import type { Database, Transaction } from './database.ts'
import type { Keys } from './keys.ts'
import type { Log } from './log.ts'

/** The network as the house sees it: WHATWG fetch, with the caller's own time limit in `signal`. */
export type Fetch = (url: string, init?: RequestInit) => Promise<Response>

/** Where browsers reach us: passkeys are bound to the host, and only pages of our origins may use them. */
export type Site = {
  /** WebAuthn relying party: the host without a port. */
  readonly host: string
  /** Every page of ours is https, so cookies travel encrypted only. */
  readonly secure: boolean
  isOurs(origin: string): boolean
}

/** Everything impure that a verb may touch. First parameter everywhere, always called `w`. */
export type World = {
  readonly db: Database
  /** Who acts: the caller at a door, else the house itself. */
  readonly actor: Actor
  now(): Instant
  readonly random: Random
  readonly fetch: Fetch
  readonly keys: Keys
  readonly log: Log
  readonly site: Site
  /** The sandbox has demo users and makes its own keys; a live installation has neither. */
  readonly mode: 'sandbox' | 'live'
  /** Added to the moment a job is due when it is stored, so that a moved clock owns its jobs. 0 in production. */
  readonly jobShiftMs: number
}

/** The world inside a transaction. Whatever writes asks for this type. */
export type Inside = World & {
  readonly tx: Transaction
  /** What this transaction records. Verbs write to it by `record`. */
  readonly book: Book
}
