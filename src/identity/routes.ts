import { bothTexts, idJson, page } from '../world/money-json.ts'
import { type Route, route, z } from '../world/route.ts'
import { consumerRoutes } from './consumerRoutes.ts'
import { identityFaults } from './errors.ts'
import { factorRoutes } from './factorRoutes.ts'
import { meJson, meOf } from './meJson.ts'
import { titleOfRole } from './rolesKnown.ts'
import { cookieName, cookieOptions } from './session.ts'
import { sessionRoutes } from './sessionRoutes.ts'
import { signInDemo, signOut } from './signIn.ts'
import { signInRoutes } from './signInRoutes.ts'
import { stepUpRoutes } from './stepUpRoutes.ts'
import { peopleAll, personOf } from './store.ts'
import { whoOfPerson } from './whoIs.ts'

const demoUser = z
  .strictObject({ user: z.string(), name: bothTexts, role: z.string(), title: bothTexts })
  .meta({ id: 'DemoUser' })

export const identityRoutes: Route[] = [
  route({
    name: 'listDemoUsers',
    does: 'GET /v1/demo-users',
    tag: 'identity',
    summary: { zh: '沙箱的演示用户', en: 'Demo users of the sandbox' },
    may: 'public',
    reply: page(demoUser),
    refuses: [identityFaults.sandboxOnly],
    handle: async (w) => {
      if (w.mode !== 'sandbox') throw identityFaults.sandboxOnly()
      const people = (await peopleAll(w)).filter(({ orgKind }) => orgKind !== 'merchant' && orgKind !== 'partner')
      return {
        items: await Promise.all(
          people.map(async ({ id, name, role }) => ({ user: id, name, role, title: await titleOfRole(w, role) })),
        ),
        next: null,
      }
    },
  }),
  route({
    name: 'signIn',
    does: 'POST /v1/sessions',
    tag: 'identity',
    summary: { zh: '以演示用户登录', en: 'Sign in as a demo user' },
    may: 'public',
    body: z.strictObject({ user: idJson('usr') }),
    reply: meJson,
    status: 201,
    refuses: [identityFaults.sandboxOnly, identityFaults.noSuchPerson],
    handle: async (w, { body, answer, ip, headers }) => {
      const { person, token } = await signInDemo(w, body.user, { address: ip, userAgent: headers['user-agent'] ?? '' })
      answer.cookie(cookieName(w, 'person'), token, cookieOptions(w, token))
      return await meOf(w, person, await whoOfPerson(w, person))
    },
  }),
  route({
    name: 'getMe',
    does: 'GET /v1/me',
    tag: 'identity',
    summary: { zh: '当前用户', en: 'Who I am' },
    may: 'signed-in',
    reply: meJson,
    refuses: [identityFaults.notSignedIn],
    handle: async (w, { who }) => {
      const person = await personOf(w, who.id)
      if (!person) throw identityFaults.notSignedIn()
      return await meOf(w, person, who)
    },
  }),
  route({
    name: 'signOut',
    does: 'DELETE /v1/sessions/current',
    tag: 'identity',
    summary: { zh: '退出登录', en: 'Sign out' },
    may: 'signed-in',
    reply: z.undefined(),
    status: 204,
    refuses: [],
    handle: async (w, { cookies, answer }) => {
      const name = cookieName(w, 'person')
      await signOut(w, cookies[name] ?? '')
      answer.cookie(name, '', cookieOptions(w, ''))
      return undefined
    },
  }),
  ...signInRoutes,
  ...stepUpRoutes,
  ...factorRoutes,
  ...sessionRoutes,
  ...consumerRoutes,
]
