import { useEffect, useRef } from 'react'
import { Icon } from './icon.tsx'

/**
 * What turns in a button that is at work. It has no words, so that the button keeps its own name; that it is busy is said by its
 * state (aria-busy), which is how a screen reader tells it.
 */
export function Busy() {
  const mark = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const button = mark.current?.closest('button')
    button?.setAttribute('aria-busy', 'true')
    return () => button?.removeAttribute('aria-busy')
  }, [])
  return (
    <span ref={mark} className="busy" aria-hidden="true">
      <Icon name="refresh" size={14} />
    </span>
  )
}
