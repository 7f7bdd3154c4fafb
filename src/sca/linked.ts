import { canonical } from '../base/canonical.ts'
import { type Digest, digestOf } from '../base/digest.ts'
import type { Money } from '../base/money.ts'

/** What a payer confirms: this amount, to this payee, for this payment and nothing else. */
export type Linked = { payment: string; payee: string; amount: Money }

/**
 * The digest an authentication is bound to (dynamic linking, RTS (EU) 2018/389 art. 5): another amount or payee is another
 * digest, and the authentication code made for the first is worth nothing for it.
 */
export const linkedDigest = ({ payment, payee, amount: { currency, minor } }: Linked): Digest =>
  digestOf(canonical({ covenant: 'linked/1', payment, payee, currency, minor: minor.toString() }))
