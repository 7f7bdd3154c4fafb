import { addMonths, dayOf, type Instant } from '../base/time.ts'
import type { Question } from './question.ts'
import { questionById, questions } from './questionnaire.ts'

/** An answer as it is kept: a text whatever its kind, with the paper behind it. */
export type Answer = {
  value: string
  comment: string
  /** Id or link of a document; empty when none. */
  evidence: string
  at: Instant
  /** An organisation's id: who answered. */
  by: string
}
export type Answers = Readonly<Record<string, Answer>>

const zone = 'Asia/Shanghai'

/** Why a value is no answer to a question; null when it is one. */
export function wrongAnswer(
  { answer }: Question,
  value: string,
): 'yes-no' | 'option' | 'number' | 'day' | 'empty' | null {
  if (value.trim() === '') return 'empty'
  if (answer.kind === 'yes-no') return value === 'yes' || value === 'no' ? null : 'yes-no'
  if (answer.kind === 'choice') return answer.options.some(({ id }) => id === value) ? null : 'option'
  if (answer.kind === 'number')
    return /^(0|[1-9]\d{0,11})$/.test(value) && Number(value) <= answer.most ? null : 'number'
  if (answer.kind === 'date') return /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(value) ? null : 'day'
  return null
}

/** Whether an answer ends the evaluation by itself. */
export function knocksOut({ knockOut }: Question, value: string): boolean {
  if (knockOut === null) return false
  if ('answer' in knockOut) return value === knockOut.answer
  return 'above' in knockOut ? Number(value) > knockOut.above : Number(value) < knockOut.below
}

/** When an answer must be given anew; null when it does not age. */
export const expiryOf = ({ expiryMonths }: Question, { at }: Answer): Instant | null =>
  expiryMonths === null ? null : addMonths(at, expiryMonths, zone)

/** An answer is live when it is there, has not aged and, where papers are asked, has one. */
export function isLive(question: Question, answer: Answer | undefined, now: Instant): answer is Answer {
  if (!answer) return false
  const expiry = expiryOf(question, answer)
  if (question.isEvidenced && answer.evidence === '') return false
  if (question.answer.kind === 'date' && question.id === 'LIC-03' && answer.value < dayOf(now, zone)) return false
  return expiry === null || expiry > now
}

/** The live answers that end the evaluation. */
export const knockedOut = (answers: Answers): Question[] =>
  questions.filter((question) => {
    const answer = answers[question.id]
    return answer !== undefined && knocksOut(question, answer.value)
  })

/** What share of these sections is answered in our favour, ppm; silence and aged answers count as nothing. */
export function favourPpm(sections: readonly string[], answers: Answers, now: Instant): number {
  const asked = questions.filter(({ section }) => sections.includes(section))
  const sum = asked.reduce((total, question) => {
    const answer = answers[question.id]
    return isLive(question, answer, now) ? total + favourOf(question, answer.value) : total
  }, 0)
  return asked.length === 0 ? 0 : Math.floor(sum / asked.length)
}

// A number, text, day or paper is judged by people; that it was given counts in full.
function favourOf({ answer, good }: Question, value: string): number {
  if (answer.kind === 'yes-no') return value === good ? 1_000_000 : 0
  if (answer.kind === 'choice') return answer.options.find(({ id }) => id === value)?.worthPpm ?? 0
  return 1_000_000
}

/** A number somebody answered, when it is live. */
export function numberOf(id: string, answers: Answers, now: Instant): number | null {
  const question = questionById(id)
  const answer = answers[id]
  return question && isLive(question, answer, now) ? Number(answer.value) : null
}
