import { useSyncExternalStore } from 'react'
import type { Head } from '../../ui/growth.ts'
import type { Proved } from '../../ui/provedLeaf.ts'

/**
 * What this browser knows of the log by itself: the keys its reader trusts (log, witnesses), how the log's key was handed over, and the
 * last checkpoint it saw.
 */
type Memory = { key: string | null; head: Head | null; witnesses: string[]; handOvers: Proved[] }

const place = 'covenant.log'
const heard = new Set<() => void>()
let current: Memory = kept()

export function useMemory(): Memory {
  return useSyncExternalStore(
    (changed) => {
      heard.add(changed)
      return () => heard.delete(changed)
    },
    () => current,
  )
}

export const memory = (): Memory => current

export function remember(part: Partial<Memory>): void {
  current = { ...current, ...part }
  try {
    localStorage.setItem(place, JSON.stringify(current))
  } catch {
    // storage may be forbidden: then it is known for this visit
  }
  for (const tell of heard) tell()
}

function kept(): Memory {
  try {
    const { key, head, witnesses, handOvers } = JSON.parse(localStorage.getItem(place) ?? '{}') as Partial<Memory>
    const isHead = Number.isSafeInteger(head?.size) && /^[0-9a-f]{64}$/.test(head?.root ?? '')
    const trusted = Array.isArray(witnesses) ? witnesses.filter((one) => typeof one === 'string') : []
    const ways = Array.isArray(handOvers) ? handOvers.filter((one) => typeof one?.record?.facts === 'object') : []
    const known = typeof key === 'string' ? key : null
    return { key: known, head: isHead && head ? head : null, witnesses: trusted, handOvers: ways }
  } catch {
    return { key: null, head: null, witnesses: [], handOvers: [] }
  }
}
