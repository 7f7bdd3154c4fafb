import { bothTexts, idJson, lineJson, page, pageQuery, timeJson } from '../world/money-json.ts'
import { type Ask, type Route, route, z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { type ApiKey, keyState } from './apiKey.ts'
import { adoptKey, keyFor, revokeKey, rotateKey, setKeyAddresses } from './apiKeyMake.ts'
import { confirmedBy } from './confirmAdmin.ts'
import { identityFaults } from './errors.ts'
import { askKey } from './keyIssue.ts'
import { type Organisations, organisationFor } from './organisation.ts'
import { kindJson, permissionJson } from './rolesRoutes.ts'
import { apiKeysBefore } from './storeApiKeys.ts'
import { mayManage } from './usersChange.ts'

const keyJson = z
  .strictObject({
    id: z.string(),
    name: bothTexts,
    org: z.strictObject({ id: z.string(), kind: kindJson, name: bothTexts }),
    shown: z.string().meta({ description: 'How its text begins' }),
    permissions: z.array(z.string()),
    state: z.enum(['active', 'ending', 'expired', 'revoked']),
    createdAt: timeJson,
    createdBy: z.string(),
    keeper: z
      .strictObject({ id: z.string(), name: bothTexts, active: z.boolean() })
      .nullable()
      .meta({ description: 'Who answers for it: its maker, or who adopted it; null when no person of the house did' }),
    expiresAt: timeJson.nullable(),
    usedAt: timeJson.nullable().meta({ description: 'To five minutes' }),
    addresses: z.array(z.string()).meta({ description: 'Ranges it may be used from; none means everywhere' }),
    signing: z.enum(['none', 'hmac', 'ed25519']),
    rotatedFrom: z.string().nullable(),
    endedAt: timeJson.nullable(),
  })
  .meta({ id: 'ApiKey' })

export const shownJson = z
  .strictObject({
    id: z.string(),
    text: z.string().meta({ description: 'The key itself; shown this once' }),
    signingSecret: z.string().nullable().meta({ description: 'whsec_… for signing; shown this once' }),
  })
  .meta({ id: 'ApiKeyShown' })

const madeJson = z
  .strictObject({
    id: z.string().nullable().meta({ description: 'Null while the key waits for others: it does not exist yet' }),
    text: z.string().nullable().meta({ description: 'The key itself; shown this once' }),
    signingSecret: z.string().nullable().meta({ description: 'whsec_… for signing; shown this once' }),
    approval: z.string().nullable().meta({ description: 'What waits for others; null when the key is made' }),
  })
  .meta({ id: 'ApiKeyMade' })

const addressesJson = z
  .array(z.string().min(2).max(60))
  .max(50)
  .meta({ description: 'IP addresses or ranges', examples: [['203.0.113.0/24']] })
const oneKey = z.strictObject({ id: idJson('key') })
const makeBody = z.strictObject({
  name: z.strictObject({ zh: lineJson(40), en: lineJson(60) }),
  org: z
    .string()
    .regex(/^(institution|auditor|(par|mer)_[0-9a-hjkmnp-tv-z]{26})$/)
    .optional()
    .meta({ description: 'The caller’s own organisation when absent' }),
  permissions: z.array(permissionJson).min(1).max(100),
  addresses: addressesJson.optional(),
  expires_at: timeJson.optional(),
  signing: z.enum(['none', 'hmac', 'ed25519']).optional(),
  public_key: z
    .string()
    .regex(/^whpk_[A-Za-z0-9+/]{43}=$/)
    .optional()
    .meta({ description: 'The holder’s Ed25519 key, for signing by ed25519' }),
})

/** The doors of API keys. Not idempotent: a replay would have to keep what is shown only once. */
export const apiKeyRoutes = (organisations: Organisations): Route[] => [
  route({
    name: 'listApiKeys',
    does: 'GET /v1/api-keys',
    tag: 'administration',
    summary: { zh: 'API 密钥，最新在前', en: 'API keys, newest first' },
    may: 'keys.read',
    query: z.strictObject(pageQuery),
    reply: page(keyJson),
    refuses: [],
    handle: async (w, { who, query }) => {
      const limit = query.limit ?? 50
      const all = who.orgKind === 'institution' || who.orgKind === 'auditor'
      const found = await apiKeysBefore(w, all ? null : who.org, query.cursor ?? 'l', limit + 1)
      const items = await Promise.all(found.slice(0, limit).map((key) => toView(w, organisations, key)))
      return { items, next: found.length > limit ? (items.at(-1)?.id ?? null) : null }
    },
  }),
  route({
    name: 'getApiKey',
    does: 'GET /v1/api-keys/{id}',
    tag: 'administration',
    summary: { zh: '一个 API 密钥', en: 'One API key' },
    may: 'keys.read',
    params: oneKey,
    reply: keyJson,
    refuses: [identityFaults.noSuchKey],
    handle: async (w, { who, params }) => await toView(w, organisations, await keyFor(w, who, params.id)),
  }),
  route({
    name: 'makeApiKey',
    does: 'POST /v1/api-keys',
    tag: 'administration',
    summary: {
      zh: '新建 API 密钥，只显示一次；按复核规则，他人复核后由申请人领取（202，见 approval）',
      en: 'Make an API key, shown once; by the policy it is collected once others approved it (202, see `approval`)',
    },
    may: 'keys.manage',
    body: makeBody,
    reply: madeJson,
    status: 201,
    refuses: [
      identityFaults.noSuchOrganisation,
      identityFaults.grantsMore,
      identityFaults.beyondKind,
      identityFaults.addressRangeWrong,
      identityFaults.signingKeyWrong,
      identityFaults.expiryPast,
      identityFaults.stepUpNeeded,
    ],
    handle: async (w, ask) => await make(w, organisations, ask),
  }),
  ...changing,
]

const changing: Route[] = [
  route({
    name: 'rotateApiKey',
    does: 'POST /v1/api-keys/{id}/rotate',
    tag: 'administration',
    summary: { zh: '轮换密钥：旧密钥在重叠期内仍有效', en: 'Rotate a key; the old one lives on for the overlap' },
    may: 'keys.manage',
    params: oneKey,
    body: z.strictObject({ overlap_hours: z.int().min(0).max(168) }),
    reply: shownJson,
    status: 201,
    refuses: [
      identityFaults.noSuchKey,
      identityFaults.keyEnded,
      identityFaults.grantsMore,
      identityFaults.stepUpNeeded,
    ],
    handle: async (w, ask) => {
      const { who, params, body } = ask
      const confirm = confirmedBy(ask, 'keys.issue', { rotate: params.id, hours: body.overlap_hours })
      return await rotateKey(w, who, params.id, body.overlap_hours, confirm)
    },
  }),
  route({
    name: 'revokeApiKey',
    does: 'POST /v1/api-keys/{id}/revoke',
    tag: 'administration',
    summary: { zh: '立即吊销密钥', en: 'Revoke a key at once' },
    may: 'keys.manage',
    params: oneKey,
    body: z.strictObject({}),
    reply: z.undefined(),
    status: 204,
    refuses: [identityFaults.noSuchKey],
    handle: async (w, { who, params }) => {
      await revokeKey(w, who, params.id)
      return undefined
    },
  }),
  route({
    name: 'adoptApiKey',
    does: 'POST /v1/api-keys/{id}/adopt',
    tag: 'administration',
    summary: { zh: '接管密钥：从此由本人负责', en: 'Adopt a key: answer for it from now on' },
    may: 'keys.manage',
    params: oneKey,
    body: z.strictObject({}),
    reply: z.undefined(),
    status: 204,
    refuses: [identityFaults.noSuchKey, identityFaults.peopleDecide],
    handle: async (w, { who, params }) => {
      await adoptKey(w, who, params.id)
      return undefined
    },
  }),
  route({
    name: 'setApiKeyAddresses',
    does: 'POST /v1/api-keys/{id}/addresses',
    tag: 'administration',
    summary: { zh: '设置密钥的 IP 允许列表', en: 'Say from which addresses a key may be used' },
    may: 'keys.manage',
    params: oneKey,
    body: z.strictObject({ addresses: addressesJson }),
    reply: z.undefined(),
    status: 204,
    refuses: [identityFaults.noSuchKey, identityFaults.addressRangeWrong],
    handle: async (w, { who, params, body }) => {
      await setKeyAddresses(w, who, params.id, body.addresses)
      return undefined
    },
  }),
]

async function make(w: World, organisations: Organisations, ask: Ask<unknown, unknown, z.output<typeof makeBody>>) {
  const { who, body } = ask
  const org = body.org ?? who.org
  const found = mayManage(who, org) ? await organisations(w, org) : null
  if (!found) throw identityFaults.noSuchOrganisation({ org }, '/org')
  if (body.expires_at !== undefined && body.expires_at <= w.now()) throw identityFaults.expiryPast({}, '/expires_at')
  const wanted = {
    org,
    name: body.name,
    permissions: body.permissions,
    addresses: body.addresses ?? [],
    expiresAt: body.expires_at ?? null,
    signing: body.signing ?? 'none',
    publicKey: body.public_key ?? null,
  }
  const confirm = confirmedBy(ask, 'keys.issue', wanted)
  const made = await askKey(w, who, { ...wanted, orgKind: found.kind }, confirm)
  if ('key' in made) return { ...made.key, approval: null }
  ask.answer.status(202)
  return { id: null, text: null, signingSecret: null, approval: made.approval.id }
}

async function toView(w: World, organisations: Organisations, key: ApiKey): Promise<z.output<typeof keyJson>> {
  const { id, name, shown, permissions, createdAt, createdBy, keeper, expiresAt, usedAt, addresses, signing } = key
  return {
    id,
    name,
    shown,
    permissions,
    createdAt,
    createdBy,
    keeper,
    expiresAt,
    usedAt,
    addresses,
    signing,
    org: await organisationFor(w, organisations, key.org, key.orgKind),
    state: keyState(key, w.now()),
    rotatedFrom: key.rotatedFrom,
    endedAt: key.endedAt,
  }
}
