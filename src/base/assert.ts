/** Stops the request when our own reasoning is wrong; the transaction around it rolls back. Never for a caller's mistake. */
export function assert(holds: unknown, because: string): asserts holds {
  if (!holds) throw new Error(`assertion failed: ${because}`)
}

/** Closes a switch over a union: a new case then fails to compile where it matters. */
export function unreachable(value: never): never {
  throw new Error(`unreachable case: ${JSON.stringify(value)}`)
}

/** The value, or our own mistake with its reason when there is none. */
export function present<T>(value: T | null | undefined, because: string): T {
  assert(value !== null && value !== undefined, because)
  return value
}
