import { assess } from '../consent/assess.ts'
import { type Assessment, assessedDigest, assessmentGrounds, groundsOf, risks } from '../consent/assessment.ts'
import { consentFaults } from '../consent/errors.ts'
import { assessmentsAll, purposeById, purposesAll } from '../consent/find.ts'
import { wordJson } from '../consent/view.ts'
import { peopleAll } from '../identity/find.ts'
import { transaction } from '../world/command.ts'
import { bothTexts, dayJson, digestJson, lineJson, timeJson } from '../world/money-json.ts'
import { type Route, route, type Who, z } from '../world/route.ts'
import { privacyFaults } from './errors.ts'

const tag = 'consent'

const found = {
  assessor: lineJson(120).meta({ description: 'Who assessed' }),
  assessedOn: dayJson,
  findings: lineJson(2_000).meta({
    description: 'Lawful, needed, and what may go wrong for people (PIPL 56 (1), (2))',
  }),
  risk: z.enum(risks),
  measures: lineJson(2_000).meta({ description: 'What is done about it (PIPL 56 (3))' }),
}
const assessmentJson = z
  .strictObject({
    id: z.string(),
    ...found,
    covers: digestJson.meta({ description: 'Digest of what was assessed' }),
    recordedBy: z.strictObject({ id: z.string(), name: bothTexts }).nullable(),
    recordedAt: timeJson,
    supersededAt: timeJson.nullable().meta({ description: 'Kept for three years from here' }),
  })
  .meta({ id: 'ImpactAssessment' })
const assessedJson = z
  .strictObject({
    purpose: z.string(),
    grounds: z.array(z.enum(assessmentGrounds)).max(4).meta({ description: 'Why it must be assessed; none for most' }),
    isAssessed: z.boolean().meta({ description: 'The latest assessment is about the purpose as it is now' }),
    assessments: z.array(assessmentJson).max(500),
  })
  .meta({ id: 'PurposeAssessed' })

/** Impact assessments: what must be found before a risky purpose is switched on (个人信息保护法 55, 56). */
export const assessmentRoutes: Route[] = [
  route({
    name: 'listAssessments',
    does: 'GET /v1/consent-assessments',
    tag,
    summary: { zh: '各处理目的的影响评估，最新在前', en: 'Impact assessments by purpose, newest first' },
    may: 'consents.read',
    reply: z.strictObject({ items: z.array(assessedJson).max(200), next: z.null() }),
    refuses: [],
    handle: async (w, { who }) => {
      if (!reads(who)) return { items: [], next: null }
      const [purposes, assessments, staff] = await Promise.all([purposesAll(w), assessmentsAll(w), peopleAll(w)])
      const items = purposes.map((purpose) => {
        const own = assessments.filter((one) => one.purpose === purpose.id)
        const shown = own.map((one) => toView(one, staff))
        const isAssessed = own[0]?.covers === assessedDigest(purpose)
        return { purpose: purpose.id, grounds: groundsOf(purpose), isAssessed, assessments: shown }
      })
      return { items, next: null }
    },
  }),
  route({
    name: 'assessPurpose',
    does: 'POST /v1/consent-purposes/{id}/assessments',
    tag,
    summary: { zh: '记录个人信息保护影响评估', en: 'Record the impact assessment of a purpose' },
    may: 'consents.manage',
    params: z.strictObject({ id: wordJson }),
    body: z.strictObject(found),
    reply: assessmentJson,
    status: 201,
    idempotent: true,
    refuses: [consentFaults.noSuchPurpose, consentFaults.assessedAhead, privacyFaults.notYours],
    handle: async (w, { who, params, body }) => {
      if (who.orgKind !== 'institution') throw privacyFaults.notYours()
      if (!(await purposeById(w, params.id))) throw consentFaults.noSuchPurpose({ purpose: params.id })
      const made = await transaction(w, (i) => assess(i, params.id, body, who.id))
      return toView(made, await peopleAll(w))
    },
  }),
]

type Staff = Awaited<ReturnType<typeof peopleAll>>
function toView(
  { id, assessor, assessedOn, findings, risk, measures, covers, recordedBy, recordedAt, supersededAt }: Assessment,
  staff: Staff,
): z.output<typeof assessmentJson> {
  const person = staff.find((one) => one.id === recordedBy)
  const by = person ? { id: recordedBy, name: person.name } : null
  return { id, assessor, assessedOn, findings, risk, measures, covers, recordedBy: by, recordedAt, supersededAt }
}

const reads = ({ orgKind }: Who): boolean => orgKind === 'institution' || orgKind === 'auditor'
