import { bothTexts, idJson, timeJson } from '../world/money-json.ts'
import { type Route, route, z } from '../world/route.ts'
import { shownJson } from './apiKeyRoutes.ts'
import { confirmedBy } from './confirmAdmin.ts'
import { identityFaults } from './errors.ts'
import { collectKey } from './keyIssue.ts'
import { type Organisations, organisationFor } from './organisation.ts'
import { kindJson } from './rolesRoutes.ts'
import { keyIssuesWaiting } from './storeKeyIssues.ts'
import { userOf } from './storeUsers.ts'

const issueJson = z
  .strictObject({
    approval: z.string(),
    name: bothTexts,
    org: z.strictObject({ id: z.string(), kind: kindJson, name: bothTexts }),
    permissions: z.array(z.string()),
    maker: z.strictObject({ id: z.string(), name: bothTexts }),
    grantedAt: timeJson,
    expiresAt: timeJson.meta({ description: 'Until when its maker may collect it' }),
    may: z.array(z.enum(['collect'])),
  })
  .meta({ id: 'ApiKeyIssue' })

/** The doors to keys that others approved. Not idempotent: a replay would have to keep what is shown only once. */
export const keyIssueRoutes = (organisations: Organisations): Route[] => [
  route({
    name: 'listApiKeyIssues',
    does: 'GET /v1/api-key-issues',
    tag: 'administration',
    summary: { zh: '已复核、等待申请人领取的密钥', en: 'Keys that were approved and wait for who asked for them' },
    may: 'keys.read',
    reply: z.strictObject({ items: z.array(issueJson).max(100), next: z.null() }),
    refuses: [],
    handle: async (w, { who }) => {
      const items = (await keyIssuesWaiting(w, who.org)).map(
        async ({ approval, maker, wanted, grantedAt, expiresAt }) => ({
          approval,
          name: wanted.name,
          org: await organisationFor(w, organisations, wanted.org, wanted.orgKind),
          permissions: wanted.permissions,
          maker: { id: maker, name: (await userOf(w, maker))?.name ?? { zh: maker, en: maker } },
          grantedAt,
          expiresAt,
          may: maker === who.id && who.permissions.has('keys.manage') ? (['collect'] as 'collect'[]) : [],
        }),
      )
      return { items: await Promise.all(items), next: null }
    },
  }),
  route({
    name: 'collectApiKey',
    does: 'POST /v1/api-key-issues/{approval}/collect',
    tag: 'administration',
    summary: {
      zh: '领取已复核的密钥：此时才生成，只显示一次，只给申请人',
      en: 'Collect an approved key: made at this moment, shown once, to whoever asked for it',
    },
    may: 'keys.manage',
    params: z.strictObject({ approval: idJson('apr') }),
    body: z.strictObject({}),
    reply: shownJson,
    status: 201,
    refuses: [
      identityFaults.noSuchKeyIssue,
      identityFaults.keyIssueOver,
      identityFaults.expiryPast,
      identityFaults.grantsMore,
      identityFaults.beyondKind,
      identityFaults.stepUpNeeded,
    ],
    handle: async (w, ask) => {
      const { who, params, answer } = ask
      answer.header('cache-control', 'no-store')
      return await collectKey(w, who, params.approval, confirmedBy(ask, 'keys.issue', { collect: params.approval }))
    },
  }),
]
