import { record } from '../world/record.ts'
import type { Inside } from '../world/world.ts'
import { removePayers } from './storePayer.ts'

export { type PayersPayment, payersBefore, paymentsOfPayer } from './storePayer.ts'

/** Takes the payer out of payments whose time is over. Amounts, states and books stay as they are. */
export async function forgetPayers(i: Inside, payments: string[]): Promise<number> {
  const count = await removePayers(i, payments)
  record(i, { act: 'payments.forget_payers', object: 'payments', facts: { payments, count } })
  return count
}
