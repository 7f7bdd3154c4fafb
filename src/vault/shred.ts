import { record } from '../world/record.ts'
import { eraseSalts } from '../world/records.ts'
import type { Inside } from '../world/world.ts'
import { forget } from './keyring.ts'
import { shredCopy, shredValues } from './store.ts'
import { destroyKeys, lockKeysOf } from './storeKeys.ts'
import { shredMethods } from './storeMethod.ts'

export type Shredded = { keys: number; copies: number; tokens: number; methods: number; salts: number }

/**
 * Destroys a person's data keys: whatever any module sealed with this `subject` is unreadable from the commit on, wherever its
 * ciphertext lies. Their tokens lose hash and mask unless somebody else has the same value, their saved methods are removed, and the
 * salts of what the log could prove about them are erased. The rows and the record stay and say that it happened. Copies of the key in
 * a database backup die with the backup.
 */
export async function shred(i: Inside, subject: string): Promise<Shredded> {
  const keys = await lockKeysOf(i, subject)
  await destroyKeys(
    i,
    keys.map(({ id }) => id),
  )
  const { copies, tokens } = await shredValues(i, subject)
  const methods = await shredMethods(i, subject)
  const salts = await eraseSalts(i, subject)
  for (const { wrapped } of keys) if (wrapped !== null) forget(i, wrapped)
  const done = { keys: keys.length, copies, tokens, methods, salts }
  record(i, { act: 'vault.shred', object: subject, facts: done })
  return done
}

/**
 * Shreds what one person has behind one token (a phone that was taken away or exchanged): their copy is emptied, and the token loses hash
 * and mask unless somebody else has the same value. False when they had no copy. Copies in a database backup die with the backup.
 */
export async function shredToken(i: Inside, token: string, subject: string): Promise<boolean> {
  const done = await shredCopy(i, token, subject)
  if (done) record(i, { act: 'vault.shred_token', object: token, facts: { subject } })
  return done
}
