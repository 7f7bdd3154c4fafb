import { bothTexts, timeJson } from '../world/money-json.ts'
import { z } from '../world/route.ts'
import { identityFaults } from './errors.ts'
import { assertionJson } from './passkeyJson.ts'
import { ways } from './secondFactor.ts'

// Forms that several doors of identity share.

export const challengeJson = z.string().regex(/^chl_[0-9a-hjkmnp-tv-z]{26}$/)
export const codeJson = z.string().regex(/^\d{6}$/)
export const phoneJson = z.string().min(6).max(24)
export const wayJson = z.enum(ways)

export const byTotp = z.strictObject({ by: z.literal('totp'), code: codeJson })
export const byRecovery = z.strictObject({ by: z.literal('recovery'), code: z.string().min(8).max(20) })
export const bySms = z.strictObject({ by: z.literal('sms'), challenge: challengeJson, code: codeJson })
export const byPasskey = z.strictObject({ by: z.literal('passkey'), challenge: challengeJson, response: assertionJson })

export const codeSentJson = z
  .strictObject({
    challenge: z.string(),
    masked: z.string().meta({ description: 'Where it went; in the sandbox it is read at GET /v1/sandbox/inbox' }),
    expiresAt: timeJson,
    againAt: timeJson.meta({ description: 'When the next one may be asked for' }),
  })
  .meta({ id: 'CodeSent' })

/** Options for the browser, as WebAuthn Level 3 writes them in JSON; made by the library, so only their outline is checked. */
const optionsJson = z.looseObject({ challenge: z.string() }) as unknown as z.ZodType<{ challenge: string }>
export const passkeyQuestionJson = z
  .strictObject({ challenge: z.string(), options: optionsJson })
  .meta({ id: 'PasskeyQuestion' })

export const passkeyRowJson = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    createdAt: timeJson,
    usedAt: timeJson.nullable(),
    backedUp: z.boolean(),
    kept: bothTexts.nullable().meta({ description: 'Why it cannot be removed; null when it can' }),
  })
  .meta({ id: 'Passkey' })

export const assuranceJson = z
  .strictObject({ methods: z.array(z.string()).max(10), factors: z.int(), at: timeJson })
  .meta({ id: 'Assurance' })

export const challengeRefuses = [
  identityFaults.noSuchChallenge,
  identityFaults.otherPurpose,
  identityFaults.otherDigest,
  identityFaults.challengeSpent,
  identityFaults.challengeExpired,
]
export const codeRefuses = [...challengeRefuses, identityFaults.codeWrong, identityFaults.lockedOut]
export const sendRefuses = [identityFaults.codeLater, identityFaults.smsOff, identityFaults.smsFailed]
export const passkeyRefuses = [
  ...challengeRefuses,
  identityFaults.originForeign,
  identityFaults.passkeyUnknown,
  identityFaults.passkeyOfOther,
  identityFaults.passkeyRefused,
  identityFaults.passkeyCopied,
]
export const factorRefuses = [
  ...passkeyRefuses,
  identityFaults.codeWrong,
  identityFaults.codeReplayed,
  identityFaults.factorOff,
  identityFaults.lockedOut,
]
