import type { Inside, World } from '../world/world.ts'
import { vaultFaults } from './errors.ts'
import { livingCopies, tokenById } from './store.ts'
import { copyPlace, type Token } from './token.ts'
import { unsealText } from './unseal.ts'

/**
 * The value behind a token, for the house's own use (asking a bank, sending a code). People see values through `reveal` only. With
 * `subject` the copy of that person is opened. Faults vault.token_not_found, vault.shredded.
 */
export async function detokenise(w: World | Inside, id: string, subject?: string): Promise<string> {
  const token = await tokenById(w, id)
  if (!token) throw vaultFaults.tokenNotFound({ token: id })
  return await openToken(w, token, subject)
}

/** The value of a token that was already looked up. Fault vault.shredded when no copy is left. */
export async function openToken(w: World | Inside, token: Token, subject?: string): Promise<string> {
  const copies = await livingCopies(w, token.id)
  const copy = subject === undefined ? copies[0] : copies.find((one) => one.subject === subject)
  if (!copy) throw vaultFaults.shredded()
  return await unsealText(w, copy.sealed, copyPlace(token, copy.subject))
}
