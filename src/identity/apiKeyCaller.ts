import { digestOf } from '../base/digest.ts'
import { minuteMs } from '../base/time.ts'
import { unsealText } from '../vault/unseal.ts'
import { transaction } from '../world/command.ts'
import { countingFaults, countOne } from '../world/counters.ts'
import type { Who } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { inRanges } from './addressRange.ts'
import { keyState } from './apiKey.ts'
import { signingPlace } from './apiKeyMake.ts'
import { identityFaults } from './errors.ts'
import { checkSignature, publicKeyBytes, type SigningKey, secretBytes, signedOf } from './requestSignature.ts'
import { within } from './rolesCeiling.ts'
import { apiKeyByDigest, type StoredKey, saveKeyUse, takeRequestNonce } from './storeApiKeys.ts'

const bearer = /^Bearer (cov_[a-z]+_[0-9a-f]{48})$/
const useEveryMs = 5 * minuteMs

/** What a machine shows: its key, where it comes from, and the request itself, which it may have signed. */
export type KeyCall = {
  authorization: string
  ip: string
  method: string
  target: string
  headers: Readonly<Record<string, string>>
  raw: Uint8Array
}

/**
 * Recognises the holder of an API key; null when nobody issued it. A key that is over, comes from elsewhere or should have signed
 * is told so: whoever holds its text learns nothing new. Throws identity.key_… and identity.signature_….
 */
export async function whoseKey(w: World, call: KeyCall): Promise<Who | null> {
  const text = bearer.exec(call.authorization)?.[1]
  const key = text === undefined ? null : await apiKeyByDigest(w, digestOf(text))
  if (!key) {
    if (text !== undefined) countOne(w, 'keyRefused', 'unknown')
    return null
  }
  try {
    await countingFaults(w, 'keyRefused', refuseUnlessGood(w, key, call))
  } catch (error) {
    w.log.warn({ key: key.id, org: key.org, code: (error as { code?: string }).code }, 'an API key was refused')
    throw error
  }
  if (key.usedAt === null || key.usedAt < w.now() - useEveryMs) {
    await transaction(w, (i) => saveKeyUse(i, key.id, w.now() - useEveryMs), {
      unrecorded: 'that a key is in use is no change of anything',
    })
  }
  return {
    kind: 'key',
    id: key.id,
    name: key.name.en,
    org: key.org,
    orgKind: key.orgKind,
    role: 'api-key',
    permissions: new Set(within(key.orgKind, key.permissions)),
    session: null,
    assurance: { methods: ['key'], factors: 0, at: w.now() },
  }
}

async function refuseUnlessGood(w: World, key: StoredKey, call: KeyCall): Promise<void> {
  const state = keyState(key, w.now())
  if (state === 'revoked' || state === 'expired') throw identityFaults.keyOver()
  if (key.addresses.length > 0 && !inRanges(call.ip, key.addresses))
    throw identityFaults.keyAddress({ address: call.ip })
  if (key.signing === 'none') return
  const signed = signedOf(call)
  const { expiresAt } = checkSignature(signed, await signingKeyOf(w, key), w.now())
  // Only now: a number is used up by its own key's true signature, never by a stranger's guess.
  const isNew = await transaction(w, (i) => takeRequestNonce(i, key.id, signed.id, expiresAt), {
    unrecorded: 'the number of a signed request matters for minutes only',
  })
  if (!isNew) throw identityFaults.signatureReplayed()
}

async function signingKeyOf(w: World, key: StoredKey): Promise<SigningKey> {
  return key.signing === 'hmac'
    ? { kind: 'hmac', secret: secretBytes(await unsealText(w, key.signingKey ?? '', signingPlace(key))) }
    : { kind: 'ed25519', publicKey: publicKeyBytes(key.signingKey ?? '') }
}
