import { answersFor } from '../consent/answersFor.ts'
import { consentFaults } from '../consent/errors.ts'
import type { Who } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { privacyFaults } from './errors.ts'

/** Whose data a person's doors lead to: only a consumer has data of her own here; anybody else finds nothing behind them. */
export function itself(who: Who): string {
  if (who.orgKind !== 'consumer') throw privacyFaults.notYours()
  return who.org
}

/** The person herself, or the child she answers for now. Fault consent.not_guardian. */
export async function itselfOr(w: World, who: Who, ward: string | undefined): Promise<string> {
  const by = itself(who)
  if (ward === undefined || ward === by) return by
  if (!(await answersFor(w, by, ward))) throw consentFaults.notGuardian()
  return ward
}
