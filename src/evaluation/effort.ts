import { type Declaration, type Need, needs } from './needs.ts'

export type Effort = {
  personDays: number
  /** Each need with what the wallet declares; what it does not mention is missing. */
  lines: { need: Need; declared: Declaration; isSaid: boolean; days: number }[]
}

/** The work of connecting a wallet, computed from its technical sheet against what we need. */
export function effortOf(declared: Readonly<Record<string, Declaration>>): Effort {
  const lines = needs.map((need) => {
    const isSaid = Object.hasOwn(declared, need.id)
    const as: Declaration = declared[need.id] ?? 'missing'
    // What is not required is not built when it is missing.
    const days = as === 'missing' && !need.isRequired ? 0 : need.days[as]
    return { need, declared: as, isSaid, days }
  })
  return { personDays: lines.reduce((sum, { days }) => sum + days, 0), lines }
}
