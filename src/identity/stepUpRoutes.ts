import { bothTexts, digestJson, timeJson } from '../world/money-json.ts'
import { type Route, route, z } from '../world/route.ts'
import { identityFaults } from './errors.ts'
import {
  byPasskey,
  bySms,
  byTotp,
  codeSentJson,
  factorRefuses,
  passkeyQuestionJson,
  sendRefuses,
  wayJson,
} from './proofJson.ts'
import { beginStepUp, confirmStep, sendStepUpCode } from './stepUp.ts'

const stepUpJson = z
  .strictObject({
    id: z.string(),
    act: z.string(),
    bound: digestJson,
    summary: bothTexts,
    ways: z.array(wayJson).max(4),
    phone: z.string().nullable(),
    passkey: passkeyQuestionJson.nullable().meta({ description: 'Its challenge ends in the digest that is confirmed' }),
    expiresAt: timeJson,
  })
  .meta({ id: 'StepUp' })

const one = z.strictObject({ id: z.string().regex(/^stp_[0-9a-hjkmnp-tv-z]{26}$/) })

export const stepUpRoutes: Route[] = [
  route({
    name: 'beginStepUp',
    does: 'POST /v1/step-ups',
    tag: 'identity',
    summary: { zh: '为一项操作再次确认身份', en: 'Begin to confirm one act once more' },
    may: 'signed-in',
    body: z.strictObject({
      act: z.string().regex(/^[a-z][\w.-]{1,60}$/),
      bound: digestJson.meta({ description: 'Digest of what is approved: amount and payee, or a document' }),
      summary: z.strictObject({ zh: z.string().min(1).max(200), en: z.string().min(1).max(200) }),
    }),
    reply: stepUpJson,
    status: 201,
    refuses: [identityFaults.factorMissing, identityFaults.notSignedIn],
    handle: async (w, { who, body }) => {
      const { stepUp, ...more } = await beginStepUp(w, who, body)
      const { id, act, bound, summary, expiresAt } = stepUp
      return { id, act, bound, summary, expiresAt, ...more }
    },
  }),
  route({
    name: 'sendStepUpCode',
    does: 'POST /v1/step-ups/{id}/sms',
    tag: 'identity',
    summary: { zh: '发送确认短信', en: 'Send the code that confirms' },
    may: 'signed-in',
    params: one,
    body: z.strictObject({}),
    reply: codeSentJson,
    refuses: [identityFaults.noSuchStepUp, identityFaults.factorOff, ...sendRefuses],
    handle: (w, { who, params }) => sendStepUpCode(w, who, params.id),
  }),
  route({
    name: 'confirmStepUp',
    does: 'POST /v1/step-ups/{id}/confirm',
    tag: 'identity',
    summary: { zh: '完成再次确认', en: 'Confirm' },
    may: 'signed-in',
    params: one,
    body: z.discriminatedUnion('by', [byTotp, bySms, byPasskey]),
    reply: z
      .strictObject({
        id: z.string().meta({ description: 'Send it as header covenant-step-up, once' }),
        expiresAt: timeJson,
      })
      .meta({ id: 'StepUpConfirmed' }),
    refuses: [identityFaults.noSuchStepUp, ...factorRefuses],
    handle: (w, { who, params, body, headers }) => confirmStep(w, who, params.id, body, headers['origin']),
  }),
]
