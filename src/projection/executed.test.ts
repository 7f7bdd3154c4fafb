import { expect, test } from 'vitest'
import { sampleTerms } from '../agreements/sample.ts'
import type { Terms } from '../agreements/terms.ts'
import { money } from '../base/money.ts'
import { dayMs } from '../base/time.ts'
import { whyNotExecuted } from './executed.ts'
import { type Leaf, leavesOf, withLeaf } from './leaves.ts'
import { project } from './project.ts'
import { synthetic } from './synthetic.ts'
import type { Traffic } from './traffic.ts'

// Traffic in which every executable clause of the sample has something to do: payers that reach limits and campaign caps, all
// products and strengths, losses of every reason, service below the first band, volume beyond the second tier.
function busy(): Traffic {
  const from = Date.parse('2026-08-31T16:00:00Z')
  const strengths = (['none', 'one-factor', 'two-factor'] as const).map((strength) => ({ strength, weight: 1 }))
  const products = (['in-app', 'nfc', 'online', 'qr-consumer', 'qr-merchant'] as const).map((product) => ({
    product,
    weight: 1,
    meanMinor: 80_000n,
    spreadPpm: 999_000,
  }))
  const lossPpm = {
    unauthorised: 60_000,
    'not-received': 40_000,
    'not-as-described': 30_000,
    duplicate: 20_000,
    'unknown-outcome': 30_000,
    other: 50_000,
  }
  const made = synthetic({
    from,
    days: 40,
    currency: 'CNY',
    paymentsPerDay: 16,
    products,
    strengths,
    growthPpmPerMonth: 0,
    refundPpm: 100_000,
    merchants: 3,
    seed: 3,
    assumes: { lossPpm, stressPpm: 10_000, servicePpm: { availability: 994_000 } },
  })
  const rows = made.rows.map((row, at) => ({ ...row, payer: `payer-${at % 4}` }))
  const large = rows.flatMap((row, at) => {
    if (row.kind !== 'payment' || at % 6 !== 0) return []
    const minor = row.product === 'online' ? 4_900_000n : row.product === 'in-app' ? 5_100_000n : 600_000n
    return [{ ...row, id: `${row.id}L`, amount: money('CNY', minor + BigInt(at)), payer: `payer-${at % 3}` }]
  })
  return {
    ...made,
    until: from + 40 * dayMs,
    rows: [...rows, ...large].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)),
  }
}

const other: Record<string, string> = {
  'Asia/Shanghai': 'America/New_York',
  return: 'keep',
  keep: 'return',
  'claw-back': 'keep',
  'net-fee': 'gross-fee',
  institution: 'wallet',
  wallet: 'institution',
  merchant: 'wallet',
  'two-factor': 'one-factor',
  none: 'two-factor',
  'one-factor': 'two-factor',
  '00:00': '13:00',
  CNY: 'USD',
  percentage: 'cost-plus',
}

/** Other values of the same kind. */
function changed({ path, value }: Leaf): unknown[] {
  if (path.endsWith('/firstLoss')) return [{ party: 'merchant', amount: '900', currency: 'CNY' }]
  if (path.endsWith('/commitments/0/rules/0')) return ['merchant-online']
  if (typeof value === 'boolean') return [!value]
  if (typeof value === 'number') return [Math.max(1, Math.floor(value / 2)), value + 2, 5, value + 200_000]
  if (value === null) return ['1', '900000']
  if (/^\d+$/.test(value)) return ['7', String(BigInt(value) / 3n + 1n), String(BigInt(value) * 900n)]
  if (path.endsWith('Day') || /\/(holidays|workdays)\//.test(path)) return ['2026-09-15', '2026-09-12']
  if (path.includes('/products/')) return [value === 'nfc' ? 'online' : 'nfc']
  return [other[value] ?? `${value}x`]
}

// The sample, with a price below cost, so that there is a loss to share, and a last tier that the traffic reaches.
function base(): Terms {
  const below = withLeaf(sampleTerms(), '/clauses/fees/rules/0/price/ratePpm', 1_000)
  return withLeaf(below, '/clauses/fees/rules/2/price/tiers/1/upTo', '52000000')
}

const rows = busy()
const scenes: Traffic[] = [
  rows,
  // A quiet month, in which commitments are missed.
  { ...rows, rows: rows.rows.filter(({ kind }) => kind === 'payment').slice(0, 5) },
  ...[999_500, 996_000, 800_000, 100].map((availability) => ({
    ...rows,
    assumes: { ...rows.assumes, servicePpm: { availability } },
  })),
]

// A single share is the whole, the last tier and band are open: nothing else would be valid there.
const isFixed = ({ path, value }: Leaf): boolean =>
  (value === 1_000_000 && path.endsWith('/shares/0/ppm')) ||
  path.endsWith('/tiers/2/upTo') ||
  path.endsWith('/bands/3/atLeastPpm') ||
  // The default row matches everything.
  /\/risk\/rows\/6\/(reason|strength)$/.test(path) ||
  path.endsWith('/kind')

test('every leaf of the terms changes projected money when it changes, or stands in the list of those that do not, with its reason', () => {
  const terms = base()
  const shown = scenes.map((scene) => show(project(terms, scene)))
  const moves = (leaf: Leaf): boolean =>
    scenes.some((scene, place) =>
      changed(leaf).some((value) => {
        try {
          return show(project(withLeaf(terms, leaf.path, value as Leaf['value']), scene)) !== shown[place]
        } catch {
          // No account stands between such parties: refused loudly, unlike terms that no validator lets through.
          return /\/(payer|payee)$/.test(leaf.path)
        }
      }),
    )
  const executed = leavesOf(terms.clauses, '/clauses').filter((leaf) => !whyNotExecuted(leaf.path) && !isFixed(leaf))
  expect(executed.filter((leaf) => !moves(leaf)).map(({ path }) => path)).toEqual([])
  expect(executed.length).toBeGreaterThan(90)
})

const show = (value: unknown): string => JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? `${one}` : one))
