import { countingFaults } from '../world/counters.ts'
import { bothTexts, lineJson } from '../world/money-json.ts'
import { type Route, route, z } from '../world/route.ts'
import { confirmedBy } from './confirmAdmin.ts'
import { identityFaults } from './errors.ts'
import { cookieName, cookieOptions } from './session.ts'
import { beginSignOn, finishSignOn, tryProvider } from './singleSignOn.ts'
import { changeSignOn } from './singleSignOnSettings.ts'
import { signOnProvider } from './storeSignOn.ts'

const signOnCookie = 'covenant_sign_on'
// The console's own page takes the provider's answer and hands it over, so no cookie of ours has to survive a foreign redirect.
const backPath = '/sign-in/back'

const settingsJson = z
  .strictObject({
    issuer: z.string(),
    clientId: z.string(),
    hasSecret: z.boolean(),
    button: bothTexts,
    groupsClaim: z.string(),
    groupRoles: z.array(z.strictObject({ group: z.string(), role: z.string() })),
    enabled: z.boolean(),
    version: z.int(),
    redirectPath: z.string().meta({ description: 'To be registered at the provider, behind this console’s origin' }),
  })
  .meta({ id: 'SignOnSettings' })

const settingsBody = z.strictObject({
  issuer: z.url({ protocol: /^https?$/ }).max(300),
  client_id: lineJson(200),
  client_secret: z.string().max(500).optional().meta({ description: 'Absent: as it was; empty: none' }),
  button: z.strictObject({ zh: lineJson(40), en: lineJson(40) }),
  groups_claim: z.string().regex(/^[\w.:/-]{1,100}$/),
  group_roles: z
    .array(z.strictObject({ group: lineJson(200), role: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/) }))
    .max(50),
  enabled: z.boolean(),
  version: z.int().min(0),
})

/** The doors of single sign-on: settings for administrators, and the way in for everybody else. */
export const singleSignOnRoutes: Route[] = [
  route({
    name: 'getSignOn',
    does: 'GET /v1/sign-on',
    tag: 'identity',
    summary: { zh: '是否可单点登录', en: 'Whether single sign-on is there' },
    may: 'public',
    reply: z.strictObject({ enabled: z.boolean(), button: bothTexts.nullable() }),
    refuses: [],
    handle: async (w) => {
      const kept = await signOnProvider(w)
      return kept?.enabled ? { enabled: true, button: kept.button } : { enabled: false, button: null }
    },
  }),
  route({
    name: 'beginSignOn',
    does: 'POST /v1/sign-on/attempts',
    tag: 'identity',
    summary: { zh: '开始单点登录', en: 'Begin single sign-on' },
    may: 'public',
    body: z.strictObject({}),
    reply: z.strictObject({ url: z.string().meta({ description: 'Where the browser goes next' }) }),
    status: 201,
    refuses: [identityFaults.signOnOff, identityFaults.signOnUnreachable],
    handle: async (w, { headers, answer }) => {
      // The door let this Origin in as our own; a caller without one is no browser and gets nowhere with the answer.
      const origin = headers['origin'] ?? `https://${headers['host'] ?? 'localhost'}`
      const { url, state } = await beginSignOn(w, `${origin}${backPath}`)
      answer.cookie(signOnCookie, state, { seconds: 600, sameSite: 'Strict', path: '/v1/sign-on' })
      return { url }
    },
  }),
  route({
    name: 'finishSignOn',
    does: 'POST /v1/sign-on/answers',
    tag: 'identity',
    summary: { zh: '完成单点登录', en: 'Finish single sign-on' },
    may: 'public',
    body: z.strictObject({
      parameters: z
        .record(z.string().regex(/^\w{1,40}$/), z.string().max(4_000))
        .meta({ description: 'The query the provider sent the browser back with' }),
    }),
    reply: z.strictObject({ user: z.string() }),
    status: 201,
    refuses: [
      identityFaults.signOnOff,
      identityFaults.signOnUnreachable,
      identityFaults.signOnRefused,
      identityFaults.signOnStranger,
      identityFaults.signOnNoRole,
      identityFaults.lastAdministrator,
    ],
    handle: async (w, { body: { parameters }, cookies, answer, ip, headers }) => {
      answer.cookie(signOnCookie, '', { seconds: 0, sameSite: 'Strict', path: '/v1/sign-on' })
      const given = { parameters, state: parameters['state'] ?? '', keptState: cookies[signOnCookie] ?? '' }
      const from = { address: ip, userAgent: headers['user-agent'] ?? '' }
      const { person, token } = await countingFaults(w, 'signInRefused', finishSignOn(w, given, from))
      answer.cookie(cookieName(w, 'person'), token, cookieOptions(w, token))
      return { user: person.id }
    },
  }),
  route({
    name: 'getSignOnSettings',
    does: 'GET /v1/sign-on/settings',
    tag: 'administration',
    summary: { zh: '单点登录设置', en: 'Settings of single sign-on' },
    may: 'roles.manage',
    reply: z.strictObject({ settings: settingsJson.nullable(), redirectPath: z.string() }),
    refuses: [],
    handle: async (w) => {
      const kept = await signOnProvider(w)
      if (!kept) return { settings: null, redirectPath: backPath }
      const { clientSecret, ...same } = kept
      const settings = { ...same, hasSecret: clientSecret !== null, redirectPath: backPath }
      return { settings, redirectPath: backPath }
    },
  }),
  route({
    name: 'changeSignOnSettings',
    does: 'POST /v1/sign-on/settings',
    tag: 'administration',
    summary: { zh: '修改单点登录设置', en: 'Change the settings of single sign-on' },
    may: 'roles.manage',
    body: settingsBody,
    reply: z.undefined(),
    status: 204,
    refuses: [
      identityFaults.noSuchRole,
      identityFaults.roleOfOtherKind,
      identityFaults.grantsMore,
      identityFaults.settingsChanged,
      identityFaults.stepUpNeeded,
    ],
    handle: async (w, ask) => {
      const { who, body } = ask
      const { client_id: clientId, client_secret: newSecret = null, groups_claim: groupsClaim } = body
      const { issuer, button, enabled, version, group_roles: groupRoles } = body
      const settings = { issuer, clientId, button, groupsClaim, groupRoles, enabled, version }
      // The secret itself stays out of the digest, which is kept: a short one could be guessed from it.
      const confirm = confirmedBy(ask, 'roles.change', { ...settings, secretChanged: newSecret !== null })
      await changeSignOn(w, who, { ...settings, newSecret }, confirm)
      return undefined
    },
  }),
  route({
    name: 'checkSignOn',
    does: 'POST /v1/sign-on/check',
    tag: 'administration',
    summary: { zh: '测试登录服务是否可用', en: 'Ask the provider whether the settings are good' },
    may: 'roles.manage',
    body: z.strictObject({}),
    reply: z.strictObject({ authorization: z.string(), token: z.string() }),
    refuses: [identityFaults.signOnOff, identityFaults.signOnUnreachable, identityFaults.signOnRefused],
    handle: async (w) => {
      const kept = await signOnProvider(w)
      if (!kept) throw identityFaults.signOnOff()
      return await tryProvider(w, kept)
    },
  }),
]
