import { identityFaults } from './errors.ts'

type Expected = { challenge: string; origin: string }

/**
 * What the browser says it signed (WebAuthn Level 3 section 5.8.1): the kind of ceremony, our challenge, our page and no frame of
 * another site. Each refusal has its own code, so that an operator sees a phishing page for what it is.
 */
export function refuseClientData(encoded: string, type: string, { challenge, origin }: Expected): void {
  const said = readClientData(encoded)
  if (!said) throw identityFaults.passkeyRefused({ because: 'client data' })
  if (said['type'] !== type) throw identityFaults.passkeyRefused({ because: 'type' })
  if (said['challenge'] !== challenge) throw identityFaults.passkeyRefused({ because: 'challenge' })
  if (said['origin'] !== origin) throw identityFaults.originForeign({ origin: String(said['origin']).slice(0, 100) })
  if (said['crossOrigin'] === true) throw identityFaults.passkeyRefused({ because: 'frame of another site' })
}

function readClientData(encoded: string): Record<string, unknown> | null {
  try {
    const said: unknown = JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8'))
    return typeof said === 'object' && said !== null ? (said as Record<string, unknown>) : null
  } catch {
    return null
  }
}
