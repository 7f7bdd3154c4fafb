import { useState } from 'react'
import { Icon } from './icon.tsx'

/** Puts a text on the clipboard and says so for a second. */
export function CopyButton({ text, label, children }: { text: string; label: string; children?: string }) {
  const [done, setDone] = useState(false)
  const copy = async (): Promise<void> => {
    await navigator.clipboard?.writeText(text)
    setDone(true)
    setTimeout(() => setDone(false), 1_200)
  }
  return (
    <button type="button" className="plain copy" aria-label={label} title={label} onClick={() => void copy()}>
      <Icon name={done ? 'check' : 'copy'} size={13} />
      {children ? <span>{children}</span> : null}
    </button>
  )
}
