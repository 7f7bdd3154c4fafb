import type { Instant } from '../base/time.ts'
import { transaction } from '../world/command.ts'
import type { Inside, World } from '../world/world.ts'
import { proveChain } from './chain.ts'
import { collectProblems, type Problem, type Problems } from './problems.ts'
import { freeze, readCounts, readMisstated, readMissteps, readStrayHolds, readUnbalanced } from './storeProof.ts'

export type Proof = {
  /** True when nothing at all is wrong. */
  holds: boolean
  at: Instant
  /** At most 100; the first of each kind say where to look. */
  problems: readonly Problem[]
  counts: { accounts: number; postings: number; transfers: number; holds: number; batches: number }
}

const problemsMax = 100
const accountsAtOnce = 500n

/**
 * Recomputes the books from the journal and compares with all that is stored, at one moment, while others go on booking:
 * entries numbered without a gap, every running balance, every account's sums and sequence, pending against open holds,
 * holds against what the journal tells of them, debits against credits in each currency, rounding at zero, and the chain
 * of batch hashes with every row in it. Reads in slices; memory stays bounded. Changes nothing.
 */
export async function prove(w: World): Promise<Proof> {
  return await transaction(w, async (i) => {
    await freeze(i)
    const { last_account: last, ...counts } = await readCounts(i)
    const problems = collectProblems(problemsMax)
    for (let from = 0n; from < last; from += accountsAtOnce) {
      await proveAccounts(i, { from, until: from + accountsAtOnce }, problems)
    }
    await proveHolds(i, problems)
    await proveBalance(i, problems)
    await proveChain(i, problems)
    return { holds: problems.list.length === 0, at: w.now(), problems: problems.list, counts: asNumbers(counts) }
  })
}

async function proveAccounts(i: Inside, slice: { from: bigint; until: bigint }, problems: Problems): Promise<void> {
  for (const step of await readMissteps(i, slice, problems.left())) {
    problems.add(
      `ledger.journal posting=${step.posting} position=${step.position}`,
      `账户 ${step.account} 的第 ${step.nth} 笔分录：序号为 ${step.seq}，余额为 ${step.balance}，应为 ${step.running}`,
      `entry ${step.nth} of account ${step.account}: its number is ${step.seq}, its balance ${step.balance} where the sum is ${step.running}`,
    )
  }
  for (const { id, kind, owner, currency, wrong } of await readMisstated(i, slice, problems.left())) {
    problems.add(
      `ledger.account id=${id}`,
      `账户 ${kind} ${owner} ${currency} 与日记账不符：${wrong}`,
      `account ${kind} ${owner} ${currency} is not what the journal says: ${wrong}`,
    )
  }
}

async function proveHolds(i: Inside, problems: Problems): Promise<void> {
  for (const { id } of await readStrayHolds(i, problems.left())) {
    problems.add(`ledger.hold id=${id}`, '冻结与日记账不符', 'the hold is not what the journal tells of it')
  }
}

async function proveBalance(i: Inside, problems: Problems): Promise<void> {
  for (const { currency, debits, credits } of await readUnbalanced(i)) {
    problems.add(
      `ledger.account currency=${currency}`,
      `${currency} 借方合计 ${debits}，贷方合计 ${credits}，或冻结的两方不等`,
      `${currency} debits are ${debits} and credits ${credits}, or the two sides of its holds differ`,
    )
  }
}

function asNumbers(counts: Record<keyof Proof['counts'], bigint>): Proof['counts'] {
  const { accounts, postings, transfers, holds, batches } = counts
  return {
    accounts: Number(accounts),
    postings: Number(postings),
    transfers: Number(transfers),
    holds: Number(holds),
    batches: Number(batches),
  }
}
