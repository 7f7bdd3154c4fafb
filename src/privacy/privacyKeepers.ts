import type { Keepers, SealKeeper } from '../vault/keepers.ts'
import { wardPlace } from './childTold.ts'
import { isWardUnder, replaceSealedWard, sealedWardsAfter, wardPhones } from './storeSealedWards.ts'
import { isRequestUnder, replaceSealedWords, sealedWordsAfter } from './storeSealedWords.ts'
import { wordsPlace } from './words.ts'

const keeperOf = (field: 'words' | 'answer'): SealKeeper => ({
  name: `privacy.request.${field}`,
  purpose: wordsPlace('', '', field).purpose,
  page: async (w, after, most) =>
    (await sealedWordsAfter(w, field, after, most)).map(({ id, subject, sealed }) => ({
      id,
      sealed,
      place: wordsPlace(subject, id, field),
    })),
  replace: (i, id, from, to) => replaceSealedWords(i, field, { id, from, to }),
  names: isRequestUnder,
})

const wardKeeperOf = (field: 'child' | 'reason'): SealKeeper => ({
  name: `privacy.ward_registration.${field === 'child' ? 'sealed' : field}`,
  purpose: wardPlace('', '', field).purpose,
  page: async (w, after, most) =>
    (await sealedWardsAfter(w, field, after, most)).map(({ id, subject, sealed }) => ({
      id,
      sealed,
      place: wardPlace(subject, id, field),
    })),
  replace: (i, id, from, to) => replaceSealedWard(i, field, { id, from, to }),
  names: isWardUnder,
})

/** Where privacy keeps what the vault made: what a person wrote, what was answered, and what guardians told of children. */
export const privacyKeepers: Keepers = {
  hashes: [wardPhones],
  seals: [keeperOf('words'), keeperOf('answer'), wardKeeperOf('child'), wardKeeperOf('reason')],
}
