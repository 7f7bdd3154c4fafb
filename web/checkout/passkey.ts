import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'
import { startAuthentication, startRegistration } from '@simplewebauthn/browser'
import type { Challenge, Doors, Order } from './order.ts'

/** The payer closed the device's own question, or has no passkey here. */
export class NotConfirmed extends Error {}

/** Has the device sign a challenge that holds the digest of amount and payee. */
export async function byPasskey(doors: Doors, trust: boolean): Promise<Order> {
  const { challenge, options } = await doors.challenge({ way: 'passkey' })
  const optionsJSON = options as PublicKeyCredentialRequestOptionsJSON
  const passkey = await unlessLeft(startAuthentication({ optionsJSON }))
  const { enrolment: _, ...confirmed } = await doors.confirm({ challenge, trust, passkey })
  return confirmed
}

/** Makes a passkey on this device for whoever has just confirmed by code. */
export async function keepPasskey(doors: Doors, { challenge, options }: Challenge): Promise<Order> {
  const optionsJSON = options as PublicKeyCredentialCreationOptionsJSON
  return await doors.enrol({ challenge, passkey: await unlessLeft(startRegistration({ optionsJSON })) })
}

async function unlessLeft<Made>(making: Promise<Made>): Promise<Made> {
  try {
    return await making
  } catch (error) {
    throw new NotConfirmed('the device did not confirm', { cause: error })
  }
}
