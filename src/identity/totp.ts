import { Secret, TOTP } from 'otpauth'
import { secondMs } from '../base/time.ts'
import { sealText } from '../vault/seal.ts'
import { unsealText } from '../vault/unseal.ts'
import { transaction } from '../world/command.ts'
import { record } from '../world/record.ts'
import type { Inside, World } from '../world/world.ts'
import { identityFaults } from './errors.ts'
import { confirmTotp, saveTotp, takeTotpStep, totpOf } from './storeFactors.ts'

// RFC 6238 with the parameters every authenticator app understands.
const algorithm = 'SHA1'
const digits = 6
const periodMs = 30 * secondMs

/** Where the secret of a person's authenticator app is sealed. */
export const totpPlace = (person: string) => ({
  tenant: 'institution',
  purpose: 'identity.totp',
  context: `identity.totp/${person}`,
})

/** Makes a secret for an authenticator app; it counts once a code of it was given (`confirmApp`). */
export async function beginApp(w: World, person: string, login: string): Promise<{ secret: string; uri: string }> {
  const secret = new Secret({ buffer: Uint8Array.from(w.random.bytes(20)).buffer })
  await transaction(w, async (i) => {
    if (!(await saveTotp(i, person, await sealText(i, totpPlace(person), secret.base32))))
      throw identityFaults.totpTwice()
    record(i, { act: 'identity.begin_totp', object: person })
  })
  const uri = new TOTP({ issuer: 'Covenant', label: login, secret, algorithm, digits, period: 30 }).toString()
  return { secret: secret.base32, uri }
}

/** Confirms the app by a first code. */
export async function confirmApp(w: World, person: string, code: string): Promise<void> {
  const step = await matchedStep(w, person, code)
  await transaction(w, async (i) => {
    await takeStep(i, person, step)
    await confirmTotp(i, person)
    record(i, { act: 'identity.add_totp', object: person })
  })
}

/** Checks a code: of this step or the one before or after, and of a step that was not used yet. Throws identity.code_wrong, code_replayed. */
export async function checkTotp(w: World, person: string, code: string): Promise<void> {
  const kept = await totpOf(w, person)
  if (!kept?.confirmedAt) throw identityFaults.factorOff()
  const step = await matchedStep(w, person, code)
  await transaction(w, async (i) => {
    await takeStep(i, person, step)
    record(i, { act: 'identity.totp_right', object: person })
  })
}

/**
 * The step of thirty seconds whose code this is, or null. One step to either side is allowed for clocks that differ and people
 * who type (RFC 6238 section 5.2); a clock that is minutes off is refused.
 */
export function stepOf(secret: string, code: string, now: number): number | null {
  const app = new TOTP({ secret: Secret.fromBase32(secret), algorithm, digits, period: 30 })
  const off = /^\d{6}$/.test(code) ? app.validate({ token: code, timestamp: now, window: 1 }) : null
  return off === null ? null : Math.floor(now / periodMs) + off
}

async function matchedStep(w: World, person: string, code: string): Promise<number> {
  const kept = await totpOf(w, person)
  if (!kept) throw identityFaults.factorOff()
  const step = stepOf(
    await unsealText(w, kept.sealed, totpPlace(person)),
    code.normalize('NFKC').replace(/\s/g, ''),
    w.now(),
  )
  if (step === null) throw identityFaults.codeWrong()
  return step
}

async function takeStep(i: Inside, person: string, step: number): Promise<void> {
  if (!(await takeTotpStep(i, person, step))) throw identityFaults.codeReplayed()
}
