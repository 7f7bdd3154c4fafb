import { createHmac } from 'node:crypto'
import type { World } from '../world/world.ts'
import { box, unbox } from './box.ts'
import { vaultFaults } from './errors.ts'
import type { MasterKey } from './master.ts'

const keyBytes = 32
const filesMax = 100

/** Name of the n-th key file: `vault-master`, `vault-master-2`, … */
const fileName = (n: number): string => (n === 1 ? 'vault-master' : `vault-master-${n}`)

/** The newest key file. The sandbox makes its first one; a live installation without one is refused: vault.master_missing. */
export function fileMaster(w: World): MasterKey {
  const newest = newestFile(w)
  if (newest === 0) {
    if (w.mode === 'live') throw vaultFaults.masterMissing({ master: fileName(1) })
    return masterIn(
      w,
      fileName(1),
      w.keys.readOrMake(fileName(1), () => Buffer.from(w.random.bytes(keyBytes))),
    )
  }
  return masterIn(w, fileName(newest), w.keys.read(fileName(newest)))
}

/** All key files that are here, oldest first: while the master changes, two of them open what is kept. */
export function fileMasters(w: World): MasterKey[] {
  return Array.from({ length: newestFile(w) }, (_, at) => masterIn(w, fileName(at + 1), w.keys.read(fileName(at + 1))))
}

/**
 * Brings the next key file in: the sandbox makes it, a live installation has put it there and says so by asking for the change.
 * Fault vault.master_not_brought when all data keys already stand under the newest file.
 */
export function nextFile(w: World, isUsed: (id: string) => boolean): MasterKey {
  const newest = fileMaster(w)
  if (!isUsed(newest.id)) return newest
  const file = fileName(newestFile(w) + 1)
  if (w.mode === 'live') throw vaultFaults.masterNotBrought({ file })
  return masterIn(
    w,
    file,
    w.keys.readOrMake(file, () => Buffer.from(w.random.bytes(keyBytes))),
  )
}

function newestFile(w: World): number {
  let n = 0
  while (n < filesMax && w.keys.has(fileName(n + 1))) n++
  return n
}

function masterIn(w: World, file: string, key: Buffer): MasterKey {
  if (key.length !== keyBytes) throw vaultFaults.masterWrong({ master: file })
  // A fingerprint, so that an exchanged file is noticed by its name and not by noise.
  const id = `file:${createHmac('sha256', key).update('covenant/master/id').digest('hex').slice(0, 16)}`
  return {
    id,
    wrap: async (dataKey, bound) => box(key, 'aes-256-gcm', w.random, dataKey, bound).toString('base64url'),
    unwrap: async (wrapped, bound) => unbox(key, 'aes-256-gcm', Buffer.from(wrapped, 'base64url'), bound),
  }
}
