import { definePurpose, nameRecipient, publishText } from '../consent/editCatalogue.ts'
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
import { transaction } from '../world/command.ts'
import { timeJson } from '../world/money-json.ts'
import { type Route, route, type Who, z } from '../world/route.ts'
import { privacyFaults } from './errors.ts'

// Changing the catalogue stands here and not in src/consent, so that it can ask for a second person (src/identity) one day.

const tag = 'consent'
const may = 'consents.manage'
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
    reply: purposeJson,
    refuses: [consentFaults.separateRule, privacyFaults.notYours],
    handle: async (w, { who, params, body }) => {
      onlyInstitution(who)
      await transaction(w, (i) => definePurpose(i, { id: params.id, ...body }))
      const held = (await textsOf(w, params.id)).find(({ effectiveAt }) => effectiveAt <= w.now())
      return { id: params.id, ...body, text: held ? toTextView(held) : null }
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
    reply: textJson,
    status: 201,
    idempotent: true,
    refuses: [consentFaults.noSuchPurpose, consentFaults.noticeTooShort, privacyFaults.notYours],
    handle: async (w, { who, params, body: { zh, en, effectiveAt } }) => {
      onlyInstitution(who)
      if (!(await purposeById(w, params.id))) throw consentFaults.noSuchPurpose({ purpose: params.id })
      return toTextView(await transaction(w, (i) => publishText(i, params.id, { zh, en }, effectiveAt ?? i.now())))
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
    reply: recipientJson,
    refuses: [consentFaults.affiliateIncomplete, privacyFaults.notYours],
    handle: async (w, { who, params, body }) => {
      onlyInstitution(who)
      const { name, licence, active, isAffiliate, ...terms } = body
      const recipient = { id: params.id, name, terms, licence, active }
      await transaction(w, (i) => nameRecipient(i, recipient, isAffiliate))
      return toRecipientView((await recipientById(w, params.id)) ?? recipient)
    },
  }),
]

function onlyInstitution({ orgKind }: Who): void {
  if (orgKind !== 'institution') throw privacyFaults.notYours()
}
