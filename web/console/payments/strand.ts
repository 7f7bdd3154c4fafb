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

/** Which strand is lit now, and who lights it. */
export type Lit = { lit: Pointer | null; onLit: (path: Pointer | null) => void; strands: Strands }

/**
 * A line of a strand: lights its strand under the pointer, and steps back while another is lit. An addition for the eye only;
 * the letter says the same to everybody.
 */
export function lights(className: string, path: Pointer | null, lit: Pointer | null, onLit: Lit['onLit']) {
  const state = !lit ? '' : lit === path ? 'is-lit' : 'is-dim'
  return {
    className: `${className} ${state}`,
    onMouseEnter: () => onLit(path),
    onMouseLeave: () => onLit(null),
  }
}
