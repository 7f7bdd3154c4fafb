import { holdsCardNumber } from '../base/cardInText.ts'
import { partnersAll } from '../partners/find.ts'
import { transaction } from '../world/command.ts'
import { bothTexts, dayJson, idJson, lineJson, timeJson } from '../world/money-json.ts'
import { type Route, route, z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { isOurs, onlyOurs, partnerSeen } from './access.ts'
import { answerQuestions, declareCapabilities, reviewAnswers } from './answerQuestions.ts'
import { expiryOf, isLive, knocksOut } from './answers.ts'
import { effortOf } from './effort.ts'
import { evaluationFaults } from './errors.ts'
import { readAnswers } from './importAnswers.ts'
import { type Question, sections } from './question.ts'
import { questionnaireVersion, questions } from './questionnaire.ts'
import { answersOf, reviewsOf, technicalSheetOf } from './store.ts'
import { declarationJson, sectionJson } from './view.ts'

const tag = 'evaluations'
const onePartner = z.strictObject({ id: idJson('par') })
const questionId = z.string().regex(/^[A-Z]{3}-\d{2}$/)
const none = z.string().max(0)

const answerKindJson = z.strictObject({
  kind: z.enum(['yes-no', 'choice', 'number', 'text', 'date', 'file']),
  options: z.array(z.strictObject({ id: z.string(), zh: z.string(), en: z.string() })).max(10),
  unit: bothTexts.nullable(),
})
const questionJson = z
  .strictObject({
    id: questionId,
    section: sectionJson,
    text: bothTexts,
    answer: answerKindJson,
    isEvidenced: z.boolean(),
    expiryMonths: z.int().nullable(),
    isKnockOut: z.boolean(),
    maps: z.strictObject({ caiq: z.array(z.string()).max(10), sig: z.array(z.string()).max(10) }),
  })
  .meta({ id: 'DueDiligenceQuestion' })
const answerJson = z
  .strictObject({
    question: questionId,
    value: z.string(),
    comment: z.string(),
    evidence: z.string(),
    at: timeJson,
    isOwn: z.boolean().meta({ description: 'Answered by the partner itself' }),
    expiresAt: timeJson.nullable(),
    isLive: z.boolean().meta({ description: 'Has not aged, and carries the papers it needs' }),
    knocksOut: z.boolean(),
    review: z.strictObject({ verdict: z.enum(['accepted', 'questioned']), note: z.string(), at: timeJson }).nullable(),
  })
  .meta({ id: 'DueDiligenceAnswer' })
const answersJson = z
  .strictObject({ version: z.int(), items: z.array(answerJson).max(100), next: z.null() })
  .meta({ id: 'DueDiligenceAnswers' })
const technicalJson = z
  .strictObject({
    version: z.int(),
    personDays: z.int(),
    lines: z
      .array(
        z.strictObject({
          id: z.string(),
          name: bothTexts,
          isRequired: z.boolean(),
          declared: declarationJson,
          isSaid: z.boolean(),
          days: z.int(),
        }),
      )
      .max(50),
  })
  .meta({ id: 'IntegrationEffort' })

/** The questionnaire and the technical sheet: answered in the partner's own workspace or by our people. */
export const answerRoutes: Route[] = [
  route({
    name: 'getQuestionnaire',
    does: 'GET /v1/questionnaire',
    tag,
    summary: { zh: '尽职调查问卷', en: 'The due-diligence questionnaire' },
    may: 'questionnaires.read',
    reply: z.strictObject({
      version: z.int(),
      sections: z.array(z.strictObject({ id: sectionJson, name: bothTexts })).max(20),
      items: z.array(questionJson).max(100),
      next: z.null(),
      partners: z
        .array(z.strictObject({ id: z.string(), name: bothTexts }))
        .max(200)
        .meta({ description: 'Whose answers the caller may see' }),
    }),
    refuses: [],
    handle: async (w, { who }) => ({
      version: questionnaireVersion,
      sections: Object.entries(sections).map(([id, name]) => ({ id: id as keyof typeof sections, name })),
      items: questions.map(toQuestionView),
      next: null,
      partners: (await partnersAll(w))
        .filter(({ id }) => isOurs(who) || (who.orgKind === 'partner' && who.org === id))
        .map(({ id, name }) => ({ id, name })),
    }),
  }),
  route({
    name: 'listAnswers',
    does: 'GET /v1/partners/{id}/answers',
    tag,
    summary: { zh: '合作方的答卷', en: 'What a partner answered' },
    may: 'questionnaires.read',
    params: onePartner,
    reply: answersJson,
    refuses: [evaluationFaults.noSuchPartner],
    handle: async (w, { who, params }) => {
      await partnerSeen(w, who, params.id)
      return await answersView(w, params.id, isOurs(who))
    },
  }),
  route({
    name: 'answerQuestions',
    does: 'POST /v1/partners/{id}/answers',
    tag,
    summary: { zh: '提交回答，生成新版答卷', en: 'Hand in answers: a new version of all of them' },
    may: 'questionnaires.answer',
    params: onePartner,
    body: z.strictObject({
      over: z.int().min(0).max(99_999).meta({ description: 'Version the answers were made over; 0 for the first' }),
      answers: z
        .array(
          z.strictObject({
            question: questionId,
            value: lineJson(500),
            comment: z.union([none, lineJson(500)]).default(''),
            evidence: z
              .union([none, lineJson(300)])
              .default('')
              .meta({ description: 'Id or link of a document' }),
            evidenceDate: dayJson.optional(),
          }),
        )
        .min(1)
        .max(100),
    }),
    reply: answersJson,
    status: 201,
    idempotent: true,
    refuses: [
      evaluationFaults.noSuchPartner,
      evaluationFaults.noSuchQuestion,
      evaluationFaults.wrongAnswer,
      evaluationFaults.answersMoved,
    ],
    handle: async (w, { who, params, body }) => {
      await partnerSeen(w, who, params.id)
      const given = body.answers.map(({ evidenceDate, evidence, ...one }) => ({
        ...one,
        evidence: evidenceDate ? `${evidence} (${evidenceDate})` : evidence,
      }))
      await transaction(w, (i) =>
        answerQuestions(i, { partner: params.id, over: body.over, given, org: who.org, actor: who.id }),
      )
      return await answersView(w, params.id, isOurs(who))
    },
  }),
  route({
    name: 'proposeAnswers',
    does: 'POST /v1/partners/{id}/answers/import',
    tag,
    summary: {
      zh: '读取 CAIQ/SIG 文件，提出可采纳的回答',
      en: 'Read a CAIQ or SIG file and propose answers; nothing is saved',
    },
    may: 'questionnaires.answer',
    params: onePartner,
    body: z.strictObject({ csv: z.string().min(1).max(400_000) }),
    reply: z
      .strictObject({
        proposed: z
          .array(
            z.strictObject({
              line: z.int(),
              control: z.string(),
              question: questionId,
              value: z.string(),
              comment: z.string(),
            }),
          )
          .max(100),
        unmapped: z
          .array(z.strictObject({ line: z.int(), control: z.string(), answer: z.string(), comment: z.string() }))
          .max(2_000),
        errors: z
          .array(
            z.strictObject({
              line: z.int(),
              why: z.enum(['quote', 'columns', 'value', 'twice', 'card-number']),
              control: z.string(),
            }),
          )
          .max(6_000),
      })
      .meta({ id: 'ProposedAnswers' }),
    refuses: [evaluationFaults.noSuchPartner],
    handle: async (w, { who, params, body }) => {
      await partnerSeen(w, who, params.id)
      return readAnswers(body.csv, holdsCardNumber)
    },
  }),
  route({
    name: 'reviewAnswers',
    does: 'POST /v1/partners/{id}/answers/reviews',
    tag,
    summary: { zh: '复核回答', en: 'Accept or question answers' },
    may: 'evaluations.score',
    params: onePartner,
    body: z.strictObject({
      reviews: z
        .array(
          z.strictObject({
            question: questionId,
            verdict: z.enum(['accepted', 'questioned']),
            note: z.union([none, lineJson(300)]).default(''),
          }),
        )
        .min(1)
        .max(100),
    }),
    reply: answersJson,
    idempotent: true,
    refuses: [evaluationFaults.noSuchPartner, evaluationFaults.noSuchQuestion, evaluationFaults.notYours],
    handle: async (w, { who, params, body }) => {
      await partnerSeen(w, who, params.id)
      onlyOurs(who)
      await transaction(w, (i) => reviewAnswers(i, params.id, body.reviews, who.id))
      return await answersView(w, params.id, true)
    },
  }),
  route({
    name: 'getIntegrationEffort',
    does: 'GET /v1/partners/{id}/technical-sheet',
    tag,
    summary: { zh: '技术能力与接入差距', en: 'What a wallet can do against what we need' },
    may: 'questionnaires.read',
    params: onePartner,
    reply: technicalJson,
    refuses: [evaluationFaults.noSuchPartner],
    handle: async (w, { who, params }) => {
      await partnerSeen(w, who, params.id)
      return await technicalView(w, params.id)
    },
  }),
  route({
    name: 'declareCapabilities',
    does: 'POST /v1/partners/{id}/technical-sheet',
    tag,
    summary: { zh: '申报技术能力，重算接入人日', en: 'Declare capabilities; the effort is computed anew' },
    may: 'questionnaires.answer',
    params: onePartner,
    body: z.strictObject({ declared: z.record(z.string().regex(/^[a-z-]{2,30}$/), declarationJson) }),
    reply: technicalJson,
    status: 201,
    idempotent: true,
    refuses: [evaluationFaults.noSuchPartner, evaluationFaults.unknownNeed],
    handle: async (w, { who, params, body }) => {
      await partnerSeen(w, who, params.id)
      await transaction(w, (i) => declareCapabilities(i, params.id, body.declared, who.id))
      return await technicalView(w, params.id)
    },
  }),
]

// What would end the evaluation, and what our people think of an answer, is ours alone.
async function answersView(w: World, partner: string, isOurSide: boolean): Promise<z.output<typeof answersJson>> {
  const set = await answersOf(w, partner)
  const reviews = await reviewsOf(w, partner)
  const items = questions.flatMap((question) => {
    const answer = set?.answers[question.id]
    if (!answer) return []
    const review = reviews.find((one) => one.question === question.id && one.answeredAt === answer.at)
    const { value, comment, evidence, at, by } = answer
    return [
      {
        question: question.id,
        value,
        comment,
        evidence,
        at,
        isOwn: by === partner,
        expiresAt: expiryOf(question, answer),
        isLive: isLive(question, answer, w.now()),
        knocksOut: isOurSide && knocksOut(question, value),
        review: isOurSide && review ? { verdict: review.verdict, note: review.note, at: review.at } : null,
      },
    ]
  })
  return { version: set?.version ?? 0, items, next: null }
}

async function technicalView(w: World, partner: string): Promise<z.output<typeof technicalJson>> {
  const sheet = await technicalSheetOf(w, partner)
  const { personDays, lines } = effortOf(sheet?.declared ?? {})
  const shown = lines.map(({ need: { id, name, isRequired }, ...rest }) => ({ id, name, isRequired, ...rest }))
  return { version: sheet?.version ?? 0, personDays: sheet ? personDays : 0, lines: shown }
}

const toQuestionView = ({ id, section, text, answer, isEvidenced, expiryMonths, knockOut, maps }: Question) => ({
  id,
  section,
  text,
  answer: {
    kind: answer.kind,
    options: answer.kind === 'choice' ? answer.options.map(({ id: option, zh, en }) => ({ id: option, zh, en })) : [],
    unit: answer.kind === 'number' ? answer.unit : null,
  },
  isEvidenced,
  expiryMonths,
  isKnockOut: knockOut !== null,
  maps: { caiq: [...maps.caiq], sig: [...maps.sig] },
})
