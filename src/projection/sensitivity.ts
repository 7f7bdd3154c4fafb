import type { Terms } from '../agreements/terms.ts'
import type { Currency } from '../base/currency.ts'
import { divideHalfEven } from '../base/money.ts'
import { type Leaf, leavesOf, withLeaf } from './leaves.ts'
import { project } from './project.ts'
import type { Traffic } from './traffic.ts'

/** What our net becomes when one number of the terms is a tenth lower or higher. */
export type Sensitivity = { path: string; value: string; down: string; up: string; downNet: bigint; upNet: bigint }

const mostLeaves = 60
const rowsMost = 120_000 // replayed in all: more would keep everybody waiting

const size = (minor: bigint): bigint => (minor < 0n ? -minor : minor)
const reach = ({ downNet, upNet }: Sensitivity): bigint => (size(downNet) > size(upNet) ? size(downNet) : size(upNet))

/** Our net under each price of the terms moved by a tenth, the one that matters most first. Those without effect are left out. */
export function sensitivity(terms: Terms, traffic: Traffic, currency: Currency): Sensitivity[] {
  const result = (changed: Terms) =>
    project(changed, traffic).currencies.find((one) => one.currency === currency) ?? null
  const net = (changed: Terms): bigint => result(changed)?.parties.institution.net ?? 0n
  const now = result(terms)
  const base = now?.parties.institution.net ?? 0n
  // Where there is room for some only, those of the clauses that move most come first.
  const weight = ({ path }: Leaf): bigint =>
    (now?.lines ?? [])
      .filter((line) => path.startsWith(`${line.path}/`))
      .reduce((total, { effects }) => total + size(effects.institution), 0n)
  const room = Math.max(4, Math.min(mostLeaves, Math.floor(rowsMost / (2 * Math.max(1, traffic.rows.length)))))
  return prices(terms)
    .map((leaf) => ({ leaf, by: weight(leaf) }))
    .sort((a, b) => (a.by === b.by ? (a.leaf.path < b.leaf.path ? -1 : 1) : a.by > b.by ? -1 : 1))
    .slice(0, room)
    .map(({ leaf }) => leaf)
    .map((leaf): Sensitivity => {
      const [down, up] = [moved(leaf, 9n), moved(leaf, 11n)]
      const at = (value: string | number) => net(withPrice(terms, leaf.path, value))
      return {
        path: leaf.path,
        value: String(leaf.value),
        down: `${down}`,
        up: `${up}`,
        downNet: at(down) - base,
        upNet: at(up) - base,
      }
    })
    .filter(({ downNet, upNet }) => downNet !== 0n || upNet !== 0n)
    .sort((a, b) => (reach(b) === reach(a) ? (a.path < b.path ? -1 : 1) : reach(b) > reach(a) ? 1 : -1))
}

const amounts = /\/(fixed|floor|cap|price|overage|minimum)$/
const rates = /\/(ratePpm|costPpm|markupPpm|discountPpm|creditPpm)$/
const walletShare = /^\/clauses\/revenueShare\/shares\/\d+\/ppm$/

/** The numbers of the terms that price something: rates, and amounts of the fees clause. */
function prices(terms: Terms): Leaf[] {
  const { fees, revenueShare, marketing, serviceLevels } = terms.clauses
  const walletAt = revenueShare.shares.findIndex(({ party }) => party === 'wallet')
  return leavesOf({ fees, revenueShare, marketing, serviceLevels }, '/clauses').filter(({ path, value }) => {
    if (value === 0 || value === '0' || value === null) return false
    if (walletShare.test(path)) return path.includes(`/shares/${walletAt}/`)
    return rates.test(path) || (path.startsWith('/clauses/fees') && amounts.test(path))
  })
}

function moved({ value }: Leaf, tenths: bigint): string | number {
  const times = divideHalfEven(BigInt(value as string | number) * tenths, 10n)
  if (typeof value === 'string') return times.toString()
  return Number(times < 1_000_000n ? times : 999_999n)
}

// What the wallet's share gains the institution's gives: together they stay the whole.
function withPrice(terms: Terms, path: string, value: string | number): Terms {
  const changed = withLeaf(terms, path, value)
  if (!walletShare.test(path)) return changed
  const { shares } = changed.clauses.revenueShare
  const wallet = shares.find(({ party }) => party === 'wallet')?.ppm ?? 0
  return {
    ...changed,
    clauses: {
      ...changed.clauses,
      revenueShare: {
        ...changed.clauses.revenueShare,
        shares: shares.map((share) => (share.party === 'wallet' ? share : { ...share, ppm: 1_000_000 - wallet })),
      },
    },
  }
}
