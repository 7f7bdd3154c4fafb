import { countingFaults } from '../world/counters.ts'
import { bothTexts, page, timeJson } from '../world/money-json.ts'
import { type Ask, type Route, route, z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { identityFaults } from './errors.ts'
import { readInbox } from './inbox.ts'
import { meJson, meOf } from './meJson.ts'
import {
  byPasskey,
  byRecovery,
  bySms,
  byTotp,
  codeSentJson,
  factorRefuses,
  passkeyQuestionJson,
  passkeyRefuses,
  sendRefuses,
  wayJson,
} from './proofJson.ts'
import { cookieName, cookieOptions } from './session.ts'
import {
  beginPasskeySignIn,
  type From,
  finishSignIn,
  passkeyForSignIn,
  type SignInStep,
  sendSignInCode,
  signInByPasskey,
  signInByPassword,
} from './signInSteps.ts'
import { whoOfSession } from './whoIs.ts'

const byPassword = z.strictObject({
  by: z.literal('password'),
  login: z.string().min(1).max(64),
  password: z.string().min(1).max(200),
})

const signInJson = z
  .discriminatedUnion('state', [
    z.strictObject({
      state: z.literal('signed-in'),
      me: meJson,
      mustEnrol: z
        .boolean()
        .meta({ description: 'A second factor is missing: until it is enrolled nothing is allowed' }),
    }),
    z.strictObject({
      state: z.literal('second-factor'),
      id: z.string(),
      ways: z.array(wayJson).max(4),
      phone: z.string().nullable(),
      expiresAt: timeJson,
    }),
  ])
  .meta({ id: 'SignIn' })

const one = z.strictObject({ id: z.string().regex(/^sgn_[0-9a-hjkmnp-tv-z]{26}$/) })

/** Where a request comes from, as a session remembers it. */
export const fromOf = ({ ip, headers }: Pick<Ask, 'ip' | 'headers'>): From => ({
  address: ip,
  userAgent: headers['user-agent'] ?? '',
  origin: headers['origin'],
})

export const signInRoutes: Route[] = [
  route({
    name: 'beginPasskeySignIn',
    does: 'POST /v1/sign-ins/passkey-options',
    tag: 'identity',
    summary: { zh: '开始用通行密钥登录', en: 'Begin to sign in with a passkey' },
    may: 'public',
    body: z.strictObject({}),
    reply: passkeyQuestionJson,
    refuses: [],
    handle: (w) => beginPasskeySignIn(w),
  }),
  route({
    name: 'beginSignIn',
    does: 'POST /v1/sign-ins',
    tag: 'identity',
    summary: { zh: '登录：密码或通行密钥', en: 'Sign in by password or passkey' },
    may: 'public',
    body: z.discriminatedUnion('by', [byPassword, byPasskey]),
    reply: signInJson,
    status: 201,
    refuses: [...passkeyRefuses, identityFaults.signInRefused, identityFaults.lockedOut, identityFaults.noSuchPerson],
    handle: async (w, ask) => {
      const { body } = ask
      const step =
        body.by === 'passkey'
          ? signInByPasskey(w, body, fromOf(ask))
          : signInByPassword(w, body.login, body.password, fromOf(ask))
      return await told(w, ask, await countingFaults(w, 'signInRefused', step))
    },
  }),
  route({
    name: 'sendSignInCode',
    does: 'POST /v1/sign-ins/{id}/sms',
    tag: 'identity',
    summary: { zh: '发送登录短信验证码', en: 'Send the code for a sign-in' },
    may: 'public',
    params: one,
    body: z.strictObject({}),
    reply: codeSentJson,
    refuses: [identityFaults.noSuchSignIn, identityFaults.factorOff, ...sendRefuses],
    handle: (w, { params }) => sendSignInCode(w, params.id),
  }),
  route({
    name: 'beginPasskeySecond',
    does: 'POST /v1/sign-ins/{id}/passkey-options',
    tag: 'identity',
    summary: { zh: '用通行密钥作为第二因素', en: 'Begin to give a passkey as second factor' },
    may: 'public',
    params: one,
    body: z.strictObject({}),
    reply: passkeyQuestionJson,
    refuses: [identityFaults.noSuchSignIn],
    handle: (w, { params }) => passkeyForSignIn(w, params.id),
  }),
  route({
    name: 'finishSignIn',
    does: 'POST /v1/sign-ins/{id}/finish',
    tag: 'identity',
    summary: { zh: '用第二因素完成登录', en: 'Finish a sign-in with the second factor' },
    may: 'public',
    params: one,
    body: z.discriminatedUnion('by', [byTotp, bySms, byRecovery, byPasskey]),
    reply: signInJson,
    status: 201,
    refuses: [identityFaults.noSuchSignIn, ...factorRefuses],
    handle: async (w, ask) => {
      const step = finishSignIn(w, ask.params.id, ask.body, fromOf(ask))
      return await told(w, ask, await countingFaults(w, 'signInRefused', step))
    },
  }),
  route({
    name: 'readInbox',
    does: 'GET /v1/sandbox/inbox',
    tag: 'sandbox',
    summary: { zh: '沙箱的短信收件箱', en: 'Text messages of the sandbox' },
    may: 'public',
    reply: page(
      z.strictObject({ id: z.string(), to: z.string(), text: bothTexts, at: timeJson }).meta({ id: 'InboxMessage' }),
    ),
    refuses: [identityFaults.sandboxOnly],
    handle: async (w) => ({ items: await readInbox(w), next: null }),
  }),
]

async function told(w: World, { answer }: Pick<Ask, 'answer'>, step: SignInStep): Promise<z.output<typeof signInJson>> {
  if (step.state === 'second-factor') return step
  const { person, token } = step.signedIn
  answer.cookie(cookieName(w, 'person'), token, cookieOptions(w, token))
  return {
    state: 'signed-in',
    me: await meOf(w, person, await whoOfSession(w, person, token)),
    mustEnrol: step.mustEnrol,
  }
}
