import { countingFaults } from '../world/counters.ts'
import { lineJson, timeJson } from '../world/money-json.ts'
import { type Ask, type Route, route, type Who, z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import {
  addConsumerPasskey,
  beginConsumerPasskey,
  beginConsumerPasskeySignIn,
  type ConsumerSignedIn,
  removeConsumerPasskey,
  sendConsumerCode,
  signInConsumer,
  signInConsumerByPasskey,
} from './consumerSignIn.ts'
import { identityFaults } from './errors.ts'
import { attestationJson } from './passkeyJson.ts'
import {
  assuranceJson,
  byPasskey,
  challengeJson,
  codeJson,
  codeRefuses,
  codeSentJson,
  passkeyQuestionJson,
  passkeyRefuses,
  passkeyRowJson,
  phoneJson,
  sendRefuses,
} from './proofJson.ts'
import { cookieName, cookieOptions } from './session.ts'
import { signOut } from './signIn.ts'
import { fromOf } from './signInRoutes.ts'
import { passkeysOf } from './storePasskeys.ts'
import { consumerOf } from './whoIs.ts'

const consumerJson = z
  .strictObject({
    consumer: z.string(),
    phone: z.string().meta({ description: 'Masked; the number itself is in the vault' }),
    passkeys: z.array(passkeyRowJson).max(20),
    assurance: assuranceJson,
    now: timeJson,
  })
  .meta({ id: 'ConsumerMe' })

const byCode = z.strictObject({ by: z.literal('code'), phone: phoneJson, challenge: challengeJson, code: codeJson })
const nothing = z.strictObject({})
const open = { tag: 'consumers', may: 'public' } as const
const own = { tag: 'consumers', may: 'own.authenticate' } as const

export const consumerRoutes: Route[] = [
  route({
    ...open,
    name: 'sendConsumerCode',
    does: 'POST /v1/consumers/codes',
    summary: { zh: '消费者登录：发送短信验证码', en: 'Send a consumer the code to sign in or up' },
    body: z.strictObject({ phone: phoneJson }),
    reply: codeSentJson,
    refuses: [...sendRefuses, identityFaults.lockedOut],
    handle: (w, { body, ip }) => sendConsumerCode(w, body.phone, ip),
  }),
  route({
    ...open,
    name: 'beginConsumerSignIn',
    does: 'POST /v1/consumers/passkey-options',
    summary: { zh: '消费者用通行密钥登录', en: 'Begin to sign a consumer in with a passkey' },
    body: nothing,
    reply: passkeyQuestionJson,
    refuses: [],
    handle: (w) => beginConsumerPasskeySignIn(w),
  }),
  route({
    ...open,
    name: 'signInConsumer',
    does: 'POST /v1/consumers/sessions',
    summary: { zh: '消费者登录；首次即注册', en: 'Sign a consumer in; the first time signs up' },
    body: z.discriminatedUnion('by', [byCode, byPasskey]),
    reply: consumerJson,
    status: 201,
    refuses: [...codeRefuses, ...passkeyRefuses],
    handle: async (w, ask) => {
      const { body } = ask
      const from = fromOf(ask)
      const came = body.by === 'code' ? signInConsumer(w, body, from) : signInConsumerByPasskey(w, body, from)
      return await signedIn(w, ask, await countingFaults(w, 'signInRefused', came))
    },
  }),
  route({
    ...own,
    name: 'signOutConsumer',
    does: 'DELETE /v1/consumers/sessions/current',
    summary: { zh: '消费者退出登录', en: 'Sign a consumer out' },
    reply: z.undefined(),
    status: 204,
    refuses: [],
    handle: async (w, { cookies, answer }) => {
      const name = cookieName(w, 'consumer')
      await signOut(w, cookies[name] ?? '')
      answer.cookie(name, '', cookieOptions(w, ''))
      return undefined
    },
  }),
  route({
    ...own,
    name: 'getConsumer',
    does: 'GET /v1/me/consumer',
    summary: { zh: '当前消费者', en: 'The consumer I am' },
    reply: consumerJson,
    refuses: [],
    handle: (w, { who }) => toJson(w, who),
  }),
  route({
    ...own,
    name: 'beginConsumerPasskey',
    does: 'POST /v1/me/consumer/passkeys/options',
    summary: { zh: '消费者开始添加通行密钥', en: 'Begin to add a consumer’s passkey' },
    body: nothing,
    reply: passkeyQuestionJson,
    refuses: [],
    handle: (w, { who }) => beginConsumerPasskey(w, who),
  }),
  route({
    ...own,
    name: 'addConsumerPasskey',
    does: 'POST /v1/me/consumer/passkeys',
    summary: { zh: '消费者添加通行密钥', en: 'Add a consumer’s passkey' },
    body: z.strictObject({ challenge: challengeJson, response: attestationJson, name: lineJson(60) }),
    reply: consumerJson,
    status: 201,
    refuses: [...passkeyRefuses, identityFaults.passkeyTwice],
    handle: async (w, { who, body, headers }) => {
      const given = { ...body, origin: headers['origin'] } as Parameters<typeof addConsumerPasskey>[2]
      await addConsumerPasskey(w, who, given)
      return await toJson(w, who)
    },
  }),
  route({
    ...own,
    name: 'removeConsumerPasskey',
    does: 'POST /v1/me/consumer/passkeys/{id}/remove',
    summary: { zh: '消费者移除通行密钥', en: 'Remove a consumer’s passkey' },
    params: z.strictObject({ id: z.string().regex(/^pky_[0-9a-hjkmnp-tv-z]{26}$/) }),
    body: nothing,
    reply: consumerJson,
    refuses: [identityFaults.noSuchPasskey],
    handle: async (w, { who, params }) => {
      await removeConsumerPasskey(w, who, params.id)
      return await toJson(w, who)
    },
  }),
]

async function signedIn(w: World, { answer }: Pick<Ask, 'answer'>, { token }: ConsumerSignedIn) {
  const name = cookieName(w, 'consumer')
  answer.cookie(name, token, cookieOptions(w, token))
  const who = await consumerOf(w, { [name]: token })
  if (!who) throw identityFaults.noSuchConsumer()
  return await toJson(w, who)
}

async function toJson(w: World, who: Who): Promise<z.output<typeof consumerJson>> {
  const passkeys = await passkeysOf(w, who.id)
  const { methods, factors, at } = who.assurance
  return {
    consumer: who.id,
    phone: who.name,
    passkeys: passkeys.map(({ id, name, createdAt, usedAt, backedUp }) => ({
      id,
      name,
      createdAt,
      usedAt,
      backedUp,
      kept: null, // the phone always stays as a way to sign in
    })),
    assurance: { methods: [...methods], factors, at },
    now: w.now(),
  }
}
