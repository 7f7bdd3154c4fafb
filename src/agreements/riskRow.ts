import type { Reason, RiskRow, Strength } from './terms.ts'

/** Place of the row that decides: the first whose reason and strength both match, `*` matching all; −1 when none does. */
export const rowFor = (rows: readonly RiskRow[], reason: Reason, strength: Strength): number =>
  rows.findIndex(
    (row) => (row.reason === '*' || row.reason === reason) && (row.strength === '*' || row.strength === strength),
  )
