import { bothTexts, digestJson, timeJson } from '../world/money-json.ts'
import { z } from '../world/route.ts'
import { criterionIds } from './criteria.ts'
import { declarations } from './needs.ts'
import { sections } from './question.ts'

export const ppmJson = z.int().min(0).max(1_000_000)
export const criterionJson = z.enum(criterionIds)
export const sectionJson = z.enum(Object.keys(sections) as [keyof typeof sections, ...(keyof typeof sections)[]])
export const personJson = z.strictObject({ id: z.string(), name: bothTexts })
export const declarationJson = z.enum(declarations)

export const weightsJson = z
  .strictObject({
    version: z.int(),
    method: z.enum(['direct', 'pairwise']),
    of: z.record(criterionJson, ppmJson),
    pairs: z.array(z.strictObject({ left: criterionJson, right: criterionJson, times: z.int() })).max(66),
    ratioPpm: z.int(),
    because: z.string(),
    by: bothTexts,
    at: timeJson,
  })
  .meta({ id: 'EvaluationWeights' })

export const criteriaJson = z
  .array(
    z.strictObject({
      id: criterionJson,
      name: bothTexts,
      isFactor: z.boolean(),
      unit: bothTexts,
      most: z.int(),
      anchors: z.array(z.array(z.int()).length(2)).max(10).meta({ description: 'Figure and worth in ppm' }),
    }),
  )
  .max(20)

const findingJson = z.strictObject({
  assessor: personJson,
  figure: z.int(),
  worthPpm: ppmJson,
  evidence: z.string(),
})
export const cardJson = z
  .strictObject({
    lines: z
      .array(
        z.strictObject({
          criterion: criterionJson,
          weightPpm: ppmJson,
          worthPpm: ppmJson,
          findings: z.array(findingJson).max(5),
          agreed: z.strictObject({ figure: z.int(), reason: z.string(), by: personJson }).nullable(),
        }),
      )
      .max(20),
    totalPpm: ppmJson,
    weights: z.int(),
    answers: z.strictObject({ version: z.int(), digest: digestJson.nullable() }),
    digest: digestJson,
  })
  .meta({ id: 'Scorecard' })

export const roundStateJson = z.enum(['scoring', 'submitted', 'approved'])
export const dueJson = z.array(z.enum(['yearly', 'answers-changed', 'knocked-out'])).max(3)
