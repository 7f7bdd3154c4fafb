import { minuteMs } from '../base/time.ts'
import { type Proof, prove } from '../ledger/prove.ts'
import { bothTexts, timeJson } from '../world/money-json.ts'
import { z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import type { Text } from './names.ts'

export const proofJson = z
  .strictObject({
    passed: z.boolean(),
    at: timeJson,
    postings: z.int(),
    entries: z.int(),
    checks: z.array(
      z.strictObject({ code: z.string(), passed: z.boolean(), name: bothTexts, detail: bothTexts, examined: z.int() }),
    ),
  })
  .meta({ id: 'Proof' })

type View = z.output<typeof proofJson>

// The whole books are read for a proof, so those who ask at once share one, and the workbench shows one of the last minutes.
const latest = new WeakMap<World['db'], { made: Promise<View>; at: number; done: boolean }>()
const freshMs = 5 * minuteMs

/** The books checked now; whoever asks while a check runs gets its answer. */
export async function proofNow(w: World): Promise<View> {
  const known = latest.get(w.db)
  return await (known && !known.done ? known.made : begin(w))
}

/** A check that is at most five minutes old. */
export async function proofLately(w: World): Promise<View> {
  const known = latest.get(w.db)
  const age = known ? w.now() - known.at : Number.POSITIVE_INFINITY
  return await (known && age >= 0 && age < freshMs ? known.made : begin(w))
}

async function begin(w: World): Promise<View> {
  const kept = { made: prove(w).then(toView), at: w.now(), done: false }
  latest.set(w.db, kept)
  try {
    return await kept.made
  } catch (error) {
    latest.delete(w.db)
    throw error
  } finally {
    kept.done = true
  }
}

type Check = { code: string; name: Text; examined: (counts: Proof['counts']) => number; rows: RegExp }

// Which problems belong to a check is read from the row they name.
const checks: readonly Check[] = [
  {
    code: 'entries',
    rows: /^ledger\.journal/,
    examined: (counts) => counts.transfers,
    name: { zh: '逐笔分录：序号连续，余额逐笔可复算', en: 'Entries: numbered without a gap, each balance recomputed' },
  },
  {
    code: 'accounts',
    rows: /^ledger\.account id=/,
    examined: (counts) => counts.accounts,
    name: { zh: '账户：余额与日记账一致', en: 'Accounts: balances are what the journal says' },
  },
  {
    code: 'balanced',
    rows: /^ledger\.account currency=/,
    examined: (counts) => counts.accounts,
    name: {
      zh: '借贷：每个币种借方等于贷方，舍入为零',
      en: 'Debits equal credits in every currency, rounding is zero',
    },
  },
  {
    code: 'holds',
    rows: /^ledger\.hold/,
    examined: (counts) => counts.holds,
    name: { zh: '冻结：与日记账一致', en: 'Holds: as the journal tells' },
  },
  {
    code: 'chain',
    rows: /^ledger\.(batch|head|posting)/,
    examined: (counts) => counts.batches,
    name: {
      zh: '哈希链：批次首尾相连，内容与摘要一致',
      en: 'Hash chain: every batch follows the one before, rows match their digests',
    },
  },
]

function toView({ holds: passed, at, problems, counts }: Proof): View {
  const taken = (rows: RegExp) => problems.filter(({ row }) => rows.test(row))
  return {
    passed,
    at,
    postings: counts.postings,
    entries: counts.transfers,
    checks: checks.map(({ code, name, examined, rows }) => {
      const found = taken(rows)
      const [first] = found
      const detail = first
        ? { zh: `${found.length} 处：${first.row} ${first.zh}`, en: `${found.length} found: ${first.row} ${first.en}` }
        : { zh: '全部一致', en: 'all agree' }
      return { code, name, passed: !first, detail, examined: examined(counts) }
    }),
  }
}
