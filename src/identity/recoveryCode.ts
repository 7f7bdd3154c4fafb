import { searchHash } from '../vault/searchHash.ts'
import { transaction } from '../world/command.ts'
import { record } from '../world/record.ts'
import type { World } from '../world/world.ts'
import { identityFaults } from './errors.ts'
import { replaceRecoveryCodes, spendRecoveryCode } from './storeFactors.ts'

const howMany = 10
// No 0, 1, i, l, o, u: they are copied by hand. 10 letters of 30 are 49 bits, and tries are counted.
const letters = '23456789abcdefghjkmnpqrstvwxyz'

/** Makes ten new codes, shown this once; the old ones are worth nothing from now on. */
export async function makeRecoveryCodes(w: World, person: string): Promise<string[]> {
  const codes = Array.from({ length: howMany }, () => newCode(w))
  const hashes = await Promise.all(codes.map((code) => hashOf(w, person, code)))
  await transaction(w, async (i) => {
    await replaceRecoveryCodes(i, person, hashes)
    record(i, { act: 'identity.make_recovery_codes', object: person, facts: { codes: howMany } })
  })
  return codes
}

/** Uses a code up. Fault identity.code_wrong. */
export async function takeRecoveryCode(w: World, person: string, code: string): Promise<void> {
  const hash = await hashOf(w, person, code)
  await transaction(w, async (i) => {
    if (!(await spendRecoveryCode(i, person, hash))) throw identityFaults.codeWrong()
    record(i, { act: 'identity.use_recovery_code', object: person })
  })
}

function newCode(w: World): string {
  const text = Array.from({ length: 10 }, () => letters[w.random.below(letters.length)]).join('')
  return `${text.slice(0, 5)}-${text.slice(5)}`
}

const hashOf = (w: World, person: string, code: string): Promise<string> =>
  searchHash(
    w,
    'identity.recovery_code',
    `${person}:${code
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^a-z0-9]/g, '')}`,
  )
