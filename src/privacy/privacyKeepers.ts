import type { Keepers, SealKeeper } from '../vault/keepers.ts'
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

/** Where privacy keeps what the vault made: what a person wrote, and what was answered. */
export const privacyKeepers: Keepers = { hashes: [], seals: [keeperOf('words'), keeperOf('answer')] }
