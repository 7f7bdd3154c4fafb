import type { Id } from '../base/id.ts'
import type { Moves } from '../base/moves.ts'
import type { Instant } from '../base/time.ts'

export type Text = { zh: string; en: string }

export type Stage =
  | 'lead'
  | 'contacted'
  | 'researching'
  | 'evaluated'
  | 'negotiating'
  | 'signing'
  | 'integrating'
  | 'live'
  | 'suspended'
  | 'ended'

/** The organisation behind a wallet. */
export type Partner = {
  id: Id<'par'>
  /** The connector's name, `alipay`; also the wallet's handle in filters. */
  wallet: string
  name: Text
  legalName: Text
  /** Unified social credit code or the foreign registration number. */
  registration: string
  stage: Stage
  region: string
  /** Share of the institution's payers who use this wallet, parts per million; null until researched. */
  sharePpm: number | null
  /** Weighted score of the evaluation, 0 to 100; null until evaluated. */
  score: number | null
  note: Text
  createdAt: Instant
  stageAt: Instant
}

type StageMove =
  | 'contact'
  | 'research'
  | 'evaluate'
  | 'negotiate'
  | 'agree'
  | 'sign'
  | 'certify'
  | 'suspend'
  | 'resume'
  | 'end'

/** A wallet's way from lead to live; any stage may end. */
export const stageMoves: Moves<Stage, StageMove> = {
  lead: { contact: 'contacted', end: 'ended' },
  contacted: { research: 'researching', end: 'ended' },
  researching: { evaluate: 'evaluated', end: 'ended' },
  evaluated: { negotiate: 'negotiating', end: 'ended' },
  negotiating: { agree: 'signing', end: 'ended' },
  signing: { sign: 'integrating', end: 'ended' },
  integrating: { certify: 'live', end: 'ended' },
  live: { suspend: 'suspended', end: 'ended' },
  suspended: { resume: 'live', end: 'ended' },
  ended: {},
}
export type { StageMove }
