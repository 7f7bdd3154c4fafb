import type { CodeSent, ConsumerMe, PasskeyCreation, PasskeyRequest } from '../api/contract-identity.ts'
import type {
  Consent,
  ConsentAsked,
  ConsentForm,
  DeletionPlan,
  OwnWard,
  PrivacyOverview,
  PrivacyRequest,
  RequestKind,
  WardForm,
} from '../api/contract-privacy.ts'
import type { SavedMethod } from '../api/contract-vault.ts'
import type { List, Problem } from '../api/values.ts'

/** A refusal with its problem, or null when no answer came that we could read. */
export class Refusal extends Error {
  readonly status: number
  readonly problem: Problem | null
  constructor(status: number, problem: Problem | null) {
    super(problem?.code ?? `no readable answer (${status})`)
    this.status = status
    this.problem = problem
  }
}

type SignIn =
  | { by: 'code'; phone: string; challenge: string; code: string }
  | { by: 'passkey'; challenge: string; response: unknown }

/** A person's doors. Whose data they lead to is whose cookie comes with the request. */
export const doors = {
  me: () => ask<ConsumerMe>('GET', '/v1/me/consumer'),
  sendCode: (phone: string) => ask<CodeSent>('POST', '/v1/consumers/codes', { phone }),
  passkeyOptions: () => ask<PasskeyRequest>('POST', '/v1/consumers/passkey-options', {}),
  signIn: (proof: SignIn) => ask<ConsumerMe>('POST', '/v1/consumers/sessions', proof),
  signOut: () => ask<undefined>('DELETE', '/v1/consumers/sessions/current'),
  newPasskey: () => ask<PasskeyCreation>('POST', '/v1/me/consumer/passkeys/options', {}),
  addPasskey: (body: { challenge: string; response: unknown; name: string }) =>
    ask<ConsumerMe>('POST', '/v1/me/consumer/passkeys', body),
  overview: (ward?: string) => ask<PrivacyOverview>('GET', `/v1/me/privacy${of(ward)}`),
  consents: (ward?: string) => ask<List<Consent>>('GET', `/v1/me/consents${of(ward)}`),
  beginSigning: (asked: ConsentAsked) => ask<PasskeyRequest>('POST', '/v1/me/consent-signatures', asked),
  give: (consent: ConsentForm) => ask<Consent>('POST', '/v1/me/consents', consent),
  withdraw: (id: string) => ask<Consent>('DELETE', `/v1/me/consents/${encodeURIComponent(id)}`),
  refuse: (purpose: string, ward?: string) =>
    ask<PrivacyOverview>('PUT', `/v1/me/refusals/${encodeURIComponent(purpose)}${of(ward)}`),
  allow: (purpose: string, ward?: string) =>
    ask<PrivacyOverview>('DELETE', `/v1/me/refusals/${encodeURIComponent(purpose)}${of(ward)}`),
  wards: () => ask<List<OwnWard>>('GET', '/v1/me/wards'),
  registerWard: (child: WardForm) => ask<OwnWard>('POST', '/v1/me/wards', child),
  cancelWard: (id: string) => ask<OwnWard>('DELETE', `/v1/me/wards/${encodeURIComponent(id)}`),
  requests: () => ask<List<PrivacyRequest>>('GET', '/v1/me/requests'),
  open: (kind: RequestKind, words: string | null) => ask<PrivacyRequest>('POST', '/v1/me/requests', { kind, words }),
  cancel: (id: string) => ask<PrivacyRequest>('DELETE', `/v1/me/requests/${encodeURIComponent(id)}`),
  plan: () => ask<DeletionPlan>('GET', '/v1/me/deletion-plan'),
  methods: () => ask<List<SavedMethod>>('GET', '/v1/me/methods'),
  takeCopy: () => ask<object>('POST', '/v1/me/exports', {}),
  removeMethod: (id: string) => ask<unknown>('POST', `/v1/me/methods/${encodeURIComponent(id)}/remove`, {}),
}

const of = (ward: string | undefined): string => (ward === undefined ? '' : `?ward=${encodeURIComponent(ward)}`)

async function ask<Reply>(method: string, path: string, body?: object): Promise<Reply> {
  const headers: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
  if (method === 'POST') headers['idempotency-key'] = crypto.randomUUID()
  const init = { method, headers, credentials: 'same-origin' as const }
  const reply = await fetch(path, body === undefined ? init : { ...init, body: JSON.stringify(body) }).catch(() => null)
  if (reply?.status === 204) return undefined as Reply
  const said = (await reply?.json().catch(() => null)) as Reply | Problem | null
  if (!reply?.ok || said === null) throw new Refusal(reply?.status ?? 0, reply?.ok ? null : (said as Problem | null))
  return said as Reply
}
