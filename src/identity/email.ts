import { searchHash } from '../vault/searchHash.ts'
import type { Inside, World } from '../world/world.ts'

/** How an e-mail address is kept: a keyed hash to find its person by, and a masked text to show. */
export type KeptEmail = { hash: string; masked: string }

/** Upper and lower case are one address here: single sign-on providers differ in how they write them. */
export async function keptEmail(w: World | Inside, address: string): Promise<KeptEmail> {
  const normal = address.trim().toLowerCase()
  const at = normal.lastIndexOf('@')
  return { hash: await searchHash(w, 'email', normal), masked: `${normal.slice(0, 1)}***${normal.slice(at)}` }
}
