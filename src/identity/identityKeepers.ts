import type { Keepers, SealKeeper } from '../vault/keepers.ts'
import { signingPlace } from './apiKeyMake.ts'
import { signOnPlace } from './singleSignOn.ts'
import { identityHashes } from './storeHashes.ts'
import {
  isProviderUnder,
  isSigningUnder,
  isTotpUnder,
  providersAfter,
  replaceClientSecret,
  replaceSigningSecret,
  replaceTotpSecret,
  signingsAfter,
  totpsAfter,
} from './storeSealed.ts'
import { totpPlace } from './totp.ts'

const seals: readonly SealKeeper[] = [
  {
    name: 'identity.totp.sealed',
    purpose: totpPlace('').purpose,
    page: async (w, after, most) =>
      (await totpsAfter(w, after, most)).map((row) => ({ ...row, place: totpPlace(row.id) })),
    replace: replaceTotpSecret,
    names: (i, { id }) => isTotpUnder(i, id),
  },
  {
    name: 'identity.api_key.signing_key',
    purpose: signingPlace({ id: 'key_', org: '' }).purpose,
    page: async (w, after, most) =>
      (await signingsAfter(w, after, most)).map(({ id, org, sealed }) => ({
        id,
        sealed,
        place: signingPlace({ id: id as `key_${string}`, org }),
      })),
    replace: replaceSigningSecret,
    names: (i, { id }) => isSigningUnder(i, id),
  },
  {
    name: 'identity.sign_on_provider.client_secret',
    purpose: signOnPlace.purpose,
    page: async (w, after, most) =>
      (await providersAfter(w, after, most)).map((row) => ({ ...row, place: signOnPlace })),
    replace: replaceClientSecret,
    names: (i, { id }) => isProviderUnder(i, id),
  },
]

/** Where identity keeps what the vault made. */
export const identityKeepers: Keepers = { hashes: identityHashes, seals }
