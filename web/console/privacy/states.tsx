import { useState } from 'react'
import type { ConsentState, PrivacyRequest, RequestState } from '../../api/contract-privacy.ts'
import { useText } from '../../text/text.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { useReader } from '../../ui/language.ts'

const consentTones: Record<ConsentState, Tone> = {
  in_force: 'jade',
  withdrawn: 'slate',
  replaced: 'slate',
  expired: 'slate',
  outdated: 'ochre',
}
const requestTones: Record<RequestState, Tone> = {
  received: 'indigo',
  in_hand: 'ochre',
  answered: 'jade',
  refused: 'cinnabar',
  cancelled: 'slate',
}

/** Where a consent stands. */
export function ConsentBadge({ of }: { of: ConsentState }) {
  const t = useText()
  return <Badge tone={consentTones[of]}>{t(`consent.state.${of}`)}</Badge>
}

/** Where a request stands. */
export function RequestBadge({ of }: { of: RequestState }) {
  const t = useText()
  return (
    <Badge tone={requestTones[of]} hollow={of === 'received' || of === 'in_hand'}>
      {t(`request.state.${of}`)}
    </Badge>
  )
}

const dayMs = 86_400_000
const soonDays = 3

/** How long an open request still has, in days of its clock; the word carries it, the colour only helps. */
export function Clock({ of }: { of: PrivacyRequest }) {
  const t = useText()
  const { aheadMs } = useReader()
  const [openedAt] = useState(() => Date.now())
  if (of.closedAt) return null
  const left = Math.floor((Date.parse(of.dueAt) - openedAt - aheadMs) / dayMs)
  const late = Math.max(1, -left)
  if (of.isOverdue)
    return <Badge tone="cinnabar">{late === 1 ? t('request.lateOne') : t('request.late', { n: late })}</Badge>
  if (left < 1) return <Badge tone="cinnabar">{t('request.lastDay')}</Badge>
  return (
    <Badge tone={left <= soonDays ? 'ochre' : 'slate'}>
      {left === 1 ? t('request.leftOne') : t('request.left', { n: left })}
    </Badge>
  )
}

/** The last day that is in time: what ends at midnight ends the day before. */
export const lastDayOf = (end: string): string => new Date(Date.parse(end) - 1).toISOString()
