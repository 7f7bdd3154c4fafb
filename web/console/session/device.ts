import {
  browserSupportsWebAuthn,
  browserSupportsWebAuthnAutofill,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
} from '@simplewebauthn/browser'
import type { PasskeyAnswer, PasskeyCreation, PasskeyRequest } from '../../api/contract-identity.ts'

/** The person closed the device's own question, or the device knows no passkey for this house. */
export class DeviceRefusal extends Error {}

export const knowsPasskeys = browserSupportsWebAuthn

/** Browsers tie passkeys to a name, never to an address of numbers; the same page by name, or null when this one has a name. */
export const addressByName = (): string | null => {
  const isNumbers = /^(\d{1,3}(\.\d{1,3}){3}|\[.*\])$/.test(location.hostname)
  return isNumbers ? location.href.replace(location.hostname, 'localhost') : null
}

/** Asks the device to sign a challenge. Throws DeviceRefusal. */
export async function signWithPasskey({ challenge, options }: PasskeyRequest): Promise<PasskeyAnswer> {
  return { challenge, response: await unlessClosed(startAuthentication({ optionsJSON: options })) }
}

/** The same as an offer in the browser's list under a field; ends without an answer when another question is asked. */
export async function offerPasskey({ challenge, options }: PasskeyRequest): Promise<PasskeyAnswer | null> {
  if (!(await browserSupportsWebAuthnAutofill().catch(() => false))) return null
  const signed = startAuthentication({ optionsJSON: options, useBrowserAutofill: true })
  return await signed.then((response) => ({ challenge, response })).catch(() => null)
}

/** Takes the offer back. */
export const endOffer = (): void => WebAuthnAbortService.cancelCeremony()

/** Has the device make a passkey. Throws DeviceRefusal. */
export async function makePasskey({ challenge, options }: PasskeyCreation) {
  return { challenge, response: await unlessClosed(startRegistration({ optionsJSON: options })) }
}

async function unlessClosed<Made>(making: Promise<Made>): Promise<Made> {
  try {
    return await making
  } catch (error) {
    throw new DeviceRefusal('the device did not answer', { cause: error })
  }
}
