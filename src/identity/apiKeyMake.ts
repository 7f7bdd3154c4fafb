import { digestOf } from '../base/digest.ts'
import { newId } from '../base/id.ts'
import { hourMs } from '../base/time.ts'
import { sealText } from '../vault/seal.ts'
import { transaction } from '../world/command.ts'
import { record } from '../world/record.ts'
import type { Who } from '../world/route.ts'
import type { Inside, World } from '../world/world.ts'
import { addressRange } from './addressRange.ts'
import { type ApiKey, keyState, type Signing } from './apiKey.ts'
import { type Confirm, unconfirmed } from './confirmAdmin.ts'
import { identityFaults } from './errors.ts'
import type { OrgKind } from './person.ts'
import { publicKeyBytes } from './requestSignature.ts'
import { ceilingOf } from './rolesCeiling.ts'
import { refuseToGrantMore } from './rolesChange.ts'
import {
  apiKeyById,
  endApiKey,
  limitApiKey,
  type StoredKey,
  saveAddresses,
  saveApiKey,
  saveKeeper,
} from './storeApiKeys.ts'

/** What is shown once and never again. */
export type KeyShown = { id: string; text: string; signingSecret: string | null }

export type KeyWanted = {
  org: string
  orgKind: OrgKind
  name: { zh: string; en: string }
  permissions: string[]
  addresses: string[]
  expiresAt: number | null
  signing: Signing
  /** `whpk_…`, for signing by Ed25519. */
  publicKey: string | null
}

/** Where the secret of a key's signatures is sealed. */
export const signingPlace = (key: Pick<ApiKey, 'id' | 'org'>) => ({
  tenant: key.org,
  purpose: 'identity.request_signing',
  context: `api_key:${key.id}`,
})

/** Makes a key with at most what its maker may do and what this kind of organisation can have. */
export async function makeKey(
  w: World,
  who: Who,
  wanted: KeyWanted,
  confirm: Confirm = unconfirmed,
): Promise<KeyShown> {
  refuseKey(who, wanted)
  return await transaction(w, async (i) => {
    await confirm(i)
    return await putKey(i, { ...wanted, createdBy: who.id, rotatedFrom: null })
  })
}

/** Refuses a key beyond what its maker may do or its organisation can have, and what is not well written. Throws as `makeKey`. */
export function refuseKey(who: Who, wanted: KeyWanted): void {
  const impossible = wanted.permissions.filter((one) => !(ceilingOf(wanted.orgKind) as string[]).includes(one))
  if (impossible.length > 0) throw identityFaults.beyondKind({ permissions: impossible.join(', ') })
  refuseToGrantMore(who, wanted.permissions)
  for (const range of wanted.addresses) addressRange(range)
  if (wanted.signing === 'ed25519') publicKeyBytes(wanted.publicKey ?? '')
}

/** Makes the key that takes over: same scopes, addresses and way of signing; the old one lives on for `overlapHours`. */
export async function rotateKey(
  w: World,
  who: Who,
  id: string,
  overlapHours: number,
  confirm: Confirm = unconfirmed,
): Promise<KeyShown> {
  return await transaction(w, async (i) => {
    const { keeper: _, ...old } = await keyFor(i, who, id)
    if (keyState(old, i.now()) !== 'active') throw identityFaults.keyEnded()
    refuseToGrantMore(who, old.permissions)
    await confirm(i)
    const publicKey = old.signing === 'ed25519' ? old.signingKey : null
    // A key that was made for a term keeps the length of its term.
    const expiresAt = old.expiresAt === null ? null : i.now() + (old.expiresAt - old.createdAt)
    const made = await putKey(i, { ...old, publicKey, expiresAt, createdBy: who.id, rotatedFrom: old.id })
    const done =
      overlapHours === 0 ? await endApiKey(i, id, 'rotated') : await limitApiKey(i, id, i.now() + overlapHours * hourMs)
    if (!done) throw identityFaults.keyEnded()
    record(i, { act: 'identity.rotate_key', object: id, facts: { to: made.id, overlapHours } })
    return made
  })
}

/** Ends a key at once; ending it twice changes nothing. */
export async function revokeKey(w: World, who: Who, id: string): Promise<void> {
  await transaction(w, async (i) => {
    await keyFor(i, who, id)
    if (await endApiKey(i, id, 'revoked')) record(i, { act: 'identity.revoke_key', object: id })
  })
}

/** Takes a key over from whoever made it: this person answers for it from now on. Fault identity.people_decide for machines. */
export async function adoptKey(w: World, who: Who, id: string): Promise<void> {
  if (who.kind !== 'user') throw identityFaults.peopleDecide()
  await transaction(w, async (i) => {
    const { keeper, createdBy } = await keyFor(i, who, id)
    if (keeper?.id === who.id) return
    await saveKeeper(i, id, who.id)
    record(i, { act: 'identity.adopt_key', object: id, facts: { from: keeper?.id ?? createdBy, to: who.id } })
  })
}

/** Says from which addresses a key may be used. */
export async function setKeyAddresses(w: World, who: Who, id: string, addresses: string[]): Promise<void> {
  for (const range of addresses) addressRange(range)
  await transaction(w, async (i) => {
    const { addresses: before } = await keyFor(i, who, id)
    await saveAddresses(i, id, addresses)
    record(i, { act: 'identity.key_addresses', object: id, before, after: addresses, facts: { addresses } })
  })
}

/** The key if this caller may know of it; a partner or merchant knows its own only. */
export async function keyFor(w: World, who: Who, id: string): Promise<StoredKey> {
  const key = await apiKeyById(w, id)
  const all = who.orgKind === 'institution' || who.orgKind === 'auditor'
  if (!key || !(all || key.org === who.org)) throw identityFaults.noSuchKey({ key: id })
  return key
}

/** Writes a key down; only a digest of its text is kept, and the secret of its signatures only sealed. */
export async function putKey(
  i: Inside,
  wanted: KeyWanted & { createdBy: string; rotatedFrom: string | null },
  secret: Uint8Array = i.random.bytes(24),
): Promise<KeyShown> {
  const id = newId('key', i.now(), i.random)
  const text = `cov_${i.mode}_${Buffer.from(secret).toString('hex')}`
  const { org, orgKind, name, permissions, addresses, expiresAt, signing, createdBy, rotatedFrom } = wanted
  const signingSecret = signing === 'hmac' ? `whsec_${Buffer.from(i.random.bytes(32)).toString('base64')}` : null
  const key = { id, org, orgKind, name, permissions, addresses, expiresAt, signing, createdBy, rotatedFrom }
  await saveApiKey(
    i,
    { ...key, shown: text.slice(0, text.lastIndexOf('_') + 7) },
    {
      digest: digestOf(text),
      signingKey:
        signingSecret === null ? wanted.publicKey : await sealText(i, signingPlace({ id, org }), signingSecret),
    },
  )
  record(i, { act: 'identity.issue_key', object: id, facts: { org, permissions, addresses, expiresAt, signing } })
  return { id, text, signingSecret }
}
