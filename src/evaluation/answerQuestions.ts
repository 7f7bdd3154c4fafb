import { type Canonical, canonical } from '../base/canonical.ts'
import { digestOf } from '../base/digest.ts'
import type { Inside } from '../world/world.ts'
import { type Answer, type Answers, wrongAnswer } from './answers.ts'
import { evaluationFaults } from './errors.ts'
import { type Declaration, needs } from './needs.ts'
import { questionById, questionnaireVersion } from './questionnaire.ts'
import { type AnswerSet, answersOf, saveAnswers, saveReview, saveTechnicalSheet, technicalSheetOf } from './store.ts'

export type Given = { question: string; value: string; comment: string; evidence: string }
type Answering = { partner: string; over: number; given: readonly Given[]; org: string; actor: string }

/**
 * Hands in answers on top of version `over`: a new version that holds all of them. Faults evaluation.answers_moved when the
 * answers are no longer at `over`, no_such_question and wrong_answer with the place in the list.
 */
export async function answerQuestions(i: Inside, { partner, over, given, org, actor }: Answering): Promise<AnswerSet> {
  for (const [place, one] of given.entries()) {
    const question = questionById(one.question)
    if (!question) throw evaluationFaults.noSuchQuestion({ question: one.question }, `/answers/${place}/question`)
    if (wrongAnswer(question, one.value) !== null)
      throw evaluationFaults.wrongAnswer(
        { question: one.question, value: one.value.slice(0, 40) },
        `/answers/${place}/value`,
      )
  }
  const before = await answersOf(i, partner)
  if ((before?.version ?? 0) !== over) throw evaluationFaults.answersMoved({ version: String(before?.version ?? 0) })
  const at = i.now()
  const fresh = given.map(({ question, ...rest }): [string, Answer] => [question, { ...rest, at, by: org }])
  const answers: Answers = { ...before?.answers, ...Object.fromEntries(fresh) }
  const set: AnswerSet = {
    partner,
    version: over + 1,
    questionnaire: questionnaireVersion,
    answers,
    digest: digestOf(canonical(answers as unknown as Canonical)),
    org,
    actor,
    at,
  }
  const changed = given.map(({ question }) => question)
  if (!(await saveAnswers(i, set, changed))) throw evaluationFaults.answersMoved({ version: String(over + 1) })
  return set
}

type Judged = { question: string; verdict: 'accepted' | 'questioned'; note: string }

/** Our people accept or question answers as they stand; another answer to the same question is reviewed anew. */
export async function reviewAnswers(
  i: Inside,
  partner: string,
  judged: readonly Judged[],
  actor: string,
): Promise<void> {
  const set = await answersOf(i, partner)
  for (const [place, one] of judged.entries()) {
    const answer = set?.answers[one.question]
    if (!answer) throw evaluationFaults.noSuchQuestion({ question: one.question }, `/reviews/${place}/question`)
    await saveReview(i, partner, { ...one, answeredAt: answer.at, actor, at: i.now() })
  }
}

/** Writes down what a wallet declares it can do: the technical sheet the effort is computed from. */
export async function declareCapabilities(
  i: Inside,
  partner: string,
  declared: Record<string, Declaration>,
  actor: string,
): Promise<void> {
  const unknown = Object.keys(declared).find((id) => !needs.some((need) => need.id === id))
  if (unknown !== undefined) throw evaluationFaults.unknownNeed({ need: unknown }, `/declared/${unknown}`)
  const before = await technicalSheetOf(i, partner)
  await saveTechnicalSheet(i, partner, { version: (before?.version ?? 0) + 1, declared, actor, at: i.now() })
}
