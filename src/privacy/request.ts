import type { Id } from '../base/id.ts'
import type { Moves } from '../base/moves.ts'
import { addDays, type Day, dayOf, type Instant, startOfDay } from '../base/time.ts'
import type { Plan } from './plan.ts'
import { retentionZone } from './retention.ts'

type Both = { zh: string; en: string }

export const requestKinds = ['access', 'export', 'correct', 'delete', 'object', 'explain'] as const
export type RequestKind = (typeof requestKinds)[number]
export const requestStates = ['received', 'in_hand', 'answered', 'refused', 'cancelled'] as const
export type RequestState = (typeof requestStates)[number]
export type RequestMove = 'take' | 'answer' | 'refuse' | 'cancel'

/** The life of a request. The database lets no other move pass. */
export const requestMoves: Moves<RequestState, RequestMove> = {
  received: { take: 'in_hand', answer: 'answered', refuse: 'refused', cancel: 'cancelled' },
  in_hand: { answer: 'answered', refuse: 'refused', cancel: 'cancelled' },
  answered: {},
  refused: {},
  cancelled: {},
}

/** How long an answer may take. */
export type Clock = {
  id: string
  name: Both
  within: { days?: number; months?: number }
  extension: { months: number } | null
  source: string
  confidence: 'S' | 'M'
}

/** The clocks of requests. PIPL itself names no number: fifteen days are the measure regulators and app rules apply. */
export const clocks = {
  cn: {
    id: 'cn',
    name: { zh: '十五日', en: '15 days' },
    within: { days: 15 },
    extension: null,
    source: '个人信息保护法 45–50；App 违法违规收集使用个人信息行为认定方法 六（15 个工作日内）',
    confidence: 'M',
  },
  eu: {
    id: 'eu',
    name: { zh: '一个月', en: 'One month' },
    within: { months: 1 },
    extension: { months: 2 },
    source: 'GDPR 12(3)',
    confidence: 'S',
  },
} as const satisfies Record<string, Clock>
export type ClockName = keyof typeof clocks
export const clockNames = ['cn', 'eu'] as const

/** The end of the last day an answer is in time: the first moment that is too late. */
export function dueAt(openedAt: Instant, clock: ClockName, isExtended: boolean): Instant {
  const { within, extension }: Clock = clocks[clock]
  const opened = Temporal.PlainDate.from(dayOf(openedAt, retentionZone)).add(within)
  const last = isExtended && extension ? opened.add(extension) : opened
  return startOfDay(addDays(last.toString() as Day, 1), retentionZone)
}

/** What a person asked of us about her data. */
export type PrivacyRequest = {
  id: Id<'prq'>
  subject: string
  kind: RequestKind
  clock: ClockName
  state: RequestState
  /** Sealed under the person's own key; null when nothing was said or it is forgotten. */
  words: string | null
  answer: string | null
  outcome: Plan | null
  handler: string | null
  openedAt: Instant
  takenAt: Instant | null
  dueAt: Instant
  isExtended: boolean
  overdueAt: Instant | null
  closedAt: Instant | null
}
