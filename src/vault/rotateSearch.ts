import { transaction } from '../world/command.ts'
import { record } from '../world/record.ts'
import type { Inside, World } from '../world/world.ts'
import type { DataKey } from './dataKey.ts'
import type { HashKeeper, HashSpan } from './keepers.ts'
import { keepKey, newKey } from './keyring.ts'
import type { Rotation } from './rotation.ts'
import { searchPlace, turnedTo, turnPlace } from './searchHash.ts'
import { activeKey, livingVersions, retireKey } from './storeKeys.ts'
import { advanceRotation } from './storeRotation.ts'
import { holdVersionsAlone } from './storeSearch.ts'

const hashesARun = 500

/** The stretch of the alphabet where hashes of a version stand; version 0 are those from before versions. */
export const spanOf = (version: number): HashSpan =>
  version === 0 ? { from: '0', to: 'g' } : { from: `v${version}.`, to: `v${version}/` }

/** Makes the version that a rotation asked for, once. From its commit on everybody hashes with it and looks up both. */
export async function renewTurn(w: World, { id, askedAt }: Rotation): Promise<void> {
  const old = await activeKey(w, turnPlace)
  if (!old || old.madeAt >= askedAt) return
  const next = await newKey(w, turnPlace, old.suite)
  await transaction(w, async (i) => {
    await holdVersionsAlone(i)
    if (!(await retireKey(i, old.id))) return
    await keepKey(i, next)
    await advanceRotation(i, id, 1, 0)
  })
}

/** Turns kept hashes of older versions on to today's, at most 500 of them. Answers how many. */
export async function moveHashes(
  w: World,
  keepers: readonly HashKeeper[],
  rotation: Rotation | null,
  most = hashesARun,
): Promise<number> {
  const turns = await livingVersions(w, turnPlace)
  const [today, ...older] = turns
  if (!today) return 0
  let left = most
  for (const span of [...older.map(({ version }) => spanOf(version)), spanOf(0)])
    for (const keeper of keepers) {
      if (left <= 0) return most
      const found = await keeper.hashesIn(w, span, left)
      if (found.length > 0) left -= await transaction(w, (i) => moveSome(i, keeper, found, { turns, today, rotation }))
    }
  return most - left
}

type To = { turns: readonly DataKey[]; today: DataKey; rotation: Rotation | null }

async function moveSome(i: Inside, keeper: HashKeeper, found: readonly string[], { turns, today, rotation }: To) {
  const pairs = await Promise.all(found.map(async (hash) => ({ hash, to: await turnedTo(i, hash, turns, today) })))
  const known = pairs.flatMap(({ hash, to }) => (to === null ? [] : [{ hash, to }]))
  const moved = await keeper.move(i, { from: known.map(({ hash }) => hash), to: known.map(({ to }) => to) })
  if (moved === 0) return 0
  if (rotation) await advanceRotation(i, rotation.id, 0, moved)
  const facts = { column: keeper.name, hashes: moved, version: today.version }
  record(i, { act: 'vault.turn_hashes', object: rotation?.id ?? 'vault', facts })
  return moved
}

/**
 * Turns every hash from before versions, all in one transaction: for an installation from then, before its doors open. Does nothing
 * anywhere else. Answers how many.
 */
export async function convertSearch(w: World, keepers: readonly HashKeeper[]): Promise<number> {
  if (!(await activeKey(w, searchPlace)) || (await livingVersions(w, turnPlace)).length > 0) return 0
  const first = await newKey(w, turnPlace, 'aes-256-gcm')
  return await transaction(w, async (i) => {
    await holdVersionsAlone(i)
    const today = await keepKey(i, first)
    let done = 0
    for (const keeper of keepers)
      for (;;) {
        const found = await keeper.hashesIn(i, spanOf(0), hashesARun)
        const moved = await moveSome(i, keeper, found, { turns: [today], today, rotation: null })
        done += moved
        if (moved === 0) break
      }
    return done
  })
}
