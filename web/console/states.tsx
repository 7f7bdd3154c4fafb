import type { Stage, VersionState } from '../api/contract.ts'
import type { MatchType, PaymentState, ReconciliationState, SettlementState, TraceStep } from '../api/contract-money.ts'
import { useText } from '../text/text.ts'
import { Badge, type Tone } from '../ui/badge.tsx'

// One table a noun: which colour a state has, and whether it is still moving (a hollow dot).
type Look = [tone: Tone, moving?: true]

const paymentLooks: Record<PaymentState, Look> = {
  created: ['slate', true],
  needs_action: ['indigo', true],
  processing: ['indigo', true],
  authorised: ['indigo'],
  captured: ['jade'],
  partly_refunded: ['ochre'],
  refunded: ['slate'],
  declined: ['cinnabar'],
  cancelled: ['slate'],
  expired: ['slate'],
  unknown: ['plum', true],
}
export const paymentStates = Object.keys(paymentLooks) as PaymentState[]
export const paymentTone = (state: PaymentState): Tone => paymentLooks[state][0]

const stageLooks: Record<Stage, Look> = {
  lead: ['slate', true],
  contacted: ['slate', true],
  researching: ['slate', true],
  evaluated: ['indigo', true],
  negotiating: ['ochre', true],
  signing: ['ochre', true],
  integrating: ['indigo', true],
  live: ['jade'],
  suspended: ['cinnabar'],
  ended: ['slate'],
}
export const stages = Object.keys(stageLooks) as Stage[]

const versionLooks: Record<VersionState, Look> = {
  draft: ['slate', true],
  proposed: ['ochre', true],
  approved: ['indigo', true],
  signing: ['ochre', true],
  signed: ['indigo'],
  'in-force': ['jade'],
  superseded: ['slate'],
  ended: ['slate'],
}

const settlementLooks: Record<SettlementState, Look> = { open: ['ochre', true], closed: ['indigo'], paid: ['jade'] }
const reconciliationLooks: Record<ReconciliationState, Look> = {
  awaiting: ['slate', true],
  balanced: ['jade'],
  differences: ['cinnabar'],
}
const matchLooks: Record<MatchType, Look> = {
  matched: ['jade'],
  'missing-in-bill': ['cinnabar'],
  'missing-in-books': ['cinnabar'],
  'amount-differs': ['cinnabar'],
  'fee-differs': ['ochre'],
  'state-differs': ['ochre'],
  duplicate: ['plum'],
}
export const matchTone = (type: MatchType): Tone => matchLooks[type][0]

const outcomeLooks: Record<TraceStep['outcome'], Look> = {
  ok: ['jade'],
  waiting: ['indigo', true],
  declined: ['cinnabar'],
  unknown: ['plum', true],
  refused: ['cinnabar'],
}
export const outcomeTone = (outcome: TraceStep['outcome']): Tone => outcomeLooks[outcome][0]

export function PaymentBadge({ of }: { of: PaymentState }) {
  return <Shown look={paymentLooks[of]} text={useText()(`payment.state.${of}`)} />
}
export function StageBadge({ of }: { of: Stage }) {
  return <Shown look={stageLooks[of]} text={useText()(`stage.${of}`)} />
}
export function VersionBadge({ of }: { of: VersionState }) {
  return <Shown look={versionLooks[of]} text={useText()(`version.state.${of}`)} />
}
export function SettlementBadge({ of }: { of: SettlementState }) {
  return <Shown look={settlementLooks[of]} text={useText()(`settlement.state.${of}`)} />
}
export function ReconciliationBadge({ of }: { of: ReconciliationState }) {
  return <Shown look={reconciliationLooks[of]} text={useText()(`reconciliation.state.${of}`)} />
}
export function MatchBadge({ of }: { of: MatchType }) {
  return <Shown look={matchLooks[of]} text={useText()(`match.${of}`)} />
}
export function OutcomeBadge({ of }: { of: TraceStep['outcome'] }) {
  return <Shown look={outcomeLooks[of]} text={useText()(`outcome.${of}`)} />
}

function Shown({ look: [tone, moving], text }: { look: Look; text: string }) {
  return (
    <Badge tone={tone} hollow={moving ?? false}>
      {text}
    </Badge>
  )
}
