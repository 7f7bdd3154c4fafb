import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { written } from '../agreements/arithmetic.ts'
import { consumerOfPhone } from '../identity/consumerSignIn.ts'
import { identityFaults } from '../identity/errors.ts'
import { checkCode, phoneTenant, sendCode } from '../identity/oneTimeCode.ts'
import { assertionOptions, assertPasskey, registerPasskey, registrationOptions } from '../identity/passkey.ts'
import { merchantById } from '../merchants/find.ts'
import { scaAskOf } from '../payments/open.ts'
import type { Payment } from '../payments/payment.ts'
import { keepConfirmed } from '../sca/confirm.ts'
import { scaFaults } from '../sca/errors.ts'
import { authenticationOf } from '../sca/find.ts'
import { type Linked, linkedDigest } from '../sca/linked.ts'
import { isSameHash } from '../vault/searchHash.ts'
import { hashOfValue } from '../vault/tokenise.ts'
import { transaction } from '../world/command.ts'
import type { World } from '../world/world.ts'
import { checkoutFaults } from './errors.ts'
import { phaseOf } from './phase.ts'

const purpose = 'payment'

export type Question = { challenge: string; options: unknown; masked: string | null; resendAt: number | null }

/** Asks the payer's device to sign a challenge that ends in the digest of this payment, its amount and its payee. */
export async function askPasskey(w: World, payment: Payment): Promise<Question> {
  const bound = linkedDigest(linkedOf(w, payment))
  const { challenge, options } = await assertionOptions(w, { purpose, bound })
  return { challenge, options, masked: null, resendAt: null }
}

/** Sends a code that is worth something for this payment, amount and payee only, and says so in the message. */
export async function askCode(w: World, payment: Payment, phone: string): Promise<Question> {
  const merchant = await merchantById(w, payment.merchant)
  const amount = written(payment.amount)
  const says = {
    zh: `向${merchant?.name.zh ?? ''}付款 ${amount}`,
    en: `Paying ${merchant?.name.en ?? ''} ${amount}`,
  }
  const bound = linkedDigest(linkedOf(w, payment))
  const { challenge, masked, againAt } = await sendCode(w, { to: phone, owner: null, purpose, bound, says })
  return { challenge, options: null, masked, resendAt: againAt }
}

/** The device's signature over exactly this payment. A passkey of a user of the institution is no payer's. */
export async function confirmByPasskey(
  w: World,
  payment: Payment,
  answer: { challenge: string; response: AuthenticationResponseJSON; origin: string | undefined; trust: boolean },
): Promise<void> {
  const linked = linkedOf(w, payment)
  const { challenge, response, origin, trust } = answer
  const { owner } = await assertPasskey(w, { challenge, response, origin, purpose, bound: linkedDigest(linked) })
  if (owner.kind !== 'consumer') throw scaFaults.notThisPayer()
  await keepConfirmed(w, linked, { payer: owner.id, counted: scaAskOf(payment).payer, method: 'passkey', trust })
}

/**
 * The code that was sent for exactly this payment to this phone. Answers what the payer's browser, and nobody else who knows the
 * checkout's address, needs to keep a passkey for next time.
 */
export async function confirmByCode(
  w: World,
  payment: Payment,
  { challenge, code, phone }: { challenge: string; code: string; phone: string },
): Promise<Question> {
  const linked = linkedOf(w, payment)
  const { toHash, masked } = await checkCode(w, { challenge, code, purpose, bound: linkedDigest(linked) })
  const hash = await hashOfValue(w, 'phone', phone, phoneTenant)
  if (!(await isSameHash(w, hash, toHash))) throw identityFaults.codeWrong()
  const { id } = await transaction(w, (i) => consumerOfPhone(i, phone))
  await keepConfirmed(w, linked, {
    payer: id,
    counted: scaAskOf(payment).payer,
    method: 'sms',
    trust: false,
  })
  const asked = await registrationOptions(w, { kind: 'consumer', id, name: masked })
  return { ...asked, masked, resendAt: null }
}

/** Keeps the passkey a payer made after confirming by code. The challenge is known to the browser that confirmed only. */
export async function enrolPayer(
  w: World,
  payment: Payment,
  answer: { challenge: string; response: RegistrationResponseJSON; origin: string | undefined },
): Promise<void> {
  const made = await authenticationOf(w, payment.id)
  if (!made?.payer.startsWith('con_')) throw scaFaults.notThisPayer()
  await registerPasskey(w, { kind: 'consumer', id: made.payer, name: '' }, { ...answer, name: 'Checkout' })
}

function linkedOf(w: World, payment: Payment): Linked {
  if (phaseOf(payment, w.now()) !== 'choose') throw checkoutFaults.over()
  return { payment: payment.id, payee: payment.merchant, amount: payment.amount }
}
