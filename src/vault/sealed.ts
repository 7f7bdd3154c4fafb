import { canonical } from '../base/canonical.ts'
import { type Id, isId } from '../base/id.ts'
import { type Suite, suites } from './box.ts'

/**
 * A ciphertext as it is kept: `v1.a.dek_….…`: version of the form, letter of the suite, data key, and base64url of salt, tag and
 * ciphertext. It says nothing about what is inside, and opens only with the place it was sealed for.
 */
export type Sealed = string & { readonly sealed?: never }

/** Where a sealed value belongs. Any other place does not open it. */
export type Place = {
  /** Whose data it is: `institution`, or the id of an organisation. */
  tenant: string
  /** What it is kept for; every purpose has data keys of its own: `vault.token`, `identity.totp`. */
  purpose: string
  /** The row and column it stands in, so that a ciphertext moved to another row does not open. */
  context: string
  /** The person whose key it is sealed under, so that destroying that one key shreds it. */
  subject?: string
}

export type SealedParts = { suite: Suite; key: Id<'dek'>; boxed: Buffer }

export const printSealed = ({ suite, key, boxed }: SealedParts): Sealed =>
  `v1.${suites[suite].letter}.${key}.${boxed.toString('base64url')}`

/** The parts of a ciphertext, or null when it is none. */
export function parseSealed(sealed: string): SealedParts | null {
  const [version, letter, key = '', body = '', ...more] = sealed.split('.')
  const suite = (Object.keys(suites) as Suite[]).find((name) => suites[name].letter === letter)
  if (version !== 'v1' || !suite || more.length > 0 || !isId('dek', key) || !/^[\w-]+$/.test(body)) return null
  const boxed = Buffer.from(body, 'base64url')
  return boxed.toString('base64url') === body ? { suite, key, boxed } : null
}

/** The associated data: form, suite, key and place, so that none of them can be exchanged. */
export const boundTo = ({ tenant, purpose, context, subject = '' }: Place, suite: Suite, key: string): string =>
  canonical({ form: 'v1', suite, key, tenant, purpose, context, subject })
