/** What a proof found: which row, and what is wrong with it. */
export type Problem = { readonly row: string; readonly zh: string; readonly en: string }

/** Collects problems up to a bound; the first ones say where to look, the rest only that there are more. */
export type Problems = {
  add(row: string, zh: string, en: string): void
  readonly list: readonly Problem[]
  readonly left: () => number
}

export function collectProblems(most: number): Problems {
  const list: Problem[] = []
  return {
    list,
    left: () => most - list.length,
    add: (row, zh, en) => {
      if (list.length < most) list.push({ row, zh, en })
    },
  }
}
