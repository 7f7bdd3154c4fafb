import { bothTexts, lineJson, timeJson } from '../world/money-json.ts'
import { type Ask, type Route, route, type Who, z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { identityFaults } from './errors.ts'
import {
  addOwnPasskey,
  beginOwnApp,
  beginOwnPasskey,
  beginOwnPhone,
  confirmOwnApp,
  confirmOwnPhone,
  makeOwnRecoveryCodes,
  nameOwnPasskey,
  removeFactor,
  setOwnPassword,
} from './factorChange.ts'
import { factorsSeen, keptBecause } from './factors.ts'
import { attestationJson } from './passkeyJson.ts'
import {
  assuranceJson,
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
import { stepUpIn } from './stepUp.ts'
import { personOf } from './store.ts'
import { whoOfSession } from './whoIs.ts'

const keptJson = bothTexts.nullable().meta({ description: 'Why it cannot be removed; null when it can' })
const factorsJson = z
  .strictObject({
    login: z.string().nullable(),
    password: z.strictObject({ setAt: timeJson }).nullable(),
    passkeys: z.array(passkeyRowJson).max(20),
    totp: z.strictObject({ confirmedAt: timeJson, kept: keptJson }).nullable(),
    phone: z.strictObject({ masked: z.string(), confirmedAt: timeJson, kept: keptJson }).nullable(),
    recovery: z.strictObject({ left: z.int(), madeAt: timeJson }).nullable(),
    assurance: assuranceJson,
  })
  .meta({ id: 'Factors' })

const onePasskey = z.strictObject({ id: z.string().regex(/^pky_[0-9a-hjkmnp-tv-z]{26}$/) })
const nothing = z.strictObject({})
const common = { tag: 'identity', may: 'signed-in' } as const
const stepped = [identityFaults.stepUpNeeded, identityFaults.notSignedIn]

export const factorRoutes: Route[] = [
  route({
    ...common,
    name: 'getFactors',
    does: 'GET /v1/me/factors',
    summary: { zh: '我的登录方式', en: 'My ways to sign in' },
    reply: factorsJson,
    refuses: [identityFaults.notSignedIn],
    handle: (w, { who }) => toJson(w, own(who)),
  }),
  route({
    ...common,
    name: 'beginPasskey',
    does: 'POST /v1/me/passkeys/options',
    summary: { zh: '开始添加通行密钥', en: 'Begin to add a passkey' },
    body: nothing,
    reply: passkeyQuestionJson,
    refuses: stepped,
    handle: (w, { who, headers }) => beginOwnPasskey(w, own(who), stepUpIn(headers)),
  }),
  route({
    ...common,
    name: 'addPasskey',
    does: 'POST /v1/me/passkeys',
    summary: { zh: '添加通行密钥', en: 'Add a passkey' },
    body: z.strictObject({ challenge: challengeJson, response: attestationJson, name: lineJson(60) }),
    reply: factorsJson,
    status: 201,
    refuses: [...passkeyRefuses, identityFaults.passkeyTwice],
    handle: async (w, ask) => {
      const { challenge, response, name } = ask.body
      const given = { challenge, response, name, origin: ask.headers['origin'] }
      return await raisedJson(
        w,
        ask,
        await addOwnPasskey(w, own(ask.who), given as Parameters<typeof addOwnPasskey>[2]),
      )
    },
  }),
  route({
    ...common,
    name: 'namePasskey',
    does: 'POST /v1/me/passkeys/{id}/name',
    summary: { zh: '给通行密钥改名', en: 'Name a passkey' },
    params: onePasskey,
    body: z.strictObject({ name: lineJson(60) }),
    reply: factorsJson,
    refuses: [identityFaults.noSuchPasskey],
    handle: async (w, { who, params, body }) => {
      await nameOwnPasskey(w, own(who), params.id, body.name)
      return await toJson(w, who)
    },
  }),
  route({
    ...common,
    name: 'removePasskey',
    does: 'POST /v1/me/passkeys/{id}/remove',
    summary: { zh: '移除通行密钥', en: 'Remove a passkey' },
    params: onePasskey,
    body: nothing,
    reply: factorsJson,
    refuses: [...stepped, identityFaults.noSuchPasskey, identityFaults.lastFactor],
    handle: async (w, { who, params, headers }) => {
      await removeFactor(w, own(who), 'passkey', stepUpIn(headers), params.id)
      return await toJson(w, who)
    },
  }),
  route({
    ...common,
    name: 'beginTotp',
    does: 'POST /v1/me/totp',
    summary: { zh: '开始登记动态口令', en: 'Begin to enrol an authenticator app' },
    body: nothing,
    reply: z.strictObject({ secret: z.string(), uri: z.string() }).meta({ id: 'TotpSecret' }),
    refuses: [...stepped, identityFaults.totpTwice],
    handle: (w, { who, headers }) => beginOwnApp(w, own(who), stepUpIn(headers)),
  }),
  route({
    ...common,
    name: 'confirmTotp',
    does: 'POST /v1/me/totp/confirm',
    summary: { zh: '用首个口令确认', en: 'Confirm the app by its first code' },
    body: z.strictObject({ code: codeJson }),
    reply: factorsJson,
    refuses: [identityFaults.codeWrong, identityFaults.codeReplayed, identityFaults.factorOff],
    handle: async (w, ask) => await raisedJson(w, ask, await confirmOwnApp(w, own(ask.who), ask.body.code)),
  }),
  route({
    ...common,
    name: 'removeTotp',
    does: 'POST /v1/me/totp/remove',
    summary: { zh: '移除动态口令', en: 'Remove the authenticator app' },
    body: nothing,
    reply: factorsJson,
    refuses: [...stepped, identityFaults.factorOff, identityFaults.lastFactor],
    handle: async (w, { who, headers }) => {
      await removeFactor(w, own(who), 'totp', stepUpIn(headers))
      return await toJson(w, who)
    },
  }),
  route({
    ...common,
    name: 'beginPhone',
    does: 'POST /v1/me/phone',
    summary: { zh: '登记手机号：发送验证码', en: 'Begin to enrol a phone' },
    body: z.strictObject({ phone: phoneJson }),
    reply: codeSentJson,
    refuses: [...stepped, ...sendRefuses],
    handle: (w, { who, body, headers }) => beginOwnPhone(w, own(who), body.phone, stepUpIn(headers)),
  }),
  route({
    ...common,
    name: 'confirmPhone',
    does: 'POST /v1/me/phone/confirm',
    summary: { zh: '用验证码确认手机号', en: 'Confirm the phone by its code' },
    body: z.strictObject({ phone: phoneJson, challenge: challengeJson, code: codeJson }),
    reply: factorsJson,
    refuses: codeRefuses,
    handle: async (w, ask) => await raisedJson(w, ask, await confirmOwnPhone(w, own(ask.who), ask.body)),
  }),
  route({
    ...common,
    name: 'removePhone',
    does: 'POST /v1/me/phone/remove',
    summary: { zh: '移除手机号', en: 'Remove the phone' },
    body: nothing,
    reply: factorsJson,
    refuses: [...stepped, identityFaults.factorOff, identityFaults.lastFactor],
    handle: async (w, { who, headers }) => {
      await removeFactor(w, own(who), 'phone', stepUpIn(headers))
      return await toJson(w, who)
    },
  }),
  route({
    ...common,
    name: 'setPassword',
    does: 'POST /v1/me/password',
    summary: { zh: '设置密码；其他会话随之结束', en: 'Set the password; other sessions end' },
    body: z.strictObject({
      login: z
        .string()
        .regex(/^[a-z][a-z0-9._-]{1,63}$/)
        .optional()
        .meta({ description: 'The user name, with the first password; it stays' }),
      current: z.string().min(1).max(200).optional(),
      password: z.string().min(1).max(200),
    }),
    reply: factorsJson,
    refuses: [
      ...stepped,
      identityFaults.passwordShort,
      identityFaults.passwordKnown,
      identityFaults.passwordObvious,
      identityFaults.passwordMissing,
      identityFaults.signInRefused,
      identityFaults.lockedOut,
      identityFaults.loginMissing,
      identityFaults.loginTaken,
    ],
    handle: async (w, ask) => {
      const { login, current, password } = ask.body
      return await raisedJson(
        w,
        ask,
        await setOwnPassword(w, own(ask.who), { login, current, password }, stepUpIn(ask.headers)),
      )
    },
  }),
  route({
    ...common,
    name: 'makeRecoveryCodes',
    does: 'POST /v1/me/recovery-codes',
    summary: { zh: '生成十个恢复码，仅显示这一次', en: 'Make ten recovery codes, shown this once' },
    body: nothing,
    reply: z.strictObject({ codes: z.array(z.string()).length(10) }).meta({ id: 'RecoveryCodes' }),
    refuses: stepped,
    handle: async (w, { who, headers }) => ({ codes: await makeOwnRecoveryCodes(w, own(who), stepUpIn(headers)) }),
  }),
]

/** Only people with a session have ways to sign in; keys of machines have none. */
function own(who: Who): Who {
  if (who.session === null) throw identityFaults.notSignedIn()
  return who
}

async function raisedJson(w: World, { who, answer }: Pick<Ask, 'who' | 'answer'>, token: string | null) {
  if (token === null) return await toJson(w, who)
  answer.cookie(cookieName(w, 'person'), token, cookieOptions(w, token))
  const person = await personOf(w, who.id)
  return await toJson(w, person ? await whoOfSession(w, person, token) : who)
}

async function toJson(w: World, who: Who): Promise<z.output<typeof factorsJson>> {
  const { kept, passkeys } = await factorsSeen(w, who)
  const { methods, factors, at } = who.assurance
  return {
    login: kept.login,
    password: kept.passwordAt === null ? null : { setAt: kept.passwordAt },
    passkeys: passkeys.map(({ id, name, createdAt, usedAt, backedUp }) => ({
      id,
      name,
      createdAt,
      usedAt,
      backedUp,
      kept: keptBecause(kept, 'passkey'),
    })),
    totp: kept.totpAt === null ? null : { confirmedAt: kept.totpAt, kept: keptBecause(kept, 'totp') },
    phone: kept.phone && {
      masked: kept.phone.masked,
      confirmedAt: kept.phone.confirmedAt,
      kept: keptBecause(kept, 'phone'),
    },
    recovery: kept.recoveryAt === null ? null : { left: kept.recoveryLeft, madeAt: kept.recoveryAt },
    assurance: { methods: [...methods], factors, at },
  }
}
