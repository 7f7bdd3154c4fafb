import { transaction } from '../world/command.ts'
import { lineJson } from '../world/money-json.ts'
import { type Route, route, z } from '../world/route.ts'
import { onlyOurs } from './access.ts'
import { type CriterionId, criterionIds } from './criteria.ts'
import { evaluationFaults } from './errors.ts'
import { ratioMostPpm } from './pairwise.ts'
import { staffNames, toWeightsView } from './roundView.ts'
import { criterionJson, ppmJson, weightsJson } from './view.ts'
import { comparedWeights, setWeights } from './weigh.ts'

const times = z
  .int()
  .min(-9)
  .max(9)
  .refine((one) => one >= 1 || one <= -2)
  .meta({ description: '1 to 9: the left one matters so much more; −2 to −9: the right one does' })
const compared = {
  criteria: z.array(criterionJson).min(2).max(criterionIds.length),
  pairs: z
    .array(z.strictObject({ left: criterionJson, right: criterionJson, times }))
    .min(1)
    .max(66),
}

/** Weights of the criteria, said directly or by comparing them pair by pair. */
export const weightRoutes: Route[] = [
  route({
    name: 'checkWeights',
    does: 'POST /v1/evaluation-weights/check',
    tag: 'evaluations',
    summary: { zh: '试算两两比较的权重与一致性', en: 'Weights and consistency of comparisons; nothing is saved' },
    may: 'evaluations.decide',
    body: z.strictObject(compared),
    reply: z
      .strictObject({
        of: z.partialRecord(criterionJson, ppmJson),
        lambdaPpm: z.int(),
        ratioPpm: z.int(),
        mayBeUsed: z.boolean(),
        worst: z
          .strictObject({
            left: criterionJson,
            right: criterionJson,
            times: z.int(),
            implied: z.int(),
            ratioPpmThen: z.int(),
          })
          .nullable(),
      })
      .meta({ id: 'ComparedWeights' }),
    refuses: [evaluationFaults.notYours, evaluationFaults.pairsWrong],
    handle: (_, { who, body }) => {
      onlyOurs(who)
      const { weightsPpm, lambdaPpm, ratioPpm, worst } = comparedWeights(body.criteria, body.pairs)
      return {
        of: Object.fromEntries(body.criteria.map((id, at) => [id, weightsPpm[at] ?? 0])) as Record<CriterionId, number>,
        lambdaPpm,
        ratioPpm,
        mayBeUsed: ratioPpm <= ratioMostPpm,
        worst: worst && { ...worst, left: worst.left as CriterionId, right: worst.right as CriterionId },
      }
    },
  }),
  route({
    name: 'setWeights',
    does: 'POST /v1/evaluation-weights',
    tag: 'evaluations',
    summary: { zh: '设定指标权重', en: 'Set the weights of the criteria' },
    may: 'evaluations.decide',
    body: z.discriminatedUnion('method', [
      z.strictObject({ method: z.literal('direct'), of: z.record(criterionJson, ppmJson), because: lineJson(500) }),
      z.strictObject({ method: z.literal('pairwise'), ...compared, because: lineJson(500) }),
    ]),
    reply: weightsJson,
    status: 201,
    idempotent: true,
    refuses: [
      evaluationFaults.notYours,
      evaluationFaults.weightsOff,
      evaluationFaults.pairsWrong,
      evaluationFaults.inconsistent,
    ],
    handle: async (w, { who, body: { because, ...wish } }) => {
      onlyOurs(who)
      const weights = await transaction(w, (i) => setWeights(i, wish, because, who.id))
      return toWeightsView(weights, await staffNames(w))
    },
  }),
]
