import { present } from '../base/assert.ts'
import { newId } from '../base/id.ts'
import { actorText } from '../world/actor.ts'
import { transaction } from '../world/command.ts'
import { addJob } from '../world/jobs.ts'
import { record } from '../world/record.ts'
import type { Inside, World } from '../world/world.ts'
import type { Suite } from './box.ts'
import type { Keepers } from './keepers.ts'
import { boundKey, bytesOf, forget, keepKey, newKey } from './keyring.ts'
import { nextFile } from './masterFile.ts'
import { masterKey } from './masterKey.ts'
import { resealKept } from './resealKept.ts'
import { moveHashes, renewTurn } from './rotateSearch.ts'
import type { Rotation } from './rotation.ts'
import { sealText } from './seal.ts'
import { parseSealed } from './sealed.ts'
import { searchPlace, turnPlace } from './searchHash.ts'
import { saveResealed, staleCopies } from './store.ts'
import { activeBefore, countActiveBefore, keysNotUnder, mastersInUse, retireKey, saveWrapped } from './storeKeys.ts'
import { advanceRotation, finishRotation, insertRotation, openRotation } from './storeRotation.ts'
import { copyPlace } from './token.ts'
import { skipUnreadable, unsealText } from './unseal.ts'
import { ownKeepers } from './vaultKeepers.ts'

// The keys of searches: the inner one never changes, the turning one by a rotation of its own.
const notData = [searchPlace.purpose, turnPlace.purpose]
const keysARun = 200
const valuesARun = 500

/**
 * Asks for new keys. The job does it in bounded steps; everybody goes on reading and writing meanwhile, because retired keys still
 * read. One rotation of a kind at a time: asking again answers the one under way. Fault vault.master_not_brought.
 */
export async function askRotation(w: World, what: Rotation['what'], suite: Suite | null = null): Promise<Rotation> {
  return await transaction(w, (i) => beginRotation(i, what, suite))
}

/** `askRotation` within a transaction. */
export async function beginRotation(i: Inside, what: Rotation['what'], suite: Suite | null): Promise<Rotation> {
  const known = await openRotation(i, what)
  if (known) return known
  const inUse = await mastersInUse(i)
  const isFile = !i.keys.has('vault-hsm') && !i.keys.has('vault-kms')
  if (what === 'master' && isFile) nextFile(i, (id) => inUse.some(({ master }) => master === id))
  const keysTotal =
    what === 'search'
      ? 1
      : what === 'data'
        ? await countActiveBefore(i, i.now(), notData)
        : inUse.reduce((sum, { master, keys }) => (master === masterKey(i).id ? sum : sum + keys), 0)
  const rotation: Rotation = {
    id: newId('rot', i.now(), i.random),
    what,
    suite: what === 'data' ? suite : null,
    actor: actorText(i.actor),
    askedAt: i.now(),
    keysTotal,
    keysDone: 0,
    valuesDone: 0,
    doneAt: null,
  }
  if (await insertRotation(i, rotation)) {
    await addJob(i, 'vault.rotate', {}, i.now())
    record(i, { act: 'vault.ask_rotation', object: rotation.id, facts: { what, suite, keys: keysTotal } })
  }
  return present(await openRotation(i, what), 'a rotation that was asked for is open')
}

/**
 * One bounded step of every rotation under way, and of values that are still sealed under a retired key. `keepers` are the columns where
 * other modules keep ciphertexts and search hashes. True when more remains.
 */
export async function rotateStep(w: World, keepers: Keepers = ownKeepers): Promise<boolean> {
  const [data, master, search] = [
    await openRotation(w, 'data'),
    await openRotation(w, 'master'),
    await openRotation(w, 'search'),
  ]
  const left = [
    data ? await renewKeys(w, data) : 0,
    await resealValues(w, data),
    master ? await rewrapKeys(w, master) : 0,
  ] as const
  const [keys, values, wrapped] = left
  // Only when no key of before is active any more, so that one round through them is enough.
  const kept = data && keys === 0 ? await resealKept(w, data, keepers.seals) : 0
  if (search) await renewTurn(w, search)
  const hashes = search ? await moveHashes(w, keepers.hashes, search) : 0
  const isDone = [
    [data, keys + values + kept],
    [master, wrapped],
    [search, hashes],
  ] as const
  for (const [rotation, more] of isDone) if (rotation && more === 0) await finished(w, rotation)
  return values > 0 || isDone.some(([rotation, more]) => rotation !== null && more > 0)
}

async function renewKeys(w: World, { id, askedAt, suite }: Rotation): Promise<number> {
  const old = await activeBefore(w, askedAt, notData, keysARun)
  for (const key of old) {
    const next = await newKey(w, { tenant: key.tenant, purpose: key.purpose, subject: key.subject }, suite ?? key.suite)
    await transaction(w, async (i) => {
      if (!(await retireKey(i, key.id))) return
      await keepKey(i, next)
      await advanceRotation(i, id, 1, 0)
    })
  }
  return old.length
}

// Each value is written only over what was read, so that a value shredded or sealed anew meanwhile stays as it is. One that does not
// verify stays too: it was counted and alarmed when it was read, and it must not stop the others.
async function resealValues(w: World, rotation: Rotation | null): Promise<number> {
  const stale = await staleCopies(w, valuesARun)
  if (stale.length === 0) return 0
  return await transaction(w, async (i) => {
    let done = 0
    for (const { token, tenant, subject, sealed: from } of stale) {
      const place = copyPlace({ id: token, tenant }, subject)
      const value = await unsealText(i, from, place).catch(skipUnreadable)
      if (value === null) continue
      const sealed = await sealText(i, place, value)
      const { key } = present(parseSealed(sealed), 'what was just sealed has its form')
      if (await saveResealed(i, { token, subject, from, sealed, key })) done++
    }
    if (done === 0) return 0
    if (rotation) await advanceRotation(i, rotation.id, 0, done)
    record(i, { act: 'vault.reseal', object: rotation?.id ?? 'vault', facts: { values: done } })
    return done
  })
}

async function rewrapKeys(w: World, { id, askedAt }: Rotation): Promise<number> {
  const master = masterKey(w)
  // Changing from a file to a key service or module is the same: what stands under another master is wrapped anew. A service that
  // keeps versions of its own under one name needs nothing from us.
  const old = await keysNotUnder(w, master.id, keysARun)
  for (const key of old) {
    const from = present(key.wrapped, 'a key that is wrapped has its bytes')
    const wrapped = await master.wrap(await bytesOf(w, key), boundKey(key))
    await transaction(w, async (i) => {
      if (!(await saveWrapped(i, { id: key.id, from, master: master.id, wrapped }))) return
      await advanceRotation(i, id, 1, 0)
      record(i, { act: 'vault.rewrap', object: key.id, facts: { rotation: id, master: master.id, askedAt } })
    })
    forget(w, from)
  }
  return old.length
}

const finished = (w: World, { id }: Rotation): Promise<void> =>
  transaction(w, async (i) => {
    if (await finishRotation(i, id)) record(i, { act: 'vault.finish_rotation', object: id })
  })
