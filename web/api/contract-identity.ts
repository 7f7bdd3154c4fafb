// What the routes of this room answer and take: identity and sessions. Options and responses of passkeys are the JSON forms of
// WebAuthn Level 3 (PublicKeyCredential.parseCreationOptionsFromJSON …), as @simplewebauthn/browser takes and gives them.
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/browser'
import type { Me } from './contract.ts'
import type { Digest, List, Text, Time } from './values.ts'

/** A way to prove oneself besides a password. */
export type Way = 'passkey' | 'totp' | 'sms' | 'recovery'

/** A code is on its way to `masked` (in the sandbox: GET /v1/sandbox/inbox). Another one may be asked for at `againAt`. */
export type CodeSent = { challenge: string; masked: string; expiresAt: Time; againAt: Time }

export type PasskeyCreation = { challenge: string; options: PublicKeyCredentialCreationOptionsJSON }
export type PasskeyRequest = { challenge: string; options: PublicKeyCredentialRequestOptionsJSON }
export type PasskeyAnswer = { challenge: string; response: AuthenticationResponseJSON }

/** `second-factor`: go on with POST /v1/sign-ins/{id}/finish. `signed-in`: the cookie is set; `mustEnrol` when a second factor is missing. */
export type SignIn =
  | { state: 'signed-in'; me: Me; mustEnrol: boolean }
  | { state: 'second-factor'; id: string; ways: Way[]; phone: string | null; expiresAt: Time }

export type SecondFactor =
  | { by: 'totp'; code: string }
  | { by: 'recovery'; code: string }
  | { by: 'sms'; challenge: string; code: string }
  | ({ by: 'passkey' } & PasskeyAnswer)

export type PasskeyRow = {
  id: string
  name: string
  createdAt: Time
  usedAt: Time | null
  /** Kept by the maker's cloud and on more than one device. */
  backedUp: boolean
  /** Null when it may be removed, else why not. */
  kept: Text | null
}

/** GET /v1/me/factors. `kept`: null when it may be removed, else why not. */
export type Factors = {
  /** The name typed at sign-in; null for who signs in by passkey or single sign-on only. */
  login: string | null
  password: { setAt: Time } | null
  passkeys: PasskeyRow[]
  totp: { confirmedAt: Time; kept: Text | null } | null
  phone: { masked: string; confirmedAt: Time; kept: Text | null } | null
  recovery: { left: number; madeAt: Time } | null
  /** How this session was proved. */
  assurance: { methods: string[]; factors: number; at: Time }
}

/** GET /v1/me/sessions. */
export type SessionRow = {
  id: string
  current: boolean
  methods: string[]
  factors: number
  address: string
  /** As the browser says it. */
  userAgent: string
  createdAt: Time
  usedAt: Time
}

/** GET /v1/sandbox/inbox: newest first; public, 404 outside the sandbox. */
export type InboxMessage = { id: string; to: string; text: Text; at: Time }

/** POST /v1/step-ups. Send its id as header `covenant-step-up` once it is confirmed: good for five minutes, one act, this session. */
export type StepUp = {
  id: string
  act: string
  bound: Digest
  summary: Text
  ways: Way[]
  phone: string | null
  /** Present when a passkey is enrolled: the challenge ends in the digest that is confirmed. */
  passkey: PasskeyRequest | null
  expiresAt: Time
}

/** GET /v1/me/consumer; needs the cookie covenant_consumer. */
export type ConsumerMe = {
  consumer: string
  phone: string
  passkeys: PasskeyRow[]
  assurance: { methods: string[]; factors: number; at: Time }
  now: Time
}

type Empty = Record<never, never>

export type GetsIdentity = {
  '/v1/me/factors': Factors
  '/v1/me/sessions': List<SessionRow>
  '/v1/sandbox/inbox': List<InboxMessage>
  '/v1/me/consumer': ConsumerMe
}

export type PostsIdentity = {
  // Signing in.
  '/v1/sign-ins/passkey-options': { body: Empty; reply: PasskeyRequest }
  '/v1/sign-ins': {
    body: { by: 'password'; login: string; password: string } | ({ by: 'passkey' } & PasskeyAnswer)
    reply: SignIn
  }
  '/v1/sign-ins/{id}/sms': { body: Empty; reply: CodeSent }
  '/v1/sign-ins/{id}/passkey-options': { body: Empty; reply: PasskeyRequest }
  '/v1/sign-ins/{id}/finish': { body: SecondFactor; reply: SignIn }
  // Once more, for one act.
  '/v1/step-ups': { body: { act: string; bound: Digest; summary: Text }; reply: StepUp }
  '/v1/step-ups/{id}/sms': { body: Empty; reply: CodeSent }
  '/v1/step-ups/{id}/confirm': {
    body: Exclude<SecondFactor, { by: 'recovery' }>
    reply: { id: string; expiresAt: Time }
  }
  // Factors: refused with identity.step_up_needed (act `factors.change`) unless just proved by two factors.
  '/v1/me/passkeys/options': { body: Empty; reply: PasskeyCreation }
  '/v1/me/passkeys': {
    body: { challenge: string; response: RegistrationResponseJSON; name: string }
    reply: Factors
  }
  '/v1/me/passkeys/{id}/name': { body: { name: string }; reply: Factors }
  '/v1/me/passkeys/{id}/remove': { body: Empty; reply: Factors }
  '/v1/me/totp': { body: Empty; reply: { secret: string; uri: string } }
  '/v1/me/totp/confirm': { body: { code: string }; reply: Factors }
  '/v1/me/totp/remove': { body: Empty; reply: Factors }
  '/v1/me/phone': { body: { phone: string }; reply: CodeSent }
  '/v1/me/phone/confirm': { body: { phone: string; challenge: string; code: string }; reply: Factors }
  '/v1/me/phone/remove': { body: Empty; reply: Factors }
  /** `login` is chosen with the first password and stays. */
  '/v1/me/password': { body: { login?: string; current?: string; password: string }; reply: Factors }
  /** Ten codes, shown this once; earlier ones are worth nothing from now on. */
  '/v1/me/recovery-codes': { body: Empty; reply: { codes: string[] } }
  '/v1/me/sessions/{id}/end': { body: Empty; reply: { ended: number } }
  '/v1/me/sessions/end-others': { body: Empty; reply: { ended: number } }
  // Consumers.
  '/v1/consumers/codes': { body: { phone: string }; reply: CodeSent }
  '/v1/consumers/passkey-options': { body: Empty; reply: PasskeyRequest }
  '/v1/consumers/sessions': {
    body: { by: 'code'; phone: string; challenge: string; code: string } | ({ by: 'passkey' } & PasskeyAnswer)
    reply: ConsumerMe
  }
  '/v1/me/consumer/passkeys/options': { body: Empty; reply: PasskeyCreation }
  '/v1/me/consumer/passkeys': {
    body: { challenge: string; response: RegistrationResponseJSON; name: string }
    reply: ConsumerMe
  }
  '/v1/me/consumer/passkeys/{id}/remove': { body: Empty; reply: ConsumerMe }
}
