import { approvalNeeded } from '../identity/approvalFor.ts'
import { peopleAll } from '../identity/find.ts'
import { whoOfPerson } from '../identity/whoIs.ts'
import { partnersAll } from '../partners/find.ts'
import { transaction } from '../world/command.ts'
import { bothTexts, idJson, lineJson, timeJson } from '../world/money-json.ts'
import { type Route, route, type Who, z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { onlyOurs, partnerSeen } from './access.ts'
import { answerRoutes } from './answerRoutes.ts'
import { handInSheet, openRound, reconcile } from './assess.ts'
import { type CriterionId, criterionIds } from './criteria.ts'
import { evaluationFaults } from './errors.ts'
import { reScoreOf } from './find.ts'
import { draws, flips, type Profile, ranked, robustness } from './ranking.ts'
import { criteriaView, roundJson, staffNames, toRoundView, toWeightsView, worthsOf } from './roundView.ts'
import type { Findings } from './scorecard.ts'
import { answersOfEverybody } from './store.ts'
import { newestRounds, type Round, roundOf, weightsNow } from './storeRounds.ts'
import { reopenRound, submitOrAsk } from './submitOrAsk.ts'
import { criteriaJson, criterionJson, dueJson, personJson, ppmJson, roundStateJson, weightsJson } from './view.ts'
import { weightRoutes } from './weightRoutes.ts'

const tag = 'evaluations'
const oneRound = z.strictObject({ id: idJson('evl') })
const figure = z.int().min(0).max(1_000_000_000)

const rowJson = z
  .strictObject({
    partner: z.strictObject({ id: z.string(), name: bothTexts, wallet: z.string() }),
    running: z
      .strictObject({ id: z.string(), version: z.int(), state: roundStateJson, isMine: z.boolean() })
      .nullable(),
    approved: z
      .strictObject({
        id: z.string(),
        version: z.int(),
        totalPpm: ppmJson,
        at: timeJson,
        due: dueJson,
        worthPpm: z.array(ppmJson).length(criterionIds.length).meta({ description: 'In the order of the criteria' }),
        firstPpm: ppmJson.meta({ description: 'Share of the weightings drawn under which it is first' }),
      })
      .nullable(),
  })
  .meta({ id: 'EvaluationRow' })

/** How wallets are weighed: the institution's private side. */
export const evaluationRoutes: Route[] = [
  ...answerRoutes,
  ...weightRoutes,
  route({
    name: 'listEvaluations',
    does: 'GET /v1/evaluations',
    tag,
    summary: {
      zh: '各钱包的评估、对比与稳健性',
      en: 'Evaluations of all wallets, compared, and how robust their order is',
    },
    may: 'evaluations.read',
    reply: z.strictObject({
      items: z.array(rowJson).max(200),
      next: z.null(),
      criteria: criteriaJson,
      weights: weightsJson.nullable(),
      draws: z.int(),
      tiedPpm: ppmJson,
      flips: z
        .array(z.strictObject({ criterion: criterionJson, weightPpm: ppmJson, toPpm: ppmJson, partner: z.string() }))
        .max(20),
      assessors: z.array(personJson).max(100).meta({ description: 'Who may be asked to assess' }),
      needsApproval: z.boolean(),
    }),
    refuses: [evaluationFaults.notYours],
    handle: async (w, { who }) => {
      onlyOurs(who)
      const [partners, rounds, sets, weights, names] = await Promise.all([
        partnersAll(w),
        newestRounds(w),
        answersOfEverybody(w),
        weightsNow(w),
        staffNames(w),
      ])
      const approved = rounds.filter(({ state }) => state === 'approved')
      const profiles: Profile[] = approved.flatMap(({ partner, card }) =>
        card ? [{ partner, worthPpm: worthsOf(card) }] : [],
      )
      const of = weights ? criterionIds.map((id) => weights.of[id]) : null
      const firm =
        of && profiles.length > 0 ? robustness(of, profiles, weights?.version ?? 1) : { first: [], tiedPpm: 0 }
      const order = of ? ranked(of, profiles).map(({ partner }) => partner) : []
      const items = partners.map(({ id, name, wallet }) => {
        const card = approved.find(({ partner }) => partner === id)
        const open = rounds.find(({ partner, state }) => partner === id && state !== 'approved')
        return {
          partner: { id, name, wallet },
          running: open
            ? { id: open.id, version: open.version, state: open.state, isMine: open.assessors.includes(who.id) }
            : null,
          approved: card ? approvedView(w, card, sets, firm.first) : null,
        }
      })
      const place = (id: string): number => (order.includes(id) ? order.indexOf(id) : order.length)
      return {
        items: items.sort((a, b) => place(a.partner.id) - place(b.partner.id)),
        next: null,
        criteria: criteriaView(),
        weights: weights && toWeightsView(weights, names),
        draws,
        tiedPpm: firm.tiedPpm,
        flips: of
          ? flips(of, profiles).map(({ at, ...one }) => ({ ...one, criterion: criterionIds[at] ?? 'market-share' }))
          : [],
        assessors: await assessorsAll(w),
        needsApproval: (await approvalNeeded(w, who, 'evaluations.approve', null)) !== null,
      }
    },
  }),
  route({
    name: 'openEvaluation',
    does: 'POST /v1/partners/{id}/evaluations',
    tag,
    summary: { zh: '开始评估，指定至少两位评审人', en: 'Open an evaluation by at least two assessors' },
    may: 'evaluations.decide',
    params: z.strictObject({ id: idJson('par') }),
    body: z.strictObject({ assessors: z.array(idJson('usr')).min(1).max(5) }),
    reply: roundJson,
    status: 201,
    idempotent: true,
    refuses: [
      evaluationFaults.notYours,
      evaluationFaults.noSuchPartner,
      evaluationFaults.assessorsWrong,
      evaluationFaults.noWeights,
      evaluationFaults.alreadyOpen,
    ],
    handle: async (w, { who, params, body }) => {
      await partnerSeen(w, who, params.id)
      onlyOurs(who)
      await refuseAssessors(w, body.assessors)
      const round = await transaction(w, (i) => openRound(i, params.id, body.assessors, who.id))
      return await toRoundView(w, round, who.id)
    },
  }),
  route({
    name: 'getEvaluation',
    does: 'GET /v1/evaluations/{id}',
    tag,
    summary: { zh: '一次评估：评分表、分歧、评分卡', en: 'An evaluation: sheets, differences, scorecard' },
    may: 'evaluations.read',
    params: oneRound,
    reply: roundJson,
    refuses: [evaluationFaults.noSuchRound],
    handle: async (w, { who, params }) => await toRoundView(w, await roundSeen(w, who, params.id), who.id),
  }),
  route({
    name: 'handInSheet',
    does: 'POST /v1/evaluations/{id}/sheet',
    tag,
    summary: { zh: '提交本人的评分表', en: 'Hand in one’s own sheet' },
    may: 'evaluations.score',
    params: oneRound,
    body: z.strictObject({
      findings: z.strictObject(
        Object.fromEntries(
          criterionIds.map((id) => [id, z.strictObject({ figure, evidence: lineJson(500) })]),
        ) as Record<CriterionId, z.ZodObject<{ figure: typeof figure; evidence: z.ZodString }>>,
      ),
    }),
    reply: roundJson,
    status: 201,
    idempotent: true,
    refuses: [
      evaluationFaults.noSuchRound,
      evaluationFaults.notAssessor,
      evaluationFaults.sheetGiven,
      evaluationFaults.figureTooLarge,
      evaluationFaults.notScoring,
    ],
    handle: async (w, { who, params, body }) => {
      await roundSeen(w, who, params.id)
      await transaction(w, (i) => handInSheet(i, params.id, who.id, body.findings as Findings))
      return await toRoundView(w, await roundSeen(w, who, params.id), who.id)
    },
  }),
  route({
    name: 'reconcileFinding',
    does: 'POST /v1/evaluations/{id}/agreed',
    tag,
    summary: { zh: '就分歧商定数值', en: 'Agree on a figure where assessors differ' },
    may: 'evaluations.decide',
    params: oneRound,
    body: z.strictObject({ criterion: criterionJson, figure, reason: lineJson(500) }),
    reply: roundJson,
    idempotent: true,
    refuses: [
      evaluationFaults.noSuchRound,
      evaluationFaults.sheetsMissing,
      evaluationFaults.figureTooLarge,
      evaluationFaults.notScoring,
    ],
    handle: async (w, { who, params, body: { criterion, ...agreed } }) => {
      await roundSeen(w, who, params.id)
      await transaction(w, (i) => reconcile(i, params.id, criterion, { ...agreed, by: who.id }))
      return await toRoundView(w, await roundSeen(w, who, params.id), who.id)
    },
  }),
  route({
    name: 'submitScorecard',
    does: 'POST /v1/evaluations/{id}/submit',
    tag,
    summary: { zh: '提交评分卡，等待他人批准', en: 'Submit the scorecard for somebody else to approve' },
    may: 'evaluations.decide',
    params: oneRound,
    body: z.strictObject({}),
    reply: z
      .strictObject({ evaluation: roundJson, approval: z.string().nullable() })
      .meta({ id: 'ScorecardSubmitted' }),
    status: 201,
    idempotent: true,
    refuses: [
      evaluationFaults.noSuchRound,
      evaluationFaults.notScoring,
      evaluationFaults.sheetsMissing,
      evaluationFaults.notReconciled,
      evaluationFaults.knockedOut,
      evaluationFaults.answersIncomplete,
    ],
    handle: async (w, { who, params, answer }) => {
      await roundSeen(w, who, params.id)
      const { round, approval } = await submitOrAsk(w, who, params.id)
      if (approval) answer.status(202)
      return { evaluation: await toRoundView(w, round, who.id), approval: approval?.id ?? null }
    },
  }),
  route({
    name: 'reopenEvaluation',
    does: 'POST /v1/evaluations/{id}/reopen',
    tag,
    summary: { zh: '撤回待批评分卡', en: 'Take a submitted scorecard back' },
    may: 'evaluations.decide',
    params: oneRound,
    body: z.strictObject({}),
    reply: roundJson,
    idempotent: true,
    refuses: [evaluationFaults.noSuchRound],
    handle: async (w, { who, params }) => {
      await roundSeen(w, who, params.id)
      await transaction(w, (i) => reopenRound(i, params.id))
      return await toRoundView(w, await roundSeen(w, who, params.id), who.id)
    },
  }),
]

async function roundSeen(w: World, who: Who, id: string): Promise<Round> {
  const round = await roundOf(w, id)
  if (!round || (who.orgKind !== 'institution' && who.orgKind !== 'auditor'))
    throw evaluationFaults.noSuchRound({ round: id })
  return round
}

/** Our people who may score. */
async function assessorsAll(w: World) {
  const people = (await peopleAll(w)).filter(({ orgKind }) => orgKind === 'institution')
  const known = await Promise.all(people.map(async (one) => ({ one, who: await whoOfPerson(w, one) })))
  return known
    .filter(({ who }) => who.permissions.has('evaluations.score'))
    .map(({ one: { id, name } }) => ({ id, name }))
}

async function refuseAssessors(w: World, wanted: readonly string[]): Promise<void> {
  const able = new Set<string>((await assessorsAll(w)).map(({ id }) => id))
  const unable = wanted.filter((id, at) => !able.has(id) || wanted.indexOf(id) !== at)
  if (wanted.length < 2 || unable.length > 0)
    throw evaluationFaults.assessorsWrong({ assessor: unable.join(', ') || String(wanted.length) }, '/assessors')
}

type Firsts = { partner: string; sharePpm: number }[]
function approvedView(w: World, round: Round, sets: Awaited<ReturnType<typeof answersOfEverybody>>, firsts: Firsts) {
  const { id, version, card, approvedAt, partner } = round
  if (!card || approvedAt === null) return null
  return {
    id,
    version,
    totalPpm: card.totalPpm,
    at: approvedAt,
    due: reScoreOf(round, sets.find((set) => set.partner === partner) ?? null, w.now()),
    worthPpm: worthsOf(card),
    firstPpm: firsts.find((one) => one.partner === partner)?.sharePpm ?? 0,
  }
}
