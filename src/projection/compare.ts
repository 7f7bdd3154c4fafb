import type { ClauseLine, CurrencyResult, Effects } from './projection.ts'
import { bearers, noEffects } from './projection.ts'

/** How much more each party gains by one clause under the offer than under the base. */
export type Difference = Pick<ClauseLine, 'clause' | 'path' | 'kind' | 'rule'> & { effects: Effects }

/** What an offer changes, place by place, largest change for the institution first. Places without a change are left out. */
export function compare(base: CurrencyResult | null, offer: CurrencyResult | null): Difference[] {
  const places = new Map<string, Difference>()
  const lay = (lines: readonly ClauseLine[], sign: bigint): void => {
    for (const { clause, path, kind, rule, effects } of lines) {
      const key = `${path} ${kind} ${rule}`
      const known = places.get(key) ?? { clause, path, kind, rule, effects: noEffects() }
      for (const who of bearers) known.effects[who] += sign * effects[who]
      places.set(key, known)
    }
  }
  lay(offer?.lines ?? [], 1n)
  lay(base?.lines ?? [], -1n)
  return [...places.entries()]
    .filter(([, { effects }]) => bearers.some((who) => effects[who] !== 0n))
    .sort(([a, one], [b, other]) => {
      const [most, least] = [size(one.effects.institution), size(other.effects.institution)]
      return most === least ? (a < b ? -1 : 1) : most > least ? -1 : 1
    })
    .map(([, difference]) => difference)
}

const size = (minor: bigint): bigint => (minor < 0n ? -minor : minor)
