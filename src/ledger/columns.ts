import type { AccountState, Decision, HoldState } from './decide.ts'
import { contentOfBatch } from './journal.ts'

/** What was decided, and the accounts and holds before and after. */
export type Writing = {
  decision: Decision
  accountsBefore: ReadonlyMap<string, AccountState>
  accountsAfter: ReadonlyMap<string, AccountState>
  holdsBefore: ReadonlyMap<string, HoldState>
  holdsAfter: ReadonlyMap<string, HoldState>
}

/** One array a column: a_ accounts, p_ postings, j_ journal rows, h_ new holds, r_ resolved holds. */
export type Columns = { content: string; at: number } & Record<
  `a_${'id' | 'debits_posted' | 'credits_posted' | 'debits_pending' | 'credits_pending' | 'seq' | 'expected'}`,
  bigint[]
> &
  Record<`p_${'id' | 'digest' | 'object' | 'outcome'}`, string[]> & { p_account: (bigint | null)[] } & Record<
    `j_${'posting' | 'kind' | 'object' | 'why'}`,
    string[]
  > &
  Record<
    `j_${'debit' | 'debit_seq' | 'debit_balance' | 'credit' | 'credit_seq' | 'credit_balance' | 'amount'}`,
    bigint[]
  > &
  Record<`j_${'hold' | 'version' | 'clause' | 'path'}`, (string | null)[]> & {
    j_position: number[]
    j_at: number[]
    j_expires: (number | null)[]
  } & Record<`h_${'debit' | 'credit' | 'amount' | 'settled'}` | 'r_settled', bigint[]> &
  Record<'h_id' | 'h_state' | 'h_object' | 'r_id' | 'r_state', string[]> & {
    h_version: (string | null)[]
    h_expires: (number | null)[]
  }

/** What was decided, as the arrays of the writing statement. */
export function columnsOf(at: number, writing: Writing): Columns {
  const { postings, journal } = writing.decision
  const content = contentOfBatch(postings, journal)
  return {
    content,
    at,
    ...accountColumns(writing),
    ...postingColumns(postings),
    ...journalColumns(journal),
    ...holdColumns(writing),
  }
}

function accountColumns({ accountsBefore, accountsAfter }: Writing) {
  const changed = [...accountsAfter].filter(([text, state]) => accountsBefore.get(text) !== state)
  const states = changed.map(([, state]) => state)
  return {
    a_id: states.map((state) => state.id),
    a_debits_posted: states.map((state) => state.debitsPosted),
    a_credits_posted: states.map((state) => state.creditsPosted),
    a_debits_pending: states.map((state) => state.debitsPending),
    a_credits_pending: states.map((state) => state.creditsPending),
    a_seq: states.map((state) => state.sequence),
    a_expected: changed.map(([text]) => accountsBefore.get(text)?.sequence ?? 0n),
  }
}

function postingColumns(rows: Decision['postings']) {
  return {
    p_id: rows.map((row) => row.id),
    p_digest: rows.map((row) => row.digest),
    p_object: rows.map((row) => row.object),
    p_outcome: rows.map((row) => row.outcome as string),
    p_account: rows.map((row) => row.account),
  }
}

function journalColumns(rows: Decision['journal']) {
  return {
    j_posting: rows.map((row) => row.posting),
    j_position: rows.map((row) => row.position),
    j_at: rows.map((row) => row.at),
    j_kind: rows.map((row) => row.kind as string),
    j_debit: rows.map((row) => row.debit.id),
    j_debit_seq: rows.map((row) => row.debit.sequence),
    j_debit_balance: rows.map((row) => row.debit.balance),
    j_credit: rows.map((row) => row.credit.id),
    j_credit_seq: rows.map((row) => row.credit.sequence),
    j_credit_balance: rows.map((row) => row.credit.balance),
    j_amount: rows.map((row) => row.amount),
    j_hold: rows.map((row) => row.hold),
    j_expires: rows.map((row) => row.expiresAt),
    j_object: rows.map((row) => row.object),
    j_version: rows.map((row) => row.version),
    j_clause: rows.map((row) => row.clause),
    j_path: rows.map((row) => row.path),
    j_why: rows.map((row) => row.why),
  }
}

function holdColumns({ decision, holdsBefore, holdsAfter }: Writing) {
  const changed = [...decision.holds].flatMap((id) => holdsAfter.get(id) ?? [])
  const opened = changed.filter((hold) => !holdsBefore.has(hold.id))
  const resolved = changed.filter((hold) => holdsBefore.has(hold.id))
  return {
    h_id: opened.map((hold) => hold.id),
    h_debit: opened.map((hold) => hold.debit),
    h_credit: opened.map((hold) => hold.credit),
    h_amount: opened.map((hold) => hold.amount),
    h_settled: opened.map((hold) => hold.settled),
    h_state: opened.map((hold) => hold.state as string),
    h_expires: opened.map((hold) => hold.expiresAt),
    h_object: opened.map((hold) => hold.object),
    h_version: opened.map((hold) => hold.version),
    r_id: resolved.map((hold) => hold.id),
    r_state: resolved.map((hold) => hold.state as string),
    r_settled: resolved.map((hold) => hold.settled),
  }
}
