/** A table of states: state → move → state. The one place a noun's life is written down. */
export type Moves<State extends string, Move extends string> = Record<State, Partial<Record<Move, State>>>

/** The state a move leads to, or null when the table does not allow it from here. */
export function moved<State extends string, Move extends string>(
  table: Moves<State, Move>,
  from: State,
  move: Move,
): State | null {
  // A move may come from outside: what every object inherits is no move.
  return Object.hasOwn(table[from], move) ? (table[from][move] ?? null) : null
}

/** The moves allowed from a state: what the API answers as `may`, so that no screen repeats a rule. */
export function movesFrom<State extends string, Move extends string>(table: Moves<State, Move>, from: State): Move[] {
  return Object.keys(table[from]) as Move[]
}
