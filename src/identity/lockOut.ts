import { dayMs, hourMs, minuteMs } from '../base/time.ts'
import { searchHash } from '../vault/searchHash.ts'
import { transaction } from '../world/command.ts'
import { countOne } from '../world/counters.ts'
import { emit } from '../world/events.ts'
import type { World } from '../world/world.ts'
import { identityFaults } from './errors.ts'
import { forgetFailures, lockedUntil, takeOne } from './storeFailures.ts'

type Limit = { most: number; withinMs: number; lockMs: number }

// PCI DSS 4.0.1, 8.3.4: at most ten failed tries, then locked for at least thirty minutes. An address may belong to many people.
const limits = {
  login: { most: 10, withinMs: dayMs, lockMs: 30 * minuteMs },
  factor: { most: 10, withinMs: dayMs, lockMs: 30 * minuteMs },
  address: { most: 100, withinMs: 15 * minuteMs, lockMs: 15 * minuteMs },
  'code-address': { most: 30, withinMs: hourMs, lockMs: hourMs },
} satisfies Record<string, Limit>

/** What tries are counted for: the name that was typed whether or not it exists, a person, an address. */
export type TryKey = { kind: keyof typeof limits; text: string }

/**
 * Takes one of the tries that are left before anything is checked, so that guesses made at once cannot outrun the count. Fault
 * identity.locked_out with the minutes to wait.
 */
export async function takeTry(w: World, key: TryKey): Promise<void> {
  const { most, withinMs, lockMs } = limits[key.kind]
  const hash = await hashOf(w, key)
  const at = w.now()
  const left = await transaction(
    w,
    async (i) => {
      const taken = await takeOne(i, { key: hash, at, from: at - withinMs, most, until: at + lockMs })
      // Once, by the try that used the last one up. A part of the keyed hash tells two locks apart and says nothing of whom.
      if (taken === most)
        await emit(i, 'identity.alarm', { object: `${key.kind}:${hash.slice(-12)}`, because: 'locked_out' })
      return taken !== null ? null : ((await lockedUntil(i, hash)) ?? at + lockMs)
    },
    { unrecorded: 'a try is counted before it is known what it was; what it was is recorded then' },
  )
  if (left === null) return
  countOne(w, 'lockedOut', key.kind)
  w.log.warn({ kind: key.kind, ip: key.kind.endsWith('address') ? key.text : undefined }, 'too many tries: locked')
  const minutes = Math.max(1, Math.ceil((left - at) / minuteMs))
  throw identityFaults.lockedOut({ minutes: String(minutes), afterSeconds: String(minutes * 60) })
}

/** Whoever got it right starts anew. */
export async function forgiveTries(w: World, key: TryKey): Promise<void> {
  const hash = await hashOf(w, key)
  await transaction(w, (i) => forgetFailures(i, hash), { unrecorded: 'the success itself is recorded' })
}

// Keyed: the table does not say which names and addresses were tried.
const hashOf = (w: World, { kind, text }: TryKey): Promise<string> => searchHash(w, `identity.try.${kind}`, text)
