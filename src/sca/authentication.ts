import type { Digest } from '../base/digest.ts'
import type { Id } from '../base/id.ts'
import type { Method, Proof } from './level.ts'

/** How and when a payer was authenticated for one payment. */
export type Authentication = {
  id: Id<'aut'>
  payment: string
  payer: string
  method: Exclude<Method, 'wallet'>
  proof: Exclude<Proof, 'none'>
  linked: Digest
  at: number
}
