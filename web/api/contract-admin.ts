// What the routes of this room answer and take: roles, users, API keys and single sign-on.
import type { List, Text, Time } from './values.ts'

export type OrgKind = 'institution' | 'partner' | 'merchant' | 'auditor'
export type Door = { name: string; method: string; path: string; summary: Text }
export type DutyWarning = { permissions: string[]; why: Text }
export type RoleView = {
  role: string
  kind: OrgKind
  title: Text
  permissions: string[]
  /** Null for a role that is not built in. */
  defaults: string[] | null
  version: number
  changedAt: Time | null
  holders: number
  warnings: DutyWarning[]
}
export type MatrixRow = { permission: string; module: string; doors: Door[]; kinds: OrgKind[] }
export type PermissionMatrix = { rows: MatrixRow[]; unasked: string[]; closed: Door[]; roles: RoleView[] }
export type RolePreview = { role: RoleView; opens: Door[]; closed: number }

export type Org = { id: string; kind: OrgKind; name: Text }
export type User = {
  user: string
  name: Text
  role: string
  title: Text
  org: Org
  active: boolean
  /** Masked. */
  email: string | null
  createdAt: Time
  seenAt: Time | null
}
export type Invitation = {
  id: string
  name: Text
  role: string
  title: Text
  org: Org
  email: string | null
  createdAt: Time
  expiresAt: Time
}

export type Signing = 'none' | 'hmac' | 'ed25519'
export type ApiKey = {
  id: string
  name: Text
  org: Org
  shown: string
  permissions: string[]
  state: 'active' | 'ending' | 'expired' | 'revoked'
  createdAt: Time
  createdBy: string
  /** Who answers for it; null when no person of the house does. */
  keeper: { id: string; name: Text; active: boolean } | null
  expiresAt: Time | null
  usedAt: Time | null
  addresses: string[]
  signing: Signing
  rotatedFrom: string | null
  endedAt: Time | null
}
/** Shown this once. */
export type ApiKeyShown = { id: string; text: string; signingSecret: string | null }
/** `approval` is what waits for others; the key does not exist then. */
export type ApiKeyMade = {
  id: string | null
  text: string | null
  signingSecret: string | null
  approval: string | null
}
/** A key that was approved and waits for whoever asked for it. */
export type ApiKeyIssue = {
  approval: string
  name: Text
  org: Org
  permissions: string[]
  maker: { id: string; name: Text }
  grantedAt: Time
  expiresAt: Time
  may: 'collect'[]
}
export type NewApiKey = {
  name: Text
  org?: string
  permissions: string[]
  addresses?: string[]
  expires_at?: Time
  signing?: Signing
  public_key?: string
}

export type SignOnSettings = {
  issuer: string
  clientId: string
  hasSecret: boolean
  button: Text
  groupsClaim: string
  groupRoles: { group: string; role: string }[]
  enabled: boolean
  version: number
  redirectPath: string
}
export type SignOnChange = {
  issuer: string
  client_id: string
  client_secret?: string
  button: Text
  groups_claim: string
  group_roles: { group: string; role: string }[]
  enabled: boolean
  version: number
}

/** What waits for others; null when it is done. */
export type Waits = { approval: string | null }

type Empty = Record<never, never>

export type GetsAdmin = {
  '/v1/permission-matrix': PermissionMatrix
  '/v1/roles/{role}/preview': RolePreview
  '/v1/users': List<User>
  '/v1/users/{id}': User
  '/v1/invitations': List<Invitation>
  '/v1/api-keys': List<ApiKey>
  '/v1/api-keys/{id}': ApiKey
  '/v1/api-key-issues': List<ApiKeyIssue>
  '/v1/sign-on': { enabled: boolean; button: Text | null }
  '/v1/sign-on/settings': { settings: SignOnSettings | null; redirectPath: string }
}

export type PostsAdmin = {
  '/v1/roles': {
    body: { role: string; kind: OrgKind; title: Text; permissions: string[] }
    reply: Waits & { role: RoleView | null }
  }
  '/v1/roles/{role}/permissions': {
    body: { permissions: string[]; version: number }
    reply: RoleView & { approval: string | null }
  }
  '/v1/roles/{role}/remove': { body: { version: number }; reply: Waits }
  '/v1/users/{id}/role': { body: { role: string }; reply: Waits }
  '/v1/users/{id}/deactivate': { body: Empty; reply: null }
  '/v1/users/{id}/activate': { body: Empty; reply: null }
  '/v1/users/{id}/email': { body: { email: string }; reply: null }
  '/v1/invitations': {
    body: { name: Text; role: string; org?: string; email?: string }
    reply: { id: string; token: string }
  }
  '/v1/invitations/{id}/withdraw': { body: Empty; reply: null }
  '/v1/invitations/read': { body: { token: string }; reply: { name: Text; title: Text; org: Org; expiresAt: Time } }
  '/v1/invitations/accept': { body: { token: string }; reply: { user: string } }
  '/v1/api-keys': { body: NewApiKey; reply: ApiKeyMade }
  '/v1/api-key-issues/{approval}/collect': { body: Empty; reply: ApiKeyShown }
  '/v1/api-keys/{id}/adopt': { body: Empty; reply: null }
  '/v1/api-keys/{id}/rotate': { body: { overlap_hours: number }; reply: ApiKeyShown }
  '/v1/api-keys/{id}/revoke': { body: Empty; reply: null }
  '/v1/api-keys/{id}/addresses': { body: { addresses: string[] }; reply: null }
  '/v1/sign-on/settings': { body: SignOnChange; reply: null }
  '/v1/sign-on/check': { body: Empty; reply: { authorization: string; token: string } }
  '/v1/sign-on/attempts': { body: Empty; reply: { url: string } }
  '/v1/sign-on/answers': { body: { parameters: Record<string, string> }; reply: { user: string } }
}
