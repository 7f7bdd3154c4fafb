import { setTimeout as wait } from 'node:timers/promises'

/** Waits so many milliseconds of real time, or until `signal` is aborted, whichever comes first. Never rejects. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal, ref: false }).catch(() => undefined)
}
