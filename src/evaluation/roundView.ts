import { peopleAll } from '../identity/find.ts'
import { partnerById } from '../partners/find.ts'
import { bothTexts, digestJson, timeJson } from '../world/money-json.ts'
import { z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { knockedOut } from './answers.ts'
import { type CriterionId, criteria, criterionIds } from './criteria.ts'
import { effortOf } from './effort.ts'
import { reScoreOf } from './find.ts'
import { proposalsOf } from './propose.ts'
import type { Card } from './scorecard.ts'
import { variances } from './scorecard.ts'
import { answersOf, technicalSheetOf } from './store.ts'
import { type Round, roundsOf, sheetsOf, type Weights } from './storeRounds.ts'
import { cardJson, criterionJson, dueJson, personJson, ppmJson, roundStateJson, type weightsJson } from './view.ts'

const findingsJson = z.record(criterionJson, z.strictObject({ figure: z.int(), evidence: z.string() }))

export const roundJson = z
  .strictObject({
    id: z.string(),
    partner: z.strictObject({ id: z.string(), name: bothTexts }),
    version: z.int(),
    state: roundStateJson,
    weights: z.int(),
    openedAt: timeJson,
    submittedAt: timeJson.nullable(),
    approvedAt: timeJson.nullable(),
    digest: digestJson.nullable(),
    assessors: z.array(z.strictObject({ ...personJson.shape, isIn: z.boolean(), isMe: z.boolean() })).max(5),
    mine: findingsJson.nullable().meta({ description: 'What the caller handed in' }),
    sheets: z
      .array(z.strictObject({ assessor: personJson, findings: findingsJson }))
      .max(5)
      .meta({ description: 'Empty until every assessor has handed in' }),
    proposals: z
      .array(z.strictObject({ criterion: criterionJson, figure: z.int().nullable(), from: z.string() }))
      .max(20),
    variances: z.array(z.strictObject({ criterion: criterionJson, spreadPpm: ppmJson, isAgreed: z.boolean() })).max(20),
    knockedOut: z.array(z.string()).max(100),
    card: cardJson.nullable(),
    due: dueJson,
    versions: z
      .array(
        z.strictObject({
          id: z.string(),
          version: z.int(),
          state: roundStateJson,
          totalPpm: ppmJson.nullable(),
          digest: digestJson.nullable(),
          approvedAt: timeJson.nullable(),
        }),
      )
      .max(100),
  })
  .meta({ id: 'Evaluation' })

type NamesOf = (id: string) => z.output<typeof personJson>

/** Names of our people by id. */
export async function staffNames(w: World): Promise<NamesOf> {
  const staff = await peopleAll(w)
  return (id) => ({ id, name: staff.find((one) => one.id === id)?.name ?? { zh: id, en: id } })
}

/** A round for one reader. Nobody, assessor or not, reads a sheet before all are in. */
export async function toRoundView(w: World, round: Round, reader: string): Promise<z.output<typeof roundJson>> {
  const [names, sheets, set, technical, partner, rounds] = await Promise.all([
    staffNames(w),
    sheetsOf(w, round.id),
    answersOf(w, round.partner),
    technicalSheetOf(w, round.partner),
    partnerById(w, round.partner),
    roundsOf(w, round.partner),
  ])
  const isComplete = sheets.length === round.assessors.length
  const known = {
    answers: set?.answers ?? {},
    sharePpm: partner?.sharePpm ?? null,
    personDays: technical ? effortOf(technical.declared).personDays : null,
    now: w.now(),
  }
  return {
    id: round.id,
    partner: { id: round.partner, name: partner?.name ?? { zh: round.partner, en: round.partner } },
    version: round.version,
    state: round.state,
    weights: round.weights,
    openedAt: round.openedAt,
    submittedAt: round.submittedAt,
    approvedAt: round.approvedAt,
    digest: round.digest,
    assessors: round.assessors.map((id) => ({
      ...names(id),
      isIn: sheets.some(({ assessor }) => assessor === id),
      isMe: id === reader,
    })),
    mine: sheets.find(({ assessor }) => assessor === reader)?.findings ?? null,
    sheets: isComplete ? sheets.map(({ assessor, findings }) => ({ assessor: names(assessor), findings })) : [],
    proposals: proposalsOf(known),
    variances: isComplete
      ? variances(sheets).map((one) => ({ ...one, isAgreed: round.reconciled[one.criterion] !== undefined }))
      : [],
    knockedOut: knockedOut(known.answers).map(({ id }) => id),
    card: round.card && round.digest ? toCardView(round.card, round.digest, names) : null,
    due: reScoreOf(round, set, w.now()),
    versions: rounds.map(({ id, version, state, card, digest, approvedAt }) => ({
      id,
      version,
      state,
      totalPpm: card?.totalPpm ?? null,
      digest,
      approvedAt,
    })),
  }
}

export function toCardView(card: Card, digest: string, names: NamesOf): z.output<typeof cardJson> {
  const lines = card.lines.map(({ findings, agreed, ...line }) => ({
    ...line,
    findings: findings.map(({ assessor, ...found }) => ({ ...found, assessor: names(assessor) })),
    agreed: agreed && { ...agreed, by: names(agreed.by) },
  }))
  return { lines, totalPpm: card.totalPpm, weights: card.weights.version, answers: card.answers, digest }
}

export const toWeightsView = (weights: Weights, names: NamesOf): z.output<typeof weightsJson> => {
  const { actor, pairs, ...rest } = weights
  const typed = pairs.map(({ left, right, times }) => ({
    left: left as CriterionId,
    right: right as CriterionId,
    times,
  }))
  return { ...rest, pairs: typed, by: names(actor).name }
}

export const criteriaView = () =>
  criteria.map(({ id, name, isFactor, unit, most, anchors }) => ({
    id,
    name,
    isFactor,
    unit,
    most,
    anchors: anchors.map(([figure, worth]) => [figure, worth]),
  }))

/** A card's worths in the order of the criteria. */
export const worthsOf = (card: Card): number[] =>
  criterionIds.map((id) => card.lines.find(({ criterion }) => criterion === id)?.worthPpm ?? 0)
