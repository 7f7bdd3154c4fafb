import type { Pointer, Segment, Sentence } from '../api/values.ts'
import { useReader } from './language.ts'

type Props = {
  of: Sentence
  /** Pointer to light up, or the beginning of one. */
  lit?: Pointer | null
  onLit?: (path: Pointer | null) => void
  language?: 'zh' | 'en'
}

/** A sentence of the contract; each printed value is a token that knows where in the terms it stands. */
export function Prose({ of, lit = null, onLit, language }: Props) {
  const reader = useReader()
  const chosen = language ?? (reader.language === 'en' ? 'en' : 'zh')
  return (
    <p className="prose" lang={chosen === 'zh' ? 'zh-CN' : 'en'}>
      {of[chosen].map((segment, at) => (
        // Segments never move within a signed sentence.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <Piece key={at} segment={segment} lit={covers(lit, segment.path)} onLit={onLit} />
      ))}
    </p>
  )
}

function Piece({ segment, lit, onLit }: { segment: Segment; lit: boolean; onLit: Props['onLit'] }) {
  if (!segment.path) return <>{segment.text}</>
  return (
    <span className={lit ? 'token token-lit' : 'token'} title={segment.path} {...touches(segment.path, onLit)}>
      {segment.text}
    </span>
  )
}

/** Tells which value is under the pointer: an addition for the eye, nothing can only be done by it. */
export function touches(path: Pointer, onLit?: (path: Pointer | null) => void) {
  return { onMouseEnter: () => onLit?.(path), onMouseLeave: () => onLit?.(null) }
}

/** True when `inner` is `outer` or lies below it. */
export function covers(outer: Pointer | null, inner: Pointer | null): boolean {
  if (!outer || !inner) return false
  return inner === outer || inner.startsWith(`${outer}/`)
}
