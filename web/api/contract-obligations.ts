import type { Currency, Digest, Named, Pointer, Text, Time } from './values.ts'

// Monitoring clauses, stops and the time-line of an agreement (src/obligations/view.ts, src/agreements/lifeRoutes.ts).

export type ClauseReading = { from: Time; until: Time; amount: string; part: string; whole: string }
export type ClauseAction = 'warn' | 'limit' | 'suspend' | 'close'

export type UnmeasuredClause = {
  agreement: string
  version: number
  path: Pointer
  trigger: string
  name: Text
  metric: 'unauthorised' | 'disputes' | 'refunds' | 'errors'
  action: ClauseAction
  amountOver: string | null
  currency: Currency
  ratioOverPpm: number | null
  window: 'minute' | 'day' | 'month'
  windows: number
}
/** How far one subject is from what a clause forbids; `merchant` null is the partner as a whole. */
export type ClauseGauge = UnmeasuredClause & {
  merchant: Named | null
  running: ClauseReading
  last: ClauseReading | null
  over: boolean
  streak: number
  forecast: { over: Time; acts: Time } | null
}
export type ClauseFinding = {
  id: string
  agreement: string
  version: number
  digest: Digest
  trigger: string
  metric: UnmeasuredClause['metric']
  action: ClauseAction
  merchant: Named | null
  from: Time
  until: Time
  readings: ClauseReading[]
  evidence: Digest
  stop: string | null
  at: Time
}
export type Stop = {
  id: string
  agreement: string
  merchant: Named | null
  kind: 'limit' | 'suspend' | 'close'
  because: Text
  source: string
  from: Time
  until: Time | null
  liftedAt: Time | null
  liftedBecause: string | null
  standing: boolean
}
export type Monitoring = {
  gauges: ClauseGauge[]
  unmeasured: UnmeasuredClause[]
  findings: ClauseFinding[]
  stops: Stop[]
  may: 'manage'[]
}
export type AgreementTimeline = {
  knownAt: Time
  items: { version: number; digest: Digest; from: Time; until: Time | null }[]
}

export type GetsObligations = {
  '/v1/monitoring': Monitoring
  '/v1/agreements/{id}/timeline': AgreementTimeline
}
export type PostsObligations = {
  '/v1/agreements/{id}/stop': { body: { merchant: string | null; because: string }; reply: Stop }
  '/v1/agreements/{id}/resume': { body: { stop: string; because: string }; reply: Stop }
}
