import { bothTexts, idJson, lineJson, page, pageQuery, timeJson } from '../world/money-json.ts'
import { type Ask, type Route, route, z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { confirmedBy } from './confirmAdmin.ts'
import { identityFaults } from './errors.ts'
import { type Organisations, organisationFor } from './organisation.ts'
import { titleOfRole } from './rolesKnown.ts'
import { kindJson, waitsJson } from './rolesRoutes.ts'
import { cookieName, cookieOptions } from './session.ts'
import { invitationsWaiting } from './storeInvitations.ts'
import { type UserRow, usersAfter } from './storeUsers.ts'
import { askGivenRole } from './userRoleApproval.ts'
import { deactivate, mayManage, reactivate, setEmail, userFor } from './usersChange.ts'
import { acceptInvitation, invite, readInvitation, withdrawInvitation } from './usersInvite.ts'

const orgJson = z.strictObject({ id: z.string(), kind: kindJson, name: bothTexts })
const userJson = z
  .strictObject({
    user: z.string(),
    name: bothTexts,
    role: z.string(),
    title: bothTexts,
    org: orgJson,
    active: z.boolean(),
    email: z.string().nullable().meta({ description: 'Masked; the address itself is not kept' }),
    createdAt: timeJson,
    seenAt: timeJson.nullable(),
  })
  .meta({ id: 'User' })
const invitationJson = z
  .strictObject({
    id: z.string(),
    name: bothTexts,
    role: z.string(),
    title: bothTexts,
    org: orgJson,
    email: z.string().nullable(),
    createdAt: timeJson,
    expiresAt: timeJson,
  })
  .meta({ id: 'Invitation' })

const oneUser = z.strictObject({ id: idJson('usr') })
const roleText = z.string().regex(/^[a-z][a-z0-9-]{1,30}$/)
const orgText = z.string().regex(/^(institution|auditor|(par|mer)_[0-9a-hjkmnp-tv-z]{26})$/)
const tokenJson = z.string().regex(/^[\w-]{43}$/)
const emailJson = z.email().max(254)
const listQuery = z.strictObject({ ...pageQuery, kind: kindJson.optional(), role: roleText.optional() })
const done = { reply: z.undefined(), status: 204 } as const
const roleRefuses = [
  identityFaults.noSuchUser,
  identityFaults.noSuchRole,
  identityFaults.roleOfOtherKind,
  identityFaults.grantsMore,
  identityFaults.lastAdministrator,
  identityFaults.stepUpNeeded,
]

/** The doors of users and invitations; `organisations` knows the names of partners and merchants. */
export const usersRoutes = (organisations: Organisations): Route[] => [
  route({
    name: 'listUsers',
    does: 'GET /v1/users',
    tag: 'administration',
    summary: { zh: '用户：机构可见全部，合作方与商户只见本单位', en: 'Users; partners and merchants see their own' },
    may: 'users.read',
    query: listQuery,
    reply: page(userJson),
    refuses: [],
    handle: async (w, ask) => await listUsers(w, organisations, ask),
  }),
  route({
    name: 'getUser',
    does: 'GET /v1/users/{id}',
    tag: 'administration',
    summary: { zh: '一名用户', en: 'One user' },
    may: 'users.read',
    params: oneUser,
    reply: userJson,
    refuses: [identityFaults.noSuchUser],
    handle: async (w, { who, params }) => toView(w, organisations, await userFor(w, who, params.id)),
  }),
  ...changing,
  route({
    name: 'listInvitations',
    does: 'GET /v1/invitations',
    tag: 'administration',
    summary: { zh: '尚未使用的邀请', en: 'Invitations not used yet' },
    may: 'users.read',
    reply: page(invitationJson),
    refuses: [],
    handle: async (w, { who }) => {
      const all = who.orgKind === 'institution' || who.orgKind === 'auditor'
      const waiting = await invitationsWaiting(w, all ? null : who.org)
      const items = waiting.map(async ({ id, name, role, org, orgKind, emailMasked, createdAt, expiresAt }) => ({
        id,
        name,
        role,
        createdAt,
        expiresAt,
        email: emailMasked,
        title: await titleOfRole(w, role),
        org: await organisationFor(w, organisations, org, orgKind),
      }))
      return { items: await Promise.all(items), next: null }
    },
  }),
  route({
    name: 'inviteUser',
    does: 'POST /v1/invitations',
    tag: 'administration',
    summary: { zh: '邀请用户：一次性链接，三天有效', en: 'Invite a user by a link that works once, for three days' },
    may: 'users.manage',
    body: z.strictObject({
      name: z.strictObject({ zh: lineJson(40), en: lineJson(60) }),
      role: roleText,
      org: orgText.optional().meta({ description: 'The caller’s own organisation when absent' }),
      email: emailJson.optional().meta({ description: 'By which single sign-on recognises them' }),
    }),
    reply: z.strictObject({
      id: z.string(),
      token: z.string().meta({ description: 'What the link carries; shown this once' }),
    }),
    status: 201,
    refuses: [...roleRefuses, identityFaults.noSuchOrganisation, identityFaults.emailTaken],
    handle: async (w, ask) => {
      const { who, body } = ask
      const org = body.org ?? who.org
      const found = mayManage(who, org) ? await organisations(w, org) : null
      if (!found) throw identityFaults.noSuchOrganisation({ org }, '/org')
      const { name, role, email = null } = body
      const confirm = confirmedBy(ask, 'roles.change', { invite: { name, role, email, org } })
      return await invite(w, who, { name, role, email, org, orgKind: found.kind }, confirm)
    },
  }),
  ...invitations(organisations),
]

const changing: Route[] = [
  route({
    name: 'giveRole',
    does: 'POST /v1/users/{id}/role',
    tag: 'administration',
    summary: {
      zh: '更换用户的角色：按复核规则，须经他人复核后生效；任何人不能更改自己的角色',
      en: 'Give a user another role: by the policy, once others approved it; nobody changes their own',
    },
    may: 'users.manage',
    params: oneUser,
    body: z.strictObject({ role: roleText }),
    reply: waitsJson,
    refuses: [...roleRefuses, identityFaults.ownRole],
    handle: async (w, ask) => {
      const { who, params, body, answer } = ask
      const confirm = confirmedBy(ask, 'roles.change', { user: params.id, role: body.role })
      const approval = await askGivenRole(w, who, { user: params.id, role: body.role }, confirm)
      if (approval) answer.status(202)
      return { approval: approval?.id ?? null }
    },
  }),
  route({
    name: 'deactivateUser',
    does: 'POST /v1/users/{id}/deactivate',
    tag: 'administration',
    summary: { zh: '停用用户，立即结束其会话', en: 'Close a user’s access and sessions at once' },
    may: 'users.manage',
    params: oneUser,
    body: z.strictObject({}),
    ...done,
    refuses: [identityFaults.noSuchUser, identityFaults.lastAdministrator],
    handle: async (w, { who, params }) => {
      await deactivate(w, who, params.id)
      return undefined
    },
  }),
  route({
    name: 'activateUser',
    does: 'POST /v1/users/{id}/activate',
    tag: 'administration',
    summary: { zh: '重新启用用户', en: 'Open a user’s access again' },
    may: 'users.manage',
    params: oneUser,
    body: z.strictObject({}),
    ...done,
    refuses: [identityFaults.noSuchUser, identityFaults.grantsMore],
    handle: async (w, { who, params }) => {
      await reactivate(w, who, params.id)
      return undefined
    },
  }),
  route({
    name: 'setUserEmail',
    does: 'POST /v1/users/{id}/email',
    tag: 'administration',
    summary: { zh: '设置单点登录识别用的邮箱', en: 'Say by which address single sign-on knows a user' },
    may: 'users.manage',
    params: oneUser,
    body: z.strictObject({ email: emailJson }),
    ...done,
    refuses: [
      identityFaults.noSuchUser,
      identityFaults.emailTaken,
      identityFaults.grantsMore,
      identityFaults.stepUpNeeded,
    ],
    handle: async (w, ask) => {
      const { who, params, body } = ask
      const confirm = confirmedBy(ask, 'roles.change', { user: params.id, email: body.email })
      await setEmail(w, who, params.id, body.email, confirm)
      return undefined
    },
  }),
]

const invitations = (organisations: Organisations): Route[] => [
  route({
    name: 'withdrawInvitation',
    does: 'POST /v1/invitations/{id}/withdraw',
    tag: 'administration',
    summary: { zh: '撤回邀请', en: 'Take an invitation back' },
    may: 'users.manage',
    params: z.strictObject({ id: idJson('inv') }),
    body: z.strictObject({}),
    ...done,
    refuses: [identityFaults.noSuchInvitation],
    handle: async (w, { who, params }) => {
      await withdrawInvitation(w, who, params.id)
      return undefined
    },
  }),
  route({
    name: 'readInvitation',
    // The link's secret travels in the body, where no log and no Referer sees it.
    does: 'POST /v1/invitations/read',
    tag: 'administration',
    summary: { zh: '查看邀请内容', en: 'What an invitation promises' },
    may: 'public',
    body: z.strictObject({ token: tokenJson }),
    reply: z.strictObject({ name: bothTexts, title: bothTexts, org: orgJson, expiresAt: timeJson }),
    refuses: [identityFaults.invitationOver],
    handle: async (w, { body }) => {
      const { name, role, org, orgKind, expiresAt } = await readInvitation(w, body.token)
      const of = await organisationFor(w, organisations, org, orgKind)
      return { name, title: await titleOfRole(w, role), org: of, expiresAt }
    },
  }),
  route({
    name: 'acceptInvitation',
    does: 'POST /v1/invitations/accept',
    tag: 'administration',
    summary: { zh: '接受邀请并登录', en: 'Accept an invitation and be signed in' },
    may: 'public',
    body: z.strictObject({ token: tokenJson }),
    reply: z.strictObject({ user: z.string() }),
    status: 201,
    refuses: [identityFaults.invitationOver, identityFaults.emailTaken],
    handle: async (w, { body, answer, ip, headers }) => {
      const from = { address: ip, userAgent: headers['user-agent'] ?? '' }
      const { person, token } = await acceptInvitation(w, body.token, from)
      answer.cookie(cookieName(w, 'person'), token, cookieOptions(w, token))
      return { user: person.id }
    },
  }),
]

async function listUsers(w: World, organisations: Organisations, ask: Ask<unknown, z.output<typeof listQuery>>) {
  const { who, query } = ask
  const limit = query.limit ?? 50
  const all = who.orgKind === 'institution' || who.orgKind === 'auditor'
  const found = await usersAfter(w, {
    org: all ? null : who.org,
    orgKind: query.kind ?? null,
    role: query.role ?? null,
    after: query.cursor ?? '',
    limit: limit + 1,
  })
  const items = await Promise.all(found.slice(0, limit).map((user) => toView(w, organisations, user)))
  return { items, next: found.length > limit ? (items.at(-1)?.user ?? null) : null }
}

async function toView(w: World, organisations: Organisations, user: UserRow): Promise<z.output<typeof userJson>> {
  const { id, name, role, org, orgKind, active, email, createdAt, seenAt } = user
  return {
    user: id,
    name,
    role,
    active,
    email,
    createdAt,
    seenAt,
    title: await titleOfRole(w, role),
    org: await organisationFor(w, organisations, org, orgKind),
  }
}
