import { Fault } from '../base/fault.ts'
import type { Database } from './database.ts'

// What was refused and what was checked, counted while this process lives, for whoever watches the house from outside. A label has
// few values, all of them words of the code: never a person, an object or an address.

/** Every counter: its name at /metrics, what it counts, and the name of its one label. */
export const counters = {
  ciphertextRefused: ['covenant_ciphertexts_refused_total', 'Ciphertexts the vault refused', 'because'],
  keyRefused: ['covenant_api_keys_refused_total', 'Calls refused for their API key or signature', 'code'],
  signInRefused: ['covenant_sign_ins_refused_total', 'Sign-ins refused', 'code'],
  lockedOut: ['covenant_lock_outs_total', 'Tries refused because there were too many', 'kind'],
  stepUpRefused: ['covenant_step_ups_refused_total', 'Confirmations of dangerous acts refused', 'code'],
  approval: ['covenant_approvals_total', 'Approvals by what happened to them', 'move'],
  useRefused: ['covenant_uses_refused_total', 'Uses of personal data that consent did not allow', 'kind'],
  tamperCheck: ['covenant_tamper_checks_total', 'Checks of log and books', 'outcome'],
  alarm: ['covenant_alarms_total', 'Alarms raised', 'kind'],
} as const

export type CounterName = keyof typeof counters
type Counts = Map<string, number>
type Counting = { readonly db: Database }

// A label that ran wild must not fill the memory of whoever scrapes.
const labelsMost = 64
const counted = new WeakMap<Database, Map<CounterName, Counts>>()

/** Counts one. The label is a word of the code. */
export function countOne({ db }: Counting, name: CounterName, label: string): void {
  const all = counted.get(db) ?? new Map<CounterName, Counts>()
  counted.set(db, all)
  const counts = all.get(name) ?? new Map<string, number>()
  all.set(name, counts)
  const kept = counts.has(label) || counts.size < labelsMost ? label : 'other'
  counts.set(kept, (counts.get(kept) ?? 0) + 1)
}

/** What was counted so far, by label. */
export const countsOf = ({ db }: Counting, name: CounterName): ReadonlyMap<string, number> =>
  counted.get(db)?.get(name) ?? new Map()

/** Does the work, and counts by its code the fault that refuses it. */
export async function countingFaults<T>(w: Counting, name: CounterName, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    countOne(w, name, error instanceof Fault ? error.code : 'failed')
    throw error
  }
}

// Acts that are counted when their transaction stands, so that what was rolled back is not.
const countedActs: Readonly<Record<string, readonly [CounterName, string]>> = {
  'approvals.ask': ['approval', 'asked'],
  'approval.granted': ['approval', 'granted'],
  'approval.refused': ['approval', 'refused'],
  'approvals.withdraw': ['approval', 'withdrawn'],
  'approvals.expire': ['approval', 'expired'],
}

/** Counts what a transaction that stands did. */
export function countActs(w: Counting, acts: readonly string[]): void {
  for (const act of acts) {
    const found = Object.hasOwn(countedActs, act) ? countedActs[act] : undefined
    if (found) countOne(w, ...found)
  }
}
