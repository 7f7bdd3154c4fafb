import type { Trace } from '../../api/contract-money.ts'
import type { Pointer } from '../../api/values.ts'
import type { Tone } from '../../ui/badge.tsx'

/** One clause followed through the books: a letter and a colour that are the same in every station. */
export type Strand = { path: Pointer; letter: string; tone: Tone }
export type Strands = Map<Pointer, Strand>

const tones: Tone[] = ['jade', 'indigo', 'ochre', 'plum', 'slate', 'cinnabar']

/** A strand for every clause that produced something, in the order of the clauses. */
export function strandsOf(trace: Trace): Strands {
  return new Map(
    trace.clauses.map(({ path }, at) => {
      const letter = String.fromCharCode(65 + (at % 26))
      return [path, { path, letter, tone: tones[at % tones.length] ?? 'slate' }]
    }),
  )
}

/** The class of a line while a strand is lit: its own lines stay, others step back. */
export function dimmed(lit: Pointer | null, path: Pointer | null): string {
  if (!lit) return ''
  return lit === path ? 'is-lit' : 'is-dim'
}
