import type { ReactNode } from 'react'

export type Tone = 'jade' | 'cinnabar' | 'ochre' | 'indigo' | 'plum' | 'slate'

/** A state in a word: a dot and a colour, never the colour alone. `hollow` says that it is not over. */
export function Badge({ tone, children, hollow = false }: { tone: Tone; children: ReactNode; hollow?: boolean }) {
  return (
    <span className={`badge badge-${tone}`}>
      <i className={hollow ? 'dot dot-hollow' : 'dot'} />
      {children}
    </span>
  )
}
