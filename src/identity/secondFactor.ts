import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import type { Digest } from '../base/digest.ts'
import type { World } from '../world/world.ts'
import { identityFaults } from './errors.ts'
import { forgiveTries, takeTry } from './lockOut.ts'
import { checkCode } from './oneTimeCode.ts'
import { assertPasskey } from './passkey.ts'
import { takeRecoveryCode } from './recoveryCode.ts'
import { factorsOf } from './storeFactors.ts'
import { checkTotp } from './totp.ts'

/** Ways to prove oneself besides a password. */
export const ways = ['passkey', 'totp', 'sms', 'recovery'] as const
export type Way = (typeof ways)[number]

/** A second factor as it is handed over. */
export type SecondFactor =
  | { by: 'totp' | 'recovery'; code: string }
  | { by: 'sms'; challenge: string; code: string }
  | { by: 'passkey'; challenge: string; response: AuthenticationResponseJSON }

/** Which ways a person has enrolled, the strongest first, and the masked phone when there is one. */
export async function waysOf(w: World, person: string): Promise<{ ways: Way[]; phone: string | null }> {
  const { passkeys, totpAt, phone, recoveryLeft } = await factorsOf(w, person)
  const has: Record<Way, boolean> = {
    passkey: passkeys > 0,
    totp: totpAt !== null,
    sms: phone !== null,
    recovery: recoveryLeft > 0,
  }
  const enrolled = ways.filter((way) => has[way])
  // Recovery codes replace a factor that is lost; alone they are none.
  return { ways: enrolled.some((way) => way !== 'recovery') ? enrolled : [], phone: phone?.masked ?? null }
}

type Meant = { purpose: string; bound: Digest | null; origin: string | undefined }

/**
 * Checks a second factor of a person for one purpose. Guesses are counted for the person, whatever sign-in or step-up they belong
 * to: ten and it is locked for half an hour. Throws identity.code_…, passkey_…, challenge_…, locked_out.
 */
export async function checkSecondFactor(w: World, person: string, given: SecondFactor, meant: Meant): Promise<void> {
  const key = { kind: 'factor', text: person } as const
  await takeTry(w, key)
  const owner = { kind: 'person', id: person } as const
  const { purpose, bound, origin } = meant
  switch (given.by) {
    case 'totp':
      await checkTotp(w, person, given.code)
      break
    case 'recovery':
      await takeRecoveryCode(w, person, given.code)
      break
    case 'sms':
      await checkCode(w, { challenge: given.challenge, code: given.code, purpose, bound, owner })
      break
    case 'passkey': {
      const { challenge, response } = given
      const asserted = await assertPasskey(w, { challenge, response, origin, purpose, bound })
      if (asserted.owner.id !== person) throw identityFaults.passkeyOfOther()
    }
  }
  await forgiveTries(w, key)
}
