import { useRouter } from '@tanstack/react-router'
import type { MouseEvent, ReactNode } from 'react'

/** Goes to an address made by paths.ts without loading the page anew. */
export function useGo(): (address: string) => void {
  const router = useRouter()
  return (address) => router.history.push(address)
}

type Props = {
  to: string
  className?: string | undefined
  title?: string
  label?: string
  current?: boolean
  onGo?: () => void
  children: ReactNode
}

/** A real link, so that it opens in a new tab, is copied and is read out like any other. */
export function Go({ to, className, title, label, current, onGo, children }: Props) {
  const go = useGo()
  const press = (event: MouseEvent): void => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    onGo?.()
    go(to)
  }
  return (
    <a
      href={to}
      className={className}
      title={title}
      aria-label={label}
      aria-current={current ? 'page' : undefined}
      onClick={press}
    >
      {children}
    </a>
  )
}
