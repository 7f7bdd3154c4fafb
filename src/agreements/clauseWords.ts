import type { Digest } from '../base/digest.ts'
import { clauseDigests } from './digest.ts'
import { type ClauseProse, proseOf } from './paper/prose.ts'
import type { Token } from './paper/speech.ts'
import { type ClauseName, clauseNames, type Terms, type Text } from './terms.ts'

/** A piece of a sentence: fixed words, or a value with the pointer of the leaf it was printed from. */
export type Segment = { text: string; path: string | null }
export type Sentence = { zh: Segment[]; en: Segment[] }

export type ClauseWords = {
  clause: ClauseName
  title: Text
  digest: Digest
  /** False for clauses that are read by people only. */
  executable: boolean
  /** Its digest is not that of the version before. */
  changed: boolean
  sentences: Sentence[]
}

// Who the parties are and which law governs is read by people and courts; every other clause is computed with.
const proseOnly: ReadonlySet<ClauseName> = new Set(['parties', 'law'])

/** The clauses of a version in the order of their leaves, in words of both languages, compared with the version before. */
export function clauseWords(terms: Terms, before: Terms | null): ClauseWords[] {
  const digests = clauseDigests(terms)
  const changed = new Set(changedClauses(terms, before))
  const prose = new Map(proseOf(terms).map((one) => [one.clause, one]))
  return clauseNames.flatMap((clause) => {
    const said = prose.get(clause)
    if (!said) return []
    return [
      {
        clause,
        title: said.title,
        digest: digests[clause],
        executable: !proseOnly.has(clause),
        changed: changed.has(clause),
        sentences: sentencesOf(said),
      },
    ]
  })
}

/** Clauses whose digest differs from the version before; none in the first version. */
export function changedClauses(terms: Terms, before: Terms | null): ClauseName[] {
  if (before === null) return []
  const [now, then] = [clauseDigests(terms), clauseDigests(before)]
  return clauseNames.filter((name) => now[name] !== then[name])
}

/** What stands at a place of the terms: its clause, and the sentence that states it. */
export type Stated = { path: string; clause: ClauseName; title: Text; sentence: Sentence; digest: Digest }

// A place is quoted whole, within reason; a whole clause by its first sentence.
const sentencesMost = 2

/** The sentences that print these places of the terms, each place once; places that the terms do not have are left out. */
export function statedAt(terms: Terms, paths: Iterable<string>): Stated[] {
  const prose = new Map(proseOf(terms).map((one) => [one.clause, one]))
  const digests = clauseDigests(terms)
  return [...new Set(paths)].flatMap((path) => {
    const clause = clauseNames.find((name) => path === `/clauses/${name}` || path.startsWith(`/clauses/${name}/`))
    const said = clause && prose.get(clause)
    if (!clause || !said) return []
    return [{ path, clause, title: said.title, sentence: sentenceAt(said, path), digest: digests[clause] }]
  })
}

function sentenceAt(said: ClauseProse, path: string): Sentence {
  const all = sentencesOf(said)
  const within = ({ path: at }: Segment): boolean => at !== null && (at === path || at.startsWith(`${path}/`))
  const found = all
    .filter(({ zh, en }) => zh.some(within) || en.some(within))
    .slice(0, path === `/clauses/${said.clause}` ? 1 : sentencesMost)
  const [first, ...more] = found.length > 0 ? found : all.slice(0, 1)
  return more.reduce<Sentence>(
    (whole, next) => ({ zh: [...whole.zh, ...next.zh], en: [...whole.en, { text: ' ', path: null }, ...next.en] }),
    first ?? { zh: [], en: [] },
  )
}

// Both languages have the same paragraphs in the same order.
const sentencesOf = ({ zh, en }: ClauseProse): Sentence[] =>
  zh.map((tokens, place) => ({ zh: tokens.map(segment), en: (en[place] ?? []).map(segment) }))

const segment = ({ text, at }: Token): Segment => ({ text, path: at ?? null })
