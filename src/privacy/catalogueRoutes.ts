import { consentFaults } from '../consent/errors.ts'
import { purposeById, recipientById, textsOf } from '../consent/find.ts'
import {
  purposeFields,
  purposeJson,
  recipientFields,
  recipientId,
  recipientJson,
  textJson,
  toRecipientView,
  toTextView,
  wordJson,
} from '../consent/view.ts'
import { timeJson } from '../world/money-json.ts'
import { type Route, route, type Who, z } from '../world/route.ts'
import { assessmentRoutes } from './assessmentRoutes.ts'
import { purposeOrAsk, recipientOrAsk, textOrAsk } from './catalogueOrAsk.ts'
import { privacyFaults } from './errors.ts'

// Changing the catalogue stands here and not in src/consent, so that it can ask for a second person (src/identity).

const tag = 'consent'
const may = 'consents.manage'
const waiting = z.string().nullable().meta({ description: 'What waits for others; null when the change holds' })
const onePurpose = z.strictObject({ id: wordJson })

/** What compliance may change of purposes, texts and recipients. */
export const catalogueRoutes: Route[] = [
  route({
    name: 'definePurpose',
    does: 'PUT /v1/consent-purposes/{id}',
    tag,
    summary: { zh: '新增或修改处理目的', en: 'Enter or change a purpose' },
    may,
    params: onePurpose,
    body: z.strictObject(purposeFields),
    reply: z
      .strictObject({ purpose: purposeJson.nullable().meta({ description: 'As it is now' }), approval: waiting })
      .meta({ id: 'ConsentPurposeDefined' }),
    refuses: [consentFaults.separateRule, consentFaults.assessmentNeeded, privacyFaults.notYours],
    handle: async (w, { who, params, body, answer }) => {
      onlyInstitution(who)
      const approval = await purposeOrAsk(w, who, { id: params.id, ...body })
      if (approval) answer.status(202)
      const held = (await textsOf(w, params.id)).find(({ effectiveAt }) => effectiveAt <= w.now())
      const now = await purposeById(w, params.id)
      return { purpose: now && { ...now, text: held ? toTextView(held) : null }, approval: approval?.id ?? null }
    },
  }),
  route({
    name: 'publishConsentText',
    does: 'POST /v1/consent-purposes/{id}/texts',
    tag,
    summary: {
      zh: '发布新告知文本，生效后须重新征得同意',
      en: 'Publish a new text; consents are asked anew once it takes effect',
    },
    may,
    params: onePurpose,
    body: z.strictObject({
      zh: z.string().min(1).max(4_000),
      en: z.string().min(1).max(4_000),
      effectiveAt: timeJson.optional().meta({ description: 'Now when absent' }),
    }),
    reply: z.strictObject({ text: textJson.nullable(), approval: waiting }).meta({ id: 'ConsentTextPublished' }),
    status: 201,
    idempotent: true,
    refuses: [consentFaults.noSuchPurpose, consentFaults.noticeTooShort, privacyFaults.notYours],
    handle: async (w, { who, params, body: { zh, en, effectiveAt }, answer }) => {
      onlyInstitution(who)
      if (!(await purposeById(w, params.id))) throw consentFaults.noSuchPurpose({ purpose: params.id })
      const wish = { purpose: params.id, words: { zh, en }, effectiveAt: effectiveAt ?? null }
      const made = await textOrAsk(w, who, wish)
      if ('text' in made) return { text: toTextView(made.text), approval: null }
      answer.status(202)
      return { text: null, approval: made.approval.id }
    },
  }),
  route({
    name: 'nameRecipient',
    does: 'PUT /v1/consent-recipients/{id}',
    tag,
    summary: {
      zh: '新增或修改接收方；变更后须重新征得同意',
      en: 'Enter or change a recipient; consents are asked anew',
    },
    may,
    params: z.strictObject({ id: recipientId }),
    body: z.strictObject({ ...recipientFields, isAffiliate: z.boolean().default(false) }),
    reply: z
      .strictObject({ recipient: recipientJson.nullable().meta({ description: 'As it is now' }), approval: waiting })
      .meta({ id: 'ConsentRecipientNamed' }),
    refuses: [consentFaults.affiliateIncomplete, privacyFaults.notYours],
    handle: async (w, { who, params, body, answer }) => {
      onlyInstitution(who)
      const { name, licence, active, isAffiliate, ...terms } = body
      const recipient = { id: params.id, name, terms, licence, active }
      const approval = await recipientOrAsk(w, who, recipient, isAffiliate)
      if (approval) answer.status(202)
      const now = await recipientById(w, params.id)
      return { recipient: now && toRecipientView(now), approval: approval?.id ?? null }
    },
  }),
  ...assessmentRoutes,
]

function onlyInstitution({ orgKind }: Who): void {
  if (orgKind !== 'institution') throw privacyFaults.notYours()
}
