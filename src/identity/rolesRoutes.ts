import { bothTexts, lineJson, timeJson } from '../world/money-json.ts'
import { type Route, route, type Who, z } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { confirmedBy } from './confirmAdmin.ts'
import { identityFaults } from './errors.ts'
import { doorsOpenTo, matrixOf } from './matrix.ts'
import { permissions as every } from './role.ts'
import { askNewRole, askRoleChange, askRoleRemoval } from './roleApproval.ts'
import { dutyConflicts } from './rolesDuties.ts'
import { type KnownRole, roleKnown, rolesAll } from './rolesKnown.ts'
import { roleHolders } from './storeRoles.ts'

export const kindJson = z.enum(['institution', 'partner', 'merchant', 'auditor'])
export const permissionJson = z.enum(every)
const permissionsJson = z.array(permissionJson).max(every.length)
const roleName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,30}$/)
  .meta({ examples: ['finance'] })
const oneRole = z.strictObject({ role: roleName })
const version = z
  .int()
  .min(0)
  .max(1_000_000)
  .meta({ description: 'The version that was seen; 0 when nobody changed it' })

const roleJson = z
  .strictObject({
    role: z.string(),
    kind: kindJson,
    title: bothTexts,
    permissions: z.array(z.string()),
    defaults: z.array(z.string()).nullable().meta({ description: 'Null for a role that is not built in' }),
    version: z.int(),
    changedAt: timeJson.nullable(),
    holders: z.int().meta({ description: 'Active people with this role' }),
    warnings: z
      .array(z.strictObject({ permissions: z.array(z.string()), why: bothTexts }))
      .meta({ description: 'Duties that one role had better not hold together' }),
  })
  .meta({ id: 'Role' })

const roleChangeJson = roleJson
  .extend({
    approval: z.string().nullable().meta({ description: 'What waits for others; null when the change holds' }),
  })
  .meta({ id: 'RoleChange' })

/** What a door answers that has nothing else to say. */
export const waitsJson = z
  .strictObject({
    approval: z.string().nullable().meta({ description: 'What waits for others; null when it is done' }),
  })
  .meta({ id: 'Waits' })

const doorJson = z.strictObject({ name: z.string(), method: z.string(), path: z.string(), summary: bothTexts })
const matrixJson = z
  .strictObject({
    rows: z.array(
      z.strictObject({
        permission: z.string(),
        module: z.string(),
        doors: z.array(doorJson),
        kinds: z.array(kindJson),
      }),
    ),
    unasked: z.array(z.string()).meta({ description: 'Permissions no route asks for' }),
    closed: z.array(doorJson).meta({ description: 'Routes whose permission no role holds' }),
    roles: z.array(roleJson),
  })
  .meta({ id: 'PermissionMatrix' })

const previewJson = z
  .strictObject({
    role: roleJson,
    opens: z.array(doorJson).meta({ description: 'Routes this role may call' }),
    closed: z.int().meta({ description: 'How many routes stay closed' }),
  })
  .meta({ id: 'RolePreview' })

const refuses = [
  identityFaults.noSuchRole,
  identityFaults.roleChanged,
  identityFaults.grantsMore,
  identityFaults.beyondKind,
  identityFaults.lastAdministrator,
  identityFaults.stepUpNeeded,
]

/** The doors of roles and permissions; `routes` are all doors of the house, from which the matrix is made. */
export const rolesRoutes = (routes: () => readonly Route[]): Route[] => [
  route({
    name: 'getPermissionMatrix',
    does: 'GET /v1/permission-matrix',
    tag: 'administration',
    summary: { zh: '角色与权限矩阵（由接口生成）', en: 'Roles and permissions, made from the routes' },
    may: 'users.read',
    reply: matrixJson,
    refuses: [],
    handle: async (w, { who }) => {
      const roles = await rolesSeen(w, who)
      const matrix = matrixOf(routes(), await rolesAll(w))
      return { ...matrix, rows: matrix.rows.map((row) => ({ ...row, kinds: row.kinds as 'partner'[] })), roles }
    },
  }),
  route({
    name: 'previewRole',
    does: 'GET /v1/roles/{role}/preview',
    tag: 'administration',
    summary: { zh: '以某角色查看：能进哪些门', en: 'See as a role: which doors open' },
    may: 'users.read',
    params: oneRole,
    reply: previewJson,
    refuses: [identityFaults.noSuchRole],
    handle: async (w, { who, params }) => {
      const role = (await rolesSeen(w, who)).find((one) => one.role === params.role)
      if (!role) throw identityFaults.noSuchRole({ role: params.role })
      const opens = doorsOpenTo(routes(), role.permissions)
      return {
        role,
        opens: opens.map(({ name, method, path, summary }) => ({ name, method, path, summary })),
        closed: routes().length - opens.length,
      }
    },
  }),
  ...changing,
]

const changing: Route[] = [
  route({
    name: 'makeRole',
    does: 'POST /v1/roles',
    tag: 'administration',
    summary: {
      zh: '新建角色：按复核规则，须经他人复核后存在',
      en: 'Make a role: by the policy, it exists once others approved it',
    },
    may: 'roles.manage',
    body: z.strictObject({
      role: roleName,
      kind: kindJson,
      title: z.strictObject({ zh: lineJson(40), en: lineJson(40) }),
      permissions: permissionsJson,
    }),
    reply: z
      .strictObject({
        role: roleJson.nullable().meta({ description: 'Null while it waits for others' }),
        approval: z.string().nullable(),
      })
      .meta({ id: 'RoleMade' }),
    status: 201,
    refuses: [...refuses, identityFaults.roleExists],
    handle: async (w, ask) => {
      const { who, body, answer } = ask
      const confirm = confirmedBy(ask, 'roles.change', { make: body })
      const approval = await askNewRole(w, who, { ...body, orgKind: body.kind }, confirm)
      if (approval) answer.status(202)
      return { role: approval ? null : await roleSeen(w, body.role), approval: approval?.id ?? null }
    },
  }),
  route({
    name: 'changeRole',
    does: 'POST /v1/roles/{role}/permissions',
    tag: 'administration',
    summary: {
      zh: '修改角色的权限：按复核规则，须经他人复核后生效',
      en: 'Change what a role may do: by the policy, once others approved it',
    },
    may: 'roles.manage',
    params: oneRole,
    body: z.strictObject({ permissions: permissionsJson, version }),
    reply: roleChangeJson,
    refuses,
    handle: async (w, ask) => {
      const { who, params, body, answer } = ask
      const wanted = { ...params, ...body }
      const approval = await askRoleChange(w, who, wanted, confirmedBy(ask, 'roles.change', wanted))
      if (approval) answer.status(202)
      return { ...(await roleSeen(w, params.role)), approval: approval?.id ?? null }
    },
  }),
  route({
    name: 'removeRole',
    does: 'POST /v1/roles/{role}/remove',
    tag: 'administration',
    summary: {
      zh: '内置角色恢复默认；自建角色无人持有时删除。按复核规则，须经他人复核',
      en: 'Give a built-in role its defaults back; remove an own role nobody holds. By the policy, once others approved it',
    },
    may: 'roles.manage',
    params: oneRole,
    body: z.strictObject({ version }),
    reply: waitsJson,
    refuses: [...refuses, identityFaults.roleInUse],
    handle: async (w, ask) => {
      const { who, params, body, answer } = ask
      const confirm = confirmedBy(ask, 'roles.change', { remove: params.role })
      const approval = await askRoleRemoval(w, who, { ...params, ...body }, confirm)
      if (approval) answer.status(202)
      return { approval: approval?.id ?? null }
    },
  }),
]

async function roleSeen(w: World, role: string): Promise<z.output<typeof roleJson>> {
  const known = await roleKnown(w, role)
  if (!known) throw identityFaults.noSuchRole({ role })
  return toView(known, await roleHolders(w))
}

// Partners and merchants see the roles of their own kind, not how the institution divides its work, nor how many hold them elsewhere.
async function rolesSeen(w: World, who: Who): Promise<z.output<typeof roleJson>[]> {
  const all = who.orgKind === 'institution' || who.orgKind === 'auditor'
  const holders = all ? await roleHolders(w) : []
  return (await rolesAll(w)).filter(({ orgKind }) => all || orgKind === who.orgKind).map((one) => toView(one, holders))
}

const toView = (
  { id, orgKind, title, permissions, defaults, version: seen, changedAt }: KnownRole,
  holders: Awaited<ReturnType<typeof roleHolders>>,
): z.output<typeof roleJson> => ({
  role: id,
  kind: orgKind as z.output<typeof kindJson>,
  title,
  permissions: [...permissions],
  defaults: defaults && [...defaults],
  version: seen,
  changedAt,
  holders: holders.filter(({ role }) => role === id).reduce((sum, { held }) => sum + held, 0),
  warnings: dutyConflicts(permissions).map((conflict) => ({ ...conflict })),
})
