import { useSyncExternalStore } from 'react'
import type { Language } from '../ui/language.ts'
import type { Mode } from '../ui/theme.ts'

type Settings = { language: Language; mode: Mode }

const place = 'covenant.console'
const heard = new Set<() => void>()
let current: Settings = kept()

/** Language and light or dark, kept on this device; at first what the browser asks for. */
export function useSettings(): Settings {
  return useSyncExternalStore(
    (changed) => {
      heard.add(changed)
      return () => heard.delete(changed)
    },
    () => current,
  )
}

export const settings = (): Settings => current

export function change(part: Partial<Settings>): void {
  current = { ...current, ...part }
  try {
    localStorage.setItem(place, JSON.stringify(current))
  } catch {
    // storage may be forbidden: the choice then lasts for this visit
  }
  for (const tell of heard) tell()
}

function kept(): Settings {
  const asked: Settings = {
    language: navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en',
    mode: matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
  }
  try {
    const read: unknown = JSON.parse(localStorage.getItem(place) ?? '{}')
    return typeof read === 'object' && read !== null ? { ...asked, ...read } : asked
  } catch {
    return asked
  }
}
