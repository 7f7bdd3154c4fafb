import { type ClauseName, clauseNames } from '../agreements/terms.ts'

/** A cooperation mode is a schedule of the agreement: a room opens only the clauses of its schedule. */
export const schedules = ['whole', 'master', 'technical', 'marketing', 'data'] as const
export type Schedule = (typeof schedules)[number]

// Scope names the cooperation modes, so it is opened with each schedule: switching a mode on is signing its schedule.
const special: Record<'technical' | 'marketing' | 'data', readonly ClauseName[]> = {
  technical: ['scope', 'integration', 'limits', 'monitoring', 'serviceLevels'],
  marketing: ['scope', 'marketing'],
  data: ['scope', 'dataSharing'],
}

/** The clauses a schedule opens, in the order of the agreement. */
export function opensOf(schedule: Schedule): ClauseName[] {
  if (schedule === 'whole') return [...clauseNames]
  if (schedule !== 'master') return [...special[schedule]]
  const elsewhere = new Set(Object.values(special).flat())
  return clauseNames.filter((name) => name === 'scope' || !elsewhere.has(name))
}
