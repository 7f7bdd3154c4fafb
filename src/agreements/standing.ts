import { unreachable } from '../base/assert.ts'
import type { Instant } from '../base/time.ts'
import type { Version } from './agreement.ts'
import type { InForceRow } from './store.ts'

/** A version's state as people speak of it: a signed one is about to govern, governs, or has governed. */
export type Standing = 'proposed' | 'approved' | 'signing' | 'signed' | 'in-force' | 'superseded' | 'ended'

/** Where a version stands at a moment, given the timeline of what is in force. */
export function standingOf(
  version: Pick<Version, 'state' | 'number' | 'agreement'>,
  timeline: readonly InForceRow[],
  now: Instant,
): Standing {
  switch (version.state) {
    case 'proposed':
    case 'approved':
      return version.state
    case 'half_signed':
      return 'signing'
    case 'withdrawn':
      return 'ended'
    case 'signed':
      return governing(
        timeline.filter(({ agreement, number }) => agreement === version.agreement && number === version.number),
        now,
      )
    default:
      return unreachable(version.state)
  }
}

function governing(rows: readonly InForceRow[], now: Instant): Standing {
  const at = BigInt(now)
  const governs = ({ effective_from: from, effective_until: until }: InForceRow): boolean =>
    from <= at && (until === null || at < until)
  if (rows.some(governs)) return 'in-force'
  return rows.some(({ effective_from: from }) => from > at) ? 'signed' : 'superseded'
}
