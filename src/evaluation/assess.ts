import { newId } from '../base/id.ts'
import type { Inside } from '../world/world.ts'
import { isLive, knockedOut } from './answers.ts'
import { type CriterionId, criteria, criterionById } from './criteria.ts'
import { evaluationFaults } from './errors.ts'
import { questions } from './questionnaire.ts'
import { type Agreed, type Card, cardDigest, cardOf, type Findings, variances } from './scorecard.ts'
import { answersOf } from './store.ts'
import {
  lockRound,
  type Round,
  roundsOf,
  saveRound,
  saveSheet,
  sheetsOf,
  updateRound,
  weightsNow,
  weightsOf,
} from './storeRounds.ts'

/** Opens an evaluation by at least two assessors. Faults evaluation.no_weights and already_open. */
export async function openRound(
  i: Inside,
  partner: string,
  assessors: readonly string[],
  actor: string,
): Promise<Round> {
  const weights = await weightsNow(i)
  if (!weights) throw evaluationFaults.noWeights()
  const rounds = await roundsOf(i, partner)
  const round: Round = {
    id: newId('evl', i.now(), i.random),
    partner,
    version: (rounds[0]?.version ?? 0) + 1,
    state: 'scoring',
    assessors: [...assessors],
    weights: weights.version,
    reconciled: {},
    card: null,
    digest: null,
    openedBy: actor,
    openedAt: i.now(),
    submittedAt: null,
    approvedBy: null,
    approvedAt: null,
  }
  const open = rounds.find(({ state }) => state !== 'approved')
  if (open || !(await saveRound(i, round))) throw evaluationFaults.alreadyOpen({ round: open?.id ?? partner })
  return round
}

/** One assessor hands in. It stays as it is: who could change it after reading the other's would no longer be independent. */
export async function handInSheet(i: Inside, id: string, assessor: string, findings: Findings): Promise<void> {
  const round = await scoring(i, id)
  if (!round.assessors.includes(assessor)) throw evaluationFaults.notAssessor()
  for (const { id: criterion } of criteria)
    refuseFigure(criterion, findings[criterion].figure, `/findings/${criterion}`)
  if (!(await saveSheet(i, id, { assessor, findings, at: i.now() }))) throw evaluationFaults.sheetGiven()
}

/** Agrees on a figure where assessors differed, with the reason. Only once all sheets are in. */
export async function reconcile(i: Inside, id: string, criterion: CriterionId, agreed: Agreed): Promise<Round> {
  const round = await scoring(i, id)
  await allSheets(i, round)
  refuseFigure(criterion, agreed.figure, '/figure')
  const after = { ...round, reconciled: { ...round.reconciled, [criterion]: agreed } }
  await updateRound(i, after, 'evaluation.reconcile')
  return after
}

/**
 * The card as it would be submitted now. Faults sheets_missing, not_reconciled, knocked_out, and answers_incomplete: a question that
 * can end the evaluation and has no live answer has not been passed.
 */
export async function cardNow(i: Inside, round: Round): Promise<Card> {
  const sheets = await allSheets(i, round)
  const open = variances(sheets).filter(({ criterion }) => !round.reconciled[criterion])
  if (open.length > 0)
    throw evaluationFaults.notReconciled({ criteria: open.map(({ criterion }) => criterion).join(', ') })
  const set = await answersOf(i, round.partner)
  const out = knockedOut(set?.answers ?? {})
  if (out.length > 0) throw evaluationFaults.knockedOut({ questions: out.map(({ id }) => id).join(', ') })
  const silent = questions.filter((one) => one.knockOut !== null && !isLive(one, set?.answers[one.id], i.now()))
  if (silent.length > 0) throw evaluationFaults.answersIncomplete({ questions: silent.map(({ id }) => id).join(', ') })
  const weights = await weightsOf(i, round.weights)
  if (!weights) throw evaluationFaults.noWeights()
  const { version, method, of } = weights
  return cardOf({
    partner: round.partner,
    version: round.version,
    weights: { version, method, of },
    answers: { version: set?.version ?? 0, digest: set?.digest ?? null },
    sheets,
    reconciled: round.reconciled,
  })
}

/** Submits the card: from here on it does not change. */
export async function submitRound(i: Inside, round: Round, card: Card): Promise<Round> {
  const after: Round = { ...round, state: 'submitted', card, digest: cardDigest(card), submittedAt: i.now() }
  await updateRound(i, after, 'evaluation.submit')
  return after
}

/** The round, locked and still open for sheets. */
export async function scoring(i: Inside, id: string): Promise<Round> {
  const round = await lockRound(i, id)
  if (!round) throw evaluationFaults.noSuchRound({ round: id })
  if (round.state !== 'scoring') throw evaluationFaults.notScoring()
  return round
}

async function allSheets(i: Inside, round: Round) {
  const sheets = await sheetsOf(i, round.id)
  const missing = round.assessors.length - sheets.length
  if (missing > 0) throw evaluationFaults.sheetsMissing({ count: String(missing) })
  return sheets
}

function refuseFigure(id: CriterionId, figure: number, at: string): void {
  const most = criterionById(id)?.most ?? 0
  if (figure > most) throw evaluationFaults.figureTooLarge({ criterion: id, most: String(most) }, at)
}
