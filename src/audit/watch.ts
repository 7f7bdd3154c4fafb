import { collectProblems, type Problems } from '../ledger/problems.ts'
import { prove } from '../ledger/prove.ts'
import { proveSome } from '../ledger/proveSome.ts'
import { transaction } from '../world/command.ts'
import { countOne } from '../world/counters.ts'
import { emit } from '../world/events.ts'
import { record } from '../world/record.ts'
import type { World } from '../world/world.ts'
import {
  clearProblems,
  type FoundProblem,
  keepProblems,
  keepProgress,
  type OpenProblem,
  openProblems,
  type Progress,
  readProgress,
} from './storeCheck.ts'
import { checkEnd, checkStep, checkStrays, stepLeaves } from './tamper.ts'

export type Integrity = {
  state: 'sound' | 'checking' | 'alarm'
  at: number | null
  problems: OpenProblem[]
}

const problemsMax = 100
const stepsOfSlice = 5
// Books up to this many transfers are proved whole with every slice; of larger ones a part, and the whole by night and on demand.
const transfersOfSlice = 50_000
const batchesOfSlice = 2_000n
// A full check that ended without saying so (a killed process) counts as at work no longer than this.
const fullMostMs = 60 * 60_000

/** Whether the log and the books are what was signed, as the last checks saw them. */
export async function integrityOf(w: World): Promise<Integrity> {
  const problems = await openProblems(w)
  const full = await readProgress(w, 'full')
  const isRunning =
    full !== null && (full.endedAt === null || full.endedAt < full.startedAt) && w.now() < full.startedAt + fullMostMs
  const state = problems.length > 0 ? 'alarm' : isRunning || (full?.endedAt ?? null) === null ? 'checking' : 'sound'
  return { state, at: full?.endedAt ?? null, problems }
}

/** Checks everything at once: the whole log, every record, the whole books. Clears what it does not find again. */
export async function checkAll(w: World): Promise<void> {
  await counted(w, checkWhole(w))
}

async function checkWhole(w: World): Promise<number> {
  const quiet = { unrecorded: 'that a check begins is no change of anything' }
  await transaction(w, (i) => keepProgress(i, 'full', { startedAt: i.now() }), quiet)
  const problems = collectProblems(problemsMax)
  const size = await checkEnd(w, problems)
  for (let from = 0; from < size; from += stepLeaves)
    await checkStep(w, { from, until: Math.min(from + stepLeaves, size) }, problems)
  await checkStrays(w, problems)
  const books = await prove(w)
  for (const { row, zh, en } of books.problems) problems.add(row, zh, en)
  const opened = await transaction(w, async (i) => {
    await keepProgress(i, 'full', { next: books.counts.transfers, endedAt: i.now() })
    const cleared = await clearProblems(i, problems.list)
    for (const row of cleared) record(i, { act: 'audit.clear', object: row })
    record(i, { act: 'audit.check', object: `log:${size}`, facts: { problems: problems.list.length } })
    return await raise(i, problems.list)
  })
  tell(w, opened, problems.list)
  return problems.list.length
}

/** Checks the next part of the log and goes on there next time: bounded work, whatever the size of the log. */
export async function checkSlice(w: World): Promise<void> {
  const full = await readProgress(w, 'full')
  if (!full || full.endedAt === null) return await checkAll(w)
  await counted(w, checkPart(w, full))
}

async function checkPart(w: World, full: Progress): Promise<number> {
  const problems = collectProblems(problemsMax)
  const size = await checkEnd(w, problems)
  let from = (await readProgress(w, 'slice'))?.next ?? 0
  for (let step = 0; step < stepsOfSlice && size > 0; step++) {
    if (from >= size) from = 0
    const until = Math.min(from + stepLeaves, size)
    await checkStep(w, { from, until }, problems)
    from = until === size ? 0 : until
    if (from === 0) break
  }
  const batch = full.next > transfersOfSlice ? await checkSomeBooks(w, problems) : await checkBooks(w, problems)
  const opened = await transaction(
    w,
    async (i) => {
      await keepProgress(i, 'slice', { next: from })
      await keepProgress(i, 'books', { next: batch })
      return await raise(i, problems.list)
    },
    { unrecorded: 'how far a check is and a problem seen again are nothing new' },
  )
  tell(w, opened, problems.list)
  return problems.list.length
}

// A check that could not be made is counted too: nobody may take silence for soundness.
async function counted(w: World, check: Promise<number>): Promise<void> {
  try {
    countOne(w, 'tamperCheck', (await check) === 0 ? 'sound' : 'altered')
  } catch (error) {
    countOne(w, 'tamperCheck', 'failed')
    throw error
  }
}

async function checkBooks(w: World, problems: Problems): Promise<number> {
  for (const { row, zh, en } of (await prove(w)).problems) problems.add(row, zh, en)
  return 0
}

async function checkSomeBooks(w: World, problems: Problems): Promise<number> {
  const after = (await readProgress(w, 'books'))?.next ?? 0
  return Number(await proveSome(w, BigInt(after), batchesOfSlice, problems))
}

// The alarm is part of the log it is about: a record of it, and an event for whoever must come running.
async function raise(i: Parameters<typeof keepProblems>[0], found: readonly FoundProblem[]): Promise<string[]> {
  if (found.length === 0) return []
  const opened = await keepProblems(i, found)
  for (const row of opened) record(i, { act: 'audit.alarm', object: row })
  const [first] = opened
  if (first !== undefined) await emit(i, 'log.alarm', { row: first, found: opened.length })
  return opened
}

function tell(w: World, opened: readonly string[], found: readonly FoundProblem[]): void {
  for (const row of opened) {
    const why = found.find((problem) => problem.row === row)?.en
    w.log.error({ row, why }, 'a row of the log or the books was altered')
  }
}
