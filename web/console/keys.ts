import { useEffect, useRef } from 'react'
import { useGo } from './go.tsx'
import type { Place } from './nav.ts'
import type { Open } from './open.ts'

/** The keyboard of the whole console: ⌘K or Ctrl-K, `/`, `?`, and `g` with a letter. Silent while someone types. */
export function useKeys(rooms: readonly Place[], open: Open, setOpen: (what: Open) => void): void {
  const go = useGo()
  const goesAt = useRef(0)
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        setOpen(open === 'commands' ? null : 'commands')
        return
      }
      if (event.key === 'Escape' && open) setOpen(null)
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target) || open) return
      const place = event.timeStamp - goesAt.current < 1_200 ? rooms.find(({ key }) => key === event.key) : undefined
      goesAt.current = event.key === 'g' ? event.timeStamp : 0
      if (place) go(place.to)
      if (event.key === '?') setOpen('help')
      if (event.key === '/') {
        event.preventDefault()
        const box = document.querySelector<HTMLInputElement>('[data-search] input, input[data-search]')
        if (box) box.focus()
        else setOpen('commands')
      }
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [rooms, open, setOpen, go])
}

// The box of the palette keeps the focus while it fades out; what is pressed then is meant for the page.
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement) || target.closest('.commands-box')) return false
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
}
