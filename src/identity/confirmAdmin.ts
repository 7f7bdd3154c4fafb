import { type Canonical, canonical } from '../base/canonical.ts'
import { digestOf } from '../base/digest.ts'
import type { Ask } from '../world/route.ts'
import type { Inside } from '../world/world.ts'
import { requireStepUp, stepUpIn } from './stepUp.ts'

/** Asks, within the transaction of an act and after its other checks, that the person confirmed exactly this act. */
export type Confirm = (i: Inside) => Promise<void>

/** Nothing to confirm: for what the house does by itself. */
export const unconfirmed: Confirm = async () => undefined

/** Whoever hands out power confirms what exactly is handed out; `act` is `roles.change` or `keys.issue`. */
export function confirmedBy(
  { who, headers }: Pick<Ask, 'who' | 'headers'>,
  act: 'roles.change' | 'keys.issue',
  what: { [name: string]: Canonical },
): Confirm {
  const bound = digestOf(canonical({ act, ...what }))
  return (i) => requireStepUp(i, who, { act, bound, stepUp: stepUpIn(headers) })
}
