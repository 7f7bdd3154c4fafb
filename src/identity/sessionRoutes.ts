import { page, timeJson } from '../world/money-json.ts'
import { type Route, route, z } from '../world/route.ts'
import { identityFaults } from './errors.ts'
import { endOthers, endOwnSession, ownSessions } from './sessionsOwn.ts'

const sessionJson = z
  .strictObject({
    id: z.string(),
    current: z.boolean(),
    methods: z.array(z.string()).max(10),
    factors: z.int(),
    address: z.string(),
    userAgent: z.string(),
    createdAt: timeJson,
    usedAt: timeJson,
  })
  .meta({ id: 'Session' })
const endedJson = z.strictObject({ ended: z.int() }).meta({ id: 'SessionsEnded' })

export const sessionRoutes: Route[] = [
  route({
    name: 'listSessions',
    does: 'GET /v1/me/sessions',
    tag: 'identity',
    summary: { zh: '我的会话', en: 'My sessions' },
    may: 'signed-in',
    reply: page(sessionJson),
    refuses: [identityFaults.notSignedIn],
    handle: async (w, { who }) => ({ items: await ownSessions(w, who), next: null }),
  }),
  route({
    name: 'endSession',
    does: 'POST /v1/me/sessions/{id}/end',
    tag: 'identity',
    summary: { zh: '结束一个会话', en: 'End one session' },
    may: 'signed-in',
    params: z.strictObject({ id: z.string().regex(/^ses_[0-9a-hjkmnp-tv-z]{26}$/) }),
    body: z.strictObject({}),
    reply: endedJson,
    refuses: [identityFaults.noSuchSession],
    handle: async (w, { who, params }) => ({ ended: await endOwnSession(w, who, params.id) }),
  }),
  route({
    name: 'endOtherSessions',
    does: 'POST /v1/me/sessions/end-others',
    tag: 'identity',
    summary: { zh: '结束其他所有会话', en: 'End all my other sessions' },
    may: 'signed-in',
    body: z.strictObject({}),
    reply: endedJson,
    refuses: [identityFaults.notSignedIn],
    handle: async (w, { who }) => ({ ended: await endOthers(w, who) }),
  }),
]
