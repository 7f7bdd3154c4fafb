import type { Digest } from '../base/digest.ts'
import type { Id } from '../base/id.ts'
import { record } from '../world/record.ts'
import { many, maybe, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import type { CriterionId } from './criteria.ts'
import type { Comparison } from './pairwise.ts'
import type { Card, Findings, Reconciled, Sheet, WeightScheme } from './scorecard.ts'

// Weights, rounds and the sheets handed in.

export type Weights = WeightScheme & {
  pairs: Comparison[]
  ratioPpm: number
  because: string
  actor: string
  at: number
}
type WeightsRow = {
  version: number
  method: WeightScheme['method']
  of: Record<CriterionId, number>
  pairs: { list: Comparison[] }
  ratio_ppm: number
  because: string
  actor: string
  at_ms: bigint
}

const insertWeights = query<Omit<Weights, 'pairs'> & { list: object }>()`
  insert into evaluation.weights (version, method, of, pairs, ratio_ppm, because, actor, at_ms)
  values (${'version'}, ${'method'}, ${'of'}, ${'list'}, ${'ratioPpm'}, ${'because'}, ${'actor'}, ${'at'})`

const newestWeights = query<Record<never, never>, WeightsRow>()`
  select version, method, of, pairs, ratio_ppm, because, actor, at_ms
    from evaluation.weights order by version desc limit 1`

const weightsByVersion = query<{ version: number }, WeightsRow>()`
  select version, method, of, pairs, ratio_ppm, because, actor, at_ms
    from evaluation.weights where version = ${'version'}`

export async function saveWeights(i: Inside, weights: Weights): Promise<void> {
  await run(i, insertWeights, { ...weights, list: { list: weights.pairs } })
  const { version, method, of, ratioPpm } = weights
  record(i, {
    act: 'evaluation.weigh',
    object: `weights:${version}`,
    after: of,
    facts: { version, method, of, ratioPpm },
  })
}

export async function weightsNow(w: World | Inside): Promise<Weights | null> {
  const row = await maybe(w, newestWeights, {})
  return row && toWeights(row)
}

export async function weightsOf(w: World | Inside, version: number): Promise<Weights | null> {
  const row = await maybe(w, weightsByVersion, { version })
  return row && toWeights(row)
}

const toWeights = ({ pairs, ratio_ppm, at_ms, ...row }: WeightsRow): Weights => ({
  ...row,
  pairs: pairs.list,
  ratioPpm: ratio_ppm,
  at: Number(at_ms),
})

export type RoundState = 'scoring' | 'submitted' | 'approved'
export type Round = {
  id: Id<'evl'>
  partner: string
  version: number
  state: RoundState
  assessors: string[]
  weights: number
  reconciled: Reconciled
  card: Card | null
  digest: Digest | null
  openedBy: string
  openedAt: number
  submittedAt: number | null
  approvedBy: string | null
  approvedAt: number | null
}
type RoundRow = Pick<
  Round,
  'id' | 'partner' | 'version' | 'state' | 'assessors' | 'weights' | 'reconciled' | 'card' | 'digest'
> & {
  opened_by: string
  opened_at_ms: bigint
  submitted_at_ms: bigint | null
  approved_by: string | null
  approved_at_ms: bigint | null
}

const insertRound = query<Round>()`
  insert into evaluation.round (id, partner, version, state, assessors, weights, reconciled, card, digest, opened_by, opened_at_ms)
  values (${'id'}, ${'partner'}, ${'version'}, ${'state'}, ${'assessors'}, ${'weights'}, ${'reconciled'}, null, null, ${'openedBy'}, ${'openedAt'})
  on conflict do nothing`

const roundById = query<{ id: string }, RoundRow>()`
  select id, partner, version, state, assessors, weights, reconciled, card, digest, opened_by, opened_at_ms, submitted_at_ms, approved_by, approved_at_ms
    from evaluation.round where id = ${'id'}`

const lockedRound = query<{ id: string }, RoundRow>()`
  select id, partner, version, state, assessors, weights, reconciled, card, digest, opened_by, opened_at_ms, submitted_at_ms, approved_by, approved_at_ms
    from evaluation.round where id = ${'id'} for update`

const roundsOfPartner = query<{ partner: string }, RoundRow>()`
  select id, partner, version, state, assessors, weights, reconciled, card, digest, opened_by, opened_at_ms, submitted_at_ms, approved_by, approved_at_ms
    from evaluation.round where partner = ${'partner'} order by version desc limit 100`

const roundsNewest = query<Record<never, never>, RoundRow>()`
  select distinct on (partner, state = 'approved')
         id, partner, version, state, assessors, weights, reconciled, card, digest, opened_by, opened_at_ms, submitted_at_ms, approved_by, approved_at_ms
    from evaluation.round order by partner, state = 'approved', version desc limit 400`

const changeRound = query<
  Pick<Round, 'id' | 'state' | 'reconciled' | 'card' | 'digest' | 'submittedAt' | 'approvedBy' | 'approvedAt'>
>()`
  update evaluation.round
     set state = ${'state'}, reconciled = ${'reconciled'}, card = ${'card'}, digest = ${'digest'},
         submitted_at_ms = ${'submittedAt'}, approved_by = ${'approvedBy'}, approved_at_ms = ${'approvedAt'}
   where id = ${'id'}`

/** False when an evaluation of this partner is open already. */
export async function saveRound(i: Inside, round: Round): Promise<boolean> {
  if ((await run(i, insertRound, round)) === 0) return false
  const { id, partner, version, assessors, weights } = round
  record(i, { act: 'evaluation.open', object: id, facts: { partner, version, assessors, weights } })
  return true
}

export async function updateRound(i: Inside, round: Round, act: string): Promise<void> {
  await run(i, changeRound, round)
  const { id, partner, version, state, digest, card } = round
  record(i, {
    act,
    object: id,
    after: digest,
    facts: { partner, version, state, digest, totalPpm: card?.totalPpm ?? null },
  })
}

export async function roundOf(w: World | Inside, id: string): Promise<Round | null> {
  const row = await maybe(w, roundById, { id })
  return row && toRound(row)
}

export async function lockRound(i: Inside, id: string): Promise<Round | null> {
  const row = await maybe(i, lockedRound, { id })
  return row && toRound(row)
}

/** At most 100 rounds of a partner, newest first. */
export const roundsOf = async (w: World | Inside, partner: string): Promise<Round[]> =>
  (await many(w, roundsOfPartner, { partner })).map(toRound)

/** Of every partner the round that runs and the newest that was approved. */
export const newestRounds = async (w: World): Promise<Round[]> => (await many(w, roundsNewest, {})).map(toRound)

const msOf = (at: bigint | null): number | null => (at === null ? null : Number(at))
const toRound = ({
  opened_by,
  opened_at_ms,
  submitted_at_ms,
  approved_by,
  approved_at_ms,
  ...row
}: RoundRow): Round => ({
  ...row,
  openedBy: opened_by,
  openedAt: Number(opened_at_ms),
  submittedAt: msOf(submitted_at_ms),
  approvedBy: approved_by,
  approvedAt: msOf(approved_at_ms),
})

const insertFindings = query<Sheet & { round: string }>()`
  insert into evaluation.sheet (round, assessor, findings, at_ms)
  values (${'round'}, ${'assessor'}, ${'findings'}, ${'at'}) on conflict do nothing`

const sheetsAll = query<{ round: string }, { assessor: string; findings: Findings; at_ms: bigint }>()`
  select assessor, findings, at_ms from evaluation.sheet where round = ${'round'} order by assessor limit 5`

/** False when this assessor handed in already. What was found is not in the log: the other assessor may read it. */
export async function saveSheet(i: Inside, round: string, sheet: Sheet): Promise<boolean> {
  if ((await run(i, insertFindings, { round, ...sheet })) === 0) return false
  record(i, { act: 'evaluation.score', object: round, facts: { assessor: sheet.assessor } })
  return true
}

export async function sheetsOf(w: World | Inside, round: string): Promise<Sheet[]> {
  return (await many(w, sheetsAll, { round })).map(({ at_ms, ...row }) => ({ ...row, at: Number(at_ms) }))
}
