import type { CriterionId } from '../../src/evaluation/criteria.ts'
import type { Declaration } from '../../src/evaluation/needs.ts'
import type { Digest, List, Named, Ppm, Text, Time } from './values.ts'

export type { CriterionId, Declaration }

export type Question = {
  id: string
  section: string
  text: Text
  answer: {
    kind: 'yes-no' | 'choice' | 'number' | 'text' | 'date' | 'file'
    options: { id: string; zh: string; en: string }[]
    unit: Text | null
  }
  isEvidenced: boolean
  expiryMonths: number | null
  isKnockOut: boolean
  maps: { caiq: string[]; sig: string[] }
}
export type Questionnaire = List<Question> & { version: number; sections: Named[]; partners: Named[] }
export type GivenAnswer = {
  question: string
  value: string
  comment: string
  evidence: string
  at: Time
  isOwn: boolean
  expiresAt: Time | null
  isLive: boolean
  knocksOut: boolean
  review: { verdict: 'accepted' | 'questioned'; note: string; at: Time } | null
}
export type AnswerSet = List<GivenAnswer> & { version: number }
export type Proposed = {
  proposed: { line: number; control: string; question: string; value: string; comment: string }[]
  unmapped: { line: number; control: string; answer: string; comment: string }[]
  errors: { line: number; why: 'quote' | 'columns' | 'value' | 'twice' | 'card-number'; control: string }[]
}
export type Technical = {
  version: number
  personDays: number
  lines: { id: string; name: Text; isRequired: boolean; declared: Declaration; isSaid: boolean; days: number }[]
}

export type Criterion = {
  id: CriterionId
  name: Text
  isFactor: boolean
  unit: Text
  most: number
  anchors: number[][]
}
export type Comparison = { left: CriterionId; right: CriterionId; times: number }
export type EvaluationWeights = {
  version: number
  method: 'direct' | 'pairwise'
  of: Record<CriterionId, Ppm>
  pairs: Comparison[]
  ratioPpm: Ppm
  because: string
  by: Text
  at: Time
}
export type ComparedWeights = {
  of: Partial<Record<CriterionId, Ppm>>
  lambdaPpm: number
  ratioPpm: Ppm
  mayBeUsed: boolean
  worst: (Comparison & { implied: number; ratioPpmThen: Ppm }) | null
}
export type RoundState = 'scoring' | 'submitted' | 'approved'
export type DueReason = 'yearly' | 'answers-changed' | 'knocked-out'
export type EvaluationRow = {
  partner: Named & { wallet: string }
  running: { id: string; version: number; state: RoundState; isMine: boolean } | null
  approved: {
    id: string
    version: number
    totalPpm: Ppm
    at: Time
    due: DueReason[]
    /** In the order of the criteria. */
    worthPpm: Ppm[]
    firstPpm: Ppm
  } | null
}
export type Evaluations = List<EvaluationRow> & {
  criteria: Criterion[]
  weights: EvaluationWeights | null
  draws: number
  tiedPpm: Ppm
  flips: { criterion: CriterionId; weightPpm: Ppm; toPpm: Ppm; partner: string }[]
  assessors: Named[]
  needsApproval: boolean
}
export type Finding = { figure: number; evidence: string }
export type Findings = Record<CriterionId, Finding>
export type CardLine = {
  criterion: CriterionId
  weightPpm: Ppm
  worthPpm: Ppm
  findings: { assessor: Named; figure: number; worthPpm: Ppm; evidence: string }[]
  agreed: { figure: number; reason: string; by: Named } | null
}
export type Scorecard = {
  lines: CardLine[]
  totalPpm: Ppm
  weights: number
  answers: { version: number; digest: Digest | null }
  digest: Digest
}
export type Evaluation = {
  id: string
  partner: Named
  version: number
  state: RoundState
  weights: number
  openedAt: Time
  submittedAt: Time | null
  approvedAt: Time | null
  digest: Digest | null
  assessors: (Named & { isIn: boolean; isMe: boolean })[]
  mine: Findings | null
  sheets: { assessor: Named; findings: Findings }[]
  proposals: { criterion: CriterionId; figure: number | null; from: string }[]
  variances: { criterion: CriterionId; spreadPpm: Ppm; isAgreed: boolean }[]
  knockedOut: string[]
  card: Scorecard | null
  due: DueReason[]
  versions: {
    id: string
    version: number
    state: RoundState
    totalPpm: Ppm | null
    digest: Digest | null
    approvedAt: Time | null
  }[]
}

export type GetsEvaluation = {
  '/v1/questionnaire': Questionnaire
  '/v1/partners/{id}/answers': AnswerSet
  '/v1/partners/{id}/technical-sheet': Technical
  '/v1/evaluations': Evaluations
  '/v1/evaluations/{id}': Evaluation
}

type Compared = { criteria: CriterionId[]; pairs: Comparison[] }
type Nothing = Record<string, never>
type Answering = { question: string; value: string; comment?: string; evidence?: string }
export type PostsEvaluation = {
  '/v1/partners/{id}/answers': { body: { over: number; answers: Answering[] }; reply: AnswerSet }
  '/v1/partners/{id}/answers/import': { body: { csv: string }; reply: Proposed }
  '/v1/partners/{id}/answers/reviews': {
    body: { reviews: { question: string; verdict: 'accepted' | 'questioned'; note?: string }[] }
    reply: AnswerSet
  }
  '/v1/partners/{id}/technical-sheet': { body: { declared: Record<string, Declaration> }; reply: Technical }
  '/v1/partners/{id}/evaluations': { body: { assessors: string[] }; reply: Evaluation }
  '/v1/evaluation-weights/check': { body: Compared; reply: ComparedWeights }
  '/v1/evaluation-weights': {
    body:
      | { method: 'direct'; of: Record<CriterionId, Ppm>; because: string }
      | ({ method: 'pairwise'; because: string } & Compared)
    reply: EvaluationWeights
  }
  '/v1/evaluations/{id}/sheet': { body: { findings: Findings }; reply: Evaluation }
  '/v1/evaluations/{id}/agreed': {
    body: { criterion: CriterionId; figure: number; reason: string }
    reply: Evaluation
  }
  '/v1/evaluations/{id}/submit': { body: Nothing; reply: { evaluation: Evaluation; approval: string | null } }
  '/v1/evaluations/{id}/reopen': { body: Nothing; reply: Evaluation }
}
