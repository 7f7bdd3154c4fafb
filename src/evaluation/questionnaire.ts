import type { Question } from './question.ts'
import { questionsLaw } from './questionsLaw.ts'
import { questionsSafety } from './questionsSafety.ts'
import { questionsTrade } from './questionsTrade.ts'

/** The version of the questions; it grows when one changes. Answers keep the version they were given to. */
export const questionnaireVersion = 1

/** Every question, in the order of the sections. */
export const questions: readonly Question[] = [...questionsLaw, ...questionsSafety, ...questionsTrade]

const byId = new Map(questions.map((one) => [one.id, one]))
export const questionById = (id: string): Question | null => byId.get(id) ?? null
