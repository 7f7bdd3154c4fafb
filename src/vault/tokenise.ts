import { present } from '../base/assert.ts'
import type { Digest } from '../base/digest.ts'
import { type Id, newId } from '../base/id.ts'
import { record } from '../world/record.ts'
import type { Inside, World } from '../world/world.ts'
import { refuseTrackData } from './authenticationData.ts'
import { vaultFaults } from './errors.ts'
import { sealText } from './seal.ts'
import { parseSealed } from './sealed.ts'
import { searchHash } from './searchHash.ts'
import { insertToken, insertValue, isHeldBy, tokenByHash } from './store.ts'
import { copyPlace, type Token } from './token.ts'
import { kindNames, type Read, readValue, type TokenKind } from './value.ts'

type Wanted = { tenant: string; kind: TokenKind; value: string; subject: string }
export type Tokenised = { token: Id<'tok'>; masked: string; hash: Digest; detail: { [name: string]: string } }

/**
 * The token of a value: made on first sight, the same one ever after for the same tenant, however the value was written. The value is
 * sealed under the key of the person it belongs to. Faults vault.value_invalid, vault.authentication_data.
 */
export async function tokenise(i: Inside, { tenant, kind, value, subject }: Wanted): Promise<Tokenised> {
  const read = normal(kind, value)
  const hash = await searchHash(i, kind, read.value, tenant)
  const token = await tokenFor(i, { tenant, kind, hash, masked: read.masked, detail: read.detail })
  await keepValue(i, token, subject, read.value)
  return { token: token.id, masked: token.masked, hash, detail: token.detail }
}

// A person's key may be destroyed between sealing and keeping; then the value is sealed anew under their next key.
async function keepValue(i: Inside, token: Token, subject: string, value: string): Promise<void> {
  for (let attempt = 0; attempt < 3 && !(await isHeldBy(i, token.id, subject)); attempt++) {
    const sealed = await sealText(i, copyPlace(token, subject), value)
    const { key } = present(parseSealed(sealed), 'what was just sealed has its form')
    const isKept = await insertValue(i, { token: token.id, subject, key, sealed, madeAt: i.now() })
    if (isKept)
      record(i, { act: 'vault.tokenise', object: token.id, facts: { kind: token.kind, tenant: token.tenant, subject } })
  }
}

/** The keyed hash of a value as `tokenise` makes it, to look for it. Faults as `tokenise`. */
export const hashOfValue = async (w: World, kind: TokenKind, value: string, tenant: string): Promise<Digest> =>
  await searchHash(w, kind, normal(kind, value).value, tenant)

function normal(kind: TokenKind, value: string): Read & { ok: true } {
  refuseTrackData(value)
  const read = readValue(kind, value)
  if (read.ok) return read
  const { zh, en } = kindNames[kind]
  throw vaultFaults.valueInvalid({ kindZh: zh, kindEn: en, whyZh: read.zh, whyEn: read.en })
}

async function tokenFor(i: Inside, wanted: Pick<Token, 'tenant' | 'kind' | 'masked' | 'detail'> & { hash: Digest }) {
  const known = await tokenByHash(i, wanted)
  if (known) return known
  const token: Token = { ...wanted, id: newId('tok', i.now(), i.random), madeAt: i.now(), shreddedAt: null }
  if (await insertToken(i, token)) return token
  return present(await tokenByHash(i, wanted), 'whoever was first left the token')
}
