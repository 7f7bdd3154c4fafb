import type { HashKeeper, Keepers } from './keepers.ts'
import { answerHashesIn, moveAnswerHashes, moveTokenHashes, tokenHashesIn } from './storeSearch.ts'

/** The vault's own columns of search hashes. */
const ownHashes: readonly HashKeeper[] = [
  { name: 'vault.token.hash', hashesIn: tokenHashesIn, move: moveTokenHashes },
  { name: 'vault.challenge.hash', hashesIn: answerHashesIn, move: moveAnswerHashes },
]

/** What the vault itself keeps. Its own ciphertexts stand beside the id of their key and need no keeper. */
export const ownKeepers: Keepers = { hashes: ownHashes, seals: [] }
