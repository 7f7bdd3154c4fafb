import { idJson, timeJson } from '../world/money-json.ts'
import { z } from '../world/route.ts'
import type { Method } from './method.ts'
import { methodKinds, methodMoves, methodStates, verificationWays, waysOf } from './method.ts'
import type { RevealRow } from './storeReveal.ts'
import type { Token } from './token.ts'
import { tokenKindJson } from './value.ts'

// What the vault shows. Nothing here can hold a value in clear except the answer of a reveal (console/vaultRoutes.ts).

/** A token as it may be shown: never its value, never its hash. */
export const tokenJson = z
  .strictObject({
    id: idJson('tok'),
    kind: tokenKindJson,
    masked: z
      .string()
      .max(200)
      .meta({ description: 'At most BIN and last four of a card', examples: ['622202 •••••• 2230'] }),
    detail: z.record(z.string().max(40), z.string().max(100)),
    madeAt: timeJson,
    shreddedAt: timeJson.nullable(),
  })
  .meta({ id: 'VaultToken' })

export const toTokenView = ({ id, kind, masked, detail, madeAt, shreddedAt }: Token): z.output<typeof tokenJson> => ({
  id,
  kind,
  masked,
  detail,
  madeAt,
  shreddedAt,
})

/** One line of the reveal log. */
export const revealJson = z
  .strictObject({
    id: idJson('rev'),
    token: idJson('tok'),
    kind: tokenKindJson,
    masked: z.string().max(200),
    by: z.string().max(200).meta({ description: 'Name of whoever looked' }),
    actor: z.string().max(100),
    reason: z.string().max(300),
    purpose: z.string().max(60).nullable().meta({ description: 'Purpose of the consent catalogue' }),
    at: timeJson,
  })
  .meta({ id: 'VaultReveal' })

export const toRevealView = ({ id, token, kind, masked, actor, actorName, reason, purpose, at }: RevealRow) => ({
  id,
  token,
  kind: tokenKindJson.parse(kind),
  masked,
  by: actorName,
  actor,
  reason,
  purpose,
  at,
})

export const methodJson = z
  .strictObject({
    id: idJson('mth'),
    holder: z.string().max(60),
    kind: z.enum(methodKinds),
    token: idJson('tok'),
    masked: z.string().max(200),
    issuer: z.string().max(60),
    label: z.string().max(60),
    expires: z
      .string()
      .max(7)
      .nullable()
      .meta({ description: 'Last month the card is good for', examples: ['2029-12'] }),
    state: z.enum(methodStates),
    isDefault: z.boolean(),
    verifiedBy: z.enum(verificationWays).nullable(),
    ways: z.array(z.enum(verificationWays)).max(3).meta({ description: 'How it can be verified now' }),
    may: z.array(z.enum(['verify', 'make_default', 'remove'])).max(3),
    addedAt: timeJson,
    changedAt: timeJson,
  })
  .meta({ id: 'SavedMethod' })

export function toMethodView(method: Method): z.output<typeof methodJson> {
  const { tenant: _, ...shown } = method
  const isOpen = method.state === 'unverified'
  const may: ('verify' | 'make_default' | 'remove')[] = [
    ...(isOpen ? ['verify' as const] : []),
    ...(method.state === 'active' && !method.isDefault ? ['make_default' as const] : []),
    ...('remove' in methodMoves[method.state] ? ['remove' as const] : []),
  ]
  return { ...shown, ways: isOpen ? [...waysOf[method.kind]] : [], may }
}

const suiteJson = z.enum(['aes-256-gcm', 'sm4-gcm'])
export const rotationJson = z
  .strictObject({
    id: idJson('rot'),
    what: z.enum(['data', 'master', 'search']),
    suite: suiteJson.nullable(),
    actor: z.string().max(100),
    askedAt: timeJson,
    keysTotal: z.int(),
    keysDone: z.int(),
    valuesDone: z.int(),
    doneAt: timeJson.nullable(),
  })
  .meta({ id: 'VaultRotation' })

export const keysJson = z
  .strictObject({
    master: z.strictObject({ id: z.string().max(300), kind: z.enum(['file', 'kms', 'hsm']) }),
    masters: z.array(z.strictObject({ id: z.string().max(300), keys: z.int() })).max(100),
    keys: z
      .array(
        z.strictObject({
          tenant: z.string().max(60),
          purpose: z.string().max(60),
          personal: z.boolean().meta({ description: 'One key for each person, counted here' }),
          suite: suiteJson,
          state: z.enum(['active', 'retired', 'destroyed']),
          keys: z.int(),
          version: z.int(),
          firstAt: timeJson,
          lastAt: timeJson,
        }),
      )
      .max(500),
    rotations: z.array(rotationJson).max(10),
    refusals: z
      .array(z.strictObject({ because: z.string().max(40), count: z.int(), lastAt: timeJson }))
      .max(20)
      .meta({ description: 'Ciphertexts that did not verify in the last 30 days, by reason' }),
    at: timeJson,
  })
  .meta({ id: 'VaultKeys' })
