import { idJson, lineJson, timeJson } from '../world/money-json.ts'
import { type Route, route, type Who, z } from '../world/route.ts'
import { addMethod } from './addMethod.ts'
import { authenticationData, refuseAuthenticationData } from './authenticationData.ts'
import { makeDefault } from './defaultMethod.ts'
import { vaultFaults } from './errors.ts'
import { savedMethod, savedMethods } from './find.ts'
import { methodKinds, verificationWays } from './method.ts'
import { removeMethod } from './removeMethod.ts'
import { answerChallenge, beginVerification } from './verifyMethod.ts'
import { methodJson, toMethodView } from './view.ts'

// The doors of a holder to their own saved methods. Not idempotent by key: the house keeps a digest of such a body, and a digest of
// a card number is as good as the number. The same number twice is refused instead.

const one = z.strictObject({ id: idJson('mth') })
const may = 'own.methods'
const refuses = [vaultFaults.methodNotFound, vaultFaults.methodState]
const verifying = [
  ...refuses,
  vaultFaults.wayUnsuited,
  vaultFaults.tooManyVerifications,
  vaultFaults.verifierMissing,
  vaultFaults.verifierSilent,
]
const answering = [
  ...refuses,
  vaultFaults.noChallenge,
  vaultFaults.challengeExpired,
  vaultFaults.answerWrong,
  vaultFaults.verificationRefused,
]

const methodBody = z.strictObject({
  kind: z.enum(methodKinds),
  number: z.string().min(3).max(128).meta({ description: 'Card, account or wallet account; kept as a token only' }),
  expires: z
    .string()
    .regex(/^20\d\d-(0[1-9]|1[0-2])$/)
    .optional()
    .meta({ description: 'Last month the card is good for', examples: ['2029-12'] }),
  issuer: lineJson(60).optional().meta({ description: 'Name of the bank or wallet' }),
  label: lineJson(60).optional(),
  ...authenticationData,
})

const begunJson = z
  .strictObject({
    outcome: z.enum(['verified', 'refused', 'asked']),
    method: methodJson,
    way: z.enum(verificationWays),
    until: timeJson.nullable().meta({ description: 'When the answer must have come' }),
    sandboxAnswer: z
      .string()
      .max(6)
      .nullable()
      .meta({ description: 'What the bank would have told, in the sandbox only' }),
  })
  .meta({ id: 'MethodVerification' })

export const methodRoutes: Route[] = [
  route({
    name: 'listMyMethods',
    does: 'GET /v1/me/methods',
    tag: 'vault',
    summary: { zh: '我保存的支付方式', en: 'My saved payment methods, the default first' },
    may,
    reply: z.strictObject({ items: z.array(methodJson).max(100), next: z.null() }),
    refuses: [],
    handle: async (w, { who }) => ({ items: (await savedMethods(w, who.org)).map(toMethodView), next: null }),
  }),
  route({
    name: 'addMyMethod',
    does: 'POST /v1/me/methods',
    tag: 'vault',
    summary: {
      zh: '添加支付方式；不接受卡片验证码和密码',
      en: 'Save a payment method; security codes and PINs are refused',
    },
    may,
    body: methodBody,
    reply: methodJson,
    status: 201,
    refuses: [
      vaultFaults.valueInvalid,
      vaultFaults.authenticationData,
      vaultFaults.cardExpired,
      vaultFaults.methodTwice,
      vaultFaults.labelPersonal,
      vaultFaults.tooManyMethods,
    ],
    handle: async (w, { who, body }) => {
      refuseAuthenticationData(body)
      const { kind, number, expires = null, issuer = '', label = '' } = body
      return toMethodView(await addMethod(w, holderOf(who), { kind, number, expires, issuer, label }))
    },
  }),
  route({
    name: 'getMyMethod',
    does: 'GET /v1/me/methods/{id}',
    tag: 'vault',
    summary: { zh: '我的一个支付方式', en: 'One of my saved methods' },
    may,
    params: one,
    reply: methodJson,
    refuses: [vaultFaults.methodNotFound],
    handle: async (w, { who, params }) => {
      const method = await savedMethod(w, who.org, params.id)
      if (!method) throw vaultFaults.methodNotFound({ method: params.id })
      return toMethodView(method)
    },
  }),
  ...changeRoutes(),
]

function changeRoutes(): Route[] {
  return [
    route({
      name: 'verifyMyMethod',
      does: 'POST /v1/me/methods/{id}/verify',
      tag: 'vault',
      summary: {
        zh: '开始验证：小额打款、银行短信码或服务商核验',
        en: 'Begin to verify it: small amount, bank code or provider',
      },
      may,
      params: one,
      body: z.strictObject({ way: z.enum(verificationWays) }),
      reply: begunJson,
      refuses: verifying,
      handle: async (w, { who, params, body }) => {
        const begun = await beginVerification(w, who.org, params.id, body.way)
        const asked = begun.outcome === 'asked' ? begun : { until: null, sandboxAnswer: null }
        const { until, sandboxAnswer } = asked
        return { outcome: begun.outcome, method: toMethodView(begun.method), way: body.way, until, sandboxAnswer }
      },
    }),
    route({
      name: 'confirmMyMethod',
      does: 'POST /v1/me/methods/{id}/confirm',
      tag: 'vault',
      summary: {
        zh: '提交到账金额（分）或短信码',
        en: 'Answer with the amount that arrived (minor units) or the code',
      },
      may,
      params: one,
      body: z.strictObject({ answer: z.string().regex(/^\d{1,6}$/) }),
      reply: methodJson,
      refuses: answering,
      handle: async (w, { who, params, body }) =>
        toMethodView(await answerChallenge(w, who.org, params.id, body.answer)),
    }),
    route({
      name: 'makeMyMethodDefault',
      does: 'POST /v1/me/methods/{id}/default',
      tag: 'vault',
      summary: { zh: '设为默认', en: 'Make it the one offered first' },
      may,
      params: one,
      reply: methodJson,
      refuses,
      handle: async (w, { who, params }) => toMethodView(await makeDefault(w, who.org, params.id)),
    }),
    route({
      name: 'removeMyMethod',
      does: 'POST /v1/me/methods/{id}/remove',
      tag: 'vault',
      summary: { zh: '删除支付方式', en: 'Remove it' },
      may,
      params: one,
      reply: methodJson,
      refuses,
      handle: async (w, { who, params }) => toMethodView(await removeMethod(w, who.org, params.id)),
    }),
  ]
}

// Consumers are the institution's own; the organisation of a consumer is the consumer.
const holderOf = ({ org }: Who): { tenant: string; holder: string } => ({ tenant: 'institution', holder: org })
