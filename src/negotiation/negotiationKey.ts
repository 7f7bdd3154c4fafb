import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { present } from '../base/assert.ts'
import type { SealKeeper } from '../vault/keepers.ts'
import { sealText } from '../vault/seal.ts'
import type { Place } from '../vault/sealed.ts'
import { unsealText } from '../vault/unseal.ts'
import type { Inside, World } from '../world/world.ts'
import { publicHalf, type Side, toPrivateKey } from './move.ts'
import { isKeyUnder, partnerKey, replaceSealedKey, savePartnerKey, sealedKeysAfter } from './store.ts'

/** The file of the key by which the institution signs its moves: Ed25519, PKCS #8 in PEM. */
export const negotiationKeyFile = 'institution-negotiation.key'

const newKeyPem = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

// Sealed under the partner's own tenant: no other organisation's place opens it.
const placeOf = (partner: string): Place => ({
  tenant: partner,
  purpose: 'negotiation.key',
  context: `${partner}/sealed`,
})

/** The public halves of both sides' keys; a partner that has none yet gets one, sealed as its own. */
export async function keysOfRoom(i: Inside, partner: string): Promise<Record<Side, string>> {
  const institution = publicHalf(institutionKey(i))
  const kept = await partnerKey(i, partner)
  if (kept) return { institution, wallet: kept.publicKey }
  const pem = newKeyPem()
  await savePartnerKey(i, partner, await sealText(i, placeOf(partner), pem), publicHalf(toPrivateKey(pem)))
  // Read again: of two who make the first key at once, the other's stands.
  const { publicKey: wallet } = present(await partnerKey(i, partner), 'the partner has its key now')
  return { institution, wallet }
}

/** The key by which a side signs. Only its own people's moves ever ask for it. */
export async function signingKeyOf(i: Inside, side: Side, partner: string): Promise<KeyObject> {
  if (side === 'institution') return institutionKey(i)
  const { sealed } = present(await partnerKey(i, partner), 'a room is opened with its partner’s key')
  return toPrivateKey(await unsealText(i, sealed, placeOf(partner)))
}

const institutionKey = (w: World | Inside): KeyObject =>
  toPrivateKey(w.keys.readOrMake(negotiationKeyFile, newKeyPem).toString())

/** Lets the vault's keys rotate through the partners' keys. */
export const negotiationSeals: readonly SealKeeper[] = [
  {
    name: 'negotiation.partner_key.sealed',
    purpose: placeOf('').purpose,
    page: async (w, after, most) =>
      (await sealedKeysAfter(w, after, most)).map(({ partner: id, sealed }) => ({ id, sealed, place: placeOf(id) })),
    replace: replaceSealedKey,
    names: isKeyUnder,
  },
]
