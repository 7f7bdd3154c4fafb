import { z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { vaultFaults } from './errors.ts'
import type { MethodKind } from './method.ts'

/** What a provider is asked about a method. */
export type VerifierAsk =
  | { act: 'match'; kind: MethodKind; number: string }
  | { act: 'send_amount'; kind: MethodKind; number: string; minor: number }
  | { act: 'send_code'; kind: MethodKind; number: string; code: string }

export type VerifierAnswer = 'yes' | 'no'

const settings = z.strictObject({ url: z.url({ protocol: /^https?$/ }), key: z.string().min(1).max(500) })
const answer = z.object({ outcome: z.enum(['yes', 'no']) })
const patienceMs = 8_000

// The sandbox has no bank behind it: it says no to the numbers that end in 0002, as many acquirers' test cards do, else yes.
const refusedInSandbox = '0002'

/**
 * Asks the provider that speaks with banks: does this number exist and belong, pay a small amount to it, have its bank send a code. One
 * POST of JSON to the address in the key file `method-verifier` ({ url, key }), answered { outcome: 'yes' | 'no' }. Faults
 * vault.verifier_missing, vault.verifier_silent. Never inside a transaction.
 */
export async function askVerifier(w: World, ask: VerifierAsk): Promise<VerifierAnswer> {
  if (!w.keys.has('method-verifier')) {
    if (w.mode === 'live') throw vaultFaults.verifierMissing()
    return ask.number.endsWith(refusedInSandbox) ? 'no' : 'yes'
  }
  const { url, key } = settings.parse(JSON.parse(w.keys.read('method-verifier').toString()))
  try {
    const response = await w.fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify(ask),
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    })
    if (!response.ok) throw vaultFaults.verifierSilent()
    return answer.parse(await response.json()).outcome
  } catch {
    throw vaultFaults.verifierSilent()
  }
}
