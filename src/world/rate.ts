/** `perSecond` in the long run, `burst` at once. */
export type Rate = { perSecond: number; burst: number }

/** Says whether a caller may come in now; when not, the seconds until it is worth trying again. */
export type Limiter = (caller: string) => { allowed: true } | { allowed: false; afterSeconds: number }

type Bucket = { tokens: number; atMs: number }

/**
 * A bucket of tokens for each caller. At most `callersMax` are remembered; the longest silent is forgotten first, which only
 * ever errs in the caller's favour. `clock` is monotonic milliseconds: business time may be moved, this one not.
 */
export function limiter(rate: Rate, clock: () => number = () => performance.now(), callersMax = 10_000): Limiter {
  const buckets = new Map<string, Bucket>()
  return (caller) => {
    const now = clock()
    const last = buckets.get(caller) ?? { tokens: rate.burst, atMs: now }
    const tokens = Math.min(rate.burst, last.tokens + ((now - last.atMs) / 1_000) * rate.perSecond)
    const allowed = tokens >= 1
    buckets.delete(caller) // last in, so that the first key is the longest silent one
    buckets.set(caller, { tokens: allowed ? tokens - 1 : tokens, atMs: now })
    if (buckets.size > callersMax) buckets.delete(buckets.keys().next().value ?? '')
    return allowed ? { allowed } : { allowed, afterSeconds: Math.max(1, Math.ceil((1 - tokens) / rate.perSecond)) }
  }
}
