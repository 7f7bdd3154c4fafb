import type { Instant } from '../base/time.ts'
import { type Answers, favourPpm, numberOf } from './answers.ts'
import { type CriterionId, criteria } from './criteria.ts'

export type Proposal = { criterion: CriterionId; figure: number | null; from: string }
type Known = { answers: Answers; sharePpm: number | null; personDays: number | null; now: Instant }

/** The figure each criterion has by what we hold, for assessors to confirm or correct; null when nothing is known. */
export const proposalsOf = ({ answers, sharePpm, personDays, now }: Known): Proposal[] =>
  criteria.map(({ id, from }) => {
    if (from === 'share') return { criterion: id, figure: sharePpm, from: 'share' }
    if (from === 'effort') return { criterion: id, figure: personDays, from: 'effort' }
    if ('question' in from) return { criterion: id, figure: numberOf(from.question, answers, now), from: from.question }
    const isAnswered = Object.keys(answers).length > 0
    return {
      criterion: id,
      figure: isAnswered ? favourPpm(from.sections, answers, now) : null,
      from: from.sections.join(' '),
    }
  })
