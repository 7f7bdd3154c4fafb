import { createHmac } from 'node:crypto'
import { present } from '../base/assert.ts'
import { canonical } from '../base/canonical.ts'
import type { Digest } from '../base/digest.ts'
import type { Inside, World } from '../world/world.ts'
import type { DataKey } from './dataKey.ts'
import { bytesOf, sealingKey } from './keyring.ts'
import { activeKey, livingVersions } from './storeKeys.ts'
import { holdVersions } from './storeSearch.ts'
import { turnBetween, turned, turnedHash, turnOf } from './turn.ts'

/** The place of the key of the inner hash (HMAC). Alone it finds nothing: what is kept was turned by the key below. */
export const searchPlace = { tenant: 'house', purpose: 'vault.search', subject: '' }
/** The place of the key that turns the inner hash. It rotates: kept hashes are turned on without knowing their values. */
export const turnPlace = { tenant: 'house', purpose: 'vault.search_turn', subject: '' }

const bare = /^[0-9a-f]{64}$/
const versioned = /^v([1-9]\d{0,8})\.([0-9a-f]{64})$/

/**
 * A keyed hash by which a value is found again without being kept in clear: HMAC-SHA-256, turned by today's version of a second key.
 * Without both keys nobody can try card numbers or phones against it (PCI DSS 4.0.1, 3.5.1.1). Bring the value in its normal form
 * (`normalValue`). `tenant` keeps tenants apart. Look what is kept up by `everyVersion` of it. Where a value may stand only once, hash
 * and write in one transaction: it holds the version until it ends.
 */
export async function searchHash(
  w: World | Inside,
  kind: string,
  value: string,
  tenant = 'institution',
): Promise<Digest> {
  const turn = await turnNow(w)
  const inner = createHmac('sha256', await bytesOf(w, await sealingKey(w, searchPlace)))
    .update(canonical({ form: 'search/1', tenant, kind, value }))
    .digest()
  return turn ? printed(turn, turnedHash(inner, turnOf(await bytesOf(w, turn)))) : inner.toString('hex')
}

/** The same hash under every version that may still stand in a row, today's first. Ask for any of them. */
export async function everyVersion(w: World | Inside, hash: Digest): Promise<Digest[]> {
  const [, number = '', hex = ''] = versioned.exec(hash) ?? []
  if (number === '') return [hash]
  if ('tx' in w) await holdVersions(w)
  const turns = await livingVersions(w, turnPlace)
  const own = turns.find(({ version }) => version === Number(number))
  if (!own || turns.length === 1) return [hash]
  const from = turnOf(await bytesOf(w, own))
  const all = await Promise.all(
    turns.map(async (turn) => {
      const by = turnBetween(from, turnOf(await bytesOf(w, turn)))
      const point = turn.id === own.id ? Buffer.from(hex, 'hex') : turned(Buffer.from(hex, 'hex'), by)
      return point ? [printed(turn, point)] : []
    }),
  )
  return all.flat()
}

/** Whether two kept hashes are of the same value, whatever their versions. */
export async function isSameHash(w: World | Inside, one: Digest, other: Digest): Promise<boolean> {
  return one === other || (await everyVersion(w, one)).includes(other)
}

/** A kept hash turned on to a version; null when it is no hash, or its own version is gone. */
export async function turnedTo(w: World | Inside, hash: Digest, turns: readonly DataKey[], to: DataKey) {
  const by = turnOf(await bytesOf(w, to))
  if (bare.test(hash)) return printed(to, turnedHash(Buffer.from(hash, 'hex'), by))
  const [, number = '', hex = ''] = versioned.exec(hash) ?? []
  const own = turns.find(({ version }) => version === Number(number))
  if (!own) return null
  const point = turned(Buffer.from(hex, 'hex'), turnBetween(turnOf(await bytesOf(w, own)), by))
  return point && printed(to, point)
}

// Null only where hashes from before versions stand: then they stay as they are until `convertSearch` turned them all. A fresh vault
// makes the turning key first, so whoever sees the inner key sees that one too.
async function turnNow(w: World | Inside): Promise<DataKey | null> {
  if ('tx' in w) await holdVersions(w)
  const isOld = (await activeKey(w, searchPlace)) !== null
  const [turn = null] = await livingVersions(w, turnPlace)
  if (turn || isOld) return turn
  await sealingKey(w, turnPlace)
  return present((await livingVersions(w, turnPlace))[0], 'the key that was just made is there')
}

const printed = ({ version }: DataKey, point: Buffer): Digest => `v${version}.${point.toString('hex')}`
