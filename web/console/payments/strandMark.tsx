import type { Pointer } from '../../api/values.ts'
import type { Strands } from './strand.ts'

type Props = { path: Pointer | null; strands: Strands }

/** The letter of a strand, or a ring for what no clause computed. */
export function StrandMark({ path, strands }: Props) {
  const strand = path ? strands.get(path) : undefined
  if (!strand) return <span className="strand strand-none" aria-hidden="true" />
  return <span className={`strand strand-${strand.tone}`}>{strand.letter}</span>
}
