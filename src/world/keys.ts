import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { worldFaults } from './errors.ts'

/** Secrets of this installation, one file each, readable by the owner only. */
export type Keys = {
  /** The key's bytes. Fault world.key_missing when there is none, world.key_open when others may read it. */
  read(name: string): Buffer
  /** The key's bytes, made on first use; only the sandbox makes keys by itself. */
  readOrMake(name: string, make: () => string | Buffer): Buffer
  has(name: string): boolean
}

/** Keys kept in a folder. `mayMake` is true in the sandbox: production keys are brought, never invented. */
export function keysIn(folder: string, mayMake: boolean): Keys {
  const path = (name: string): string => join(folder, name)
  const read = (name: string): Buffer => {
    if (!existsSync(path(name))) throw worldFaults.keyMissing({ file: path(name) })
    if (process.platform !== 'win32' && (statSync(path(name)).mode & 0o077) !== 0)
      throw worldFaults.keyOpen({ file: path(name) })
    return readFileSync(path(name))
  }
  return {
    read,
    has: (name) => existsSync(path(name)),
    readOrMake: (name, make) => {
      if (!mayMake || existsSync(path(name))) return read(name)
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      writeFileSync(path(name), make(), { mode: 0o600, flag: 'wx' })
      chmodSync(path(name), 0o600)
      return read(name)
    },
  }
}

/** Keys that live as long as the test. */
export function keysInMemory(): Keys {
  const kept = new Map<string, Buffer>()
  const read = (name: string): Buffer => {
    const found = kept.get(name)
    if (!found) throw worldFaults.keyMissing({ file: name })
    return found
  }
  return {
    read,
    has: (name) => kept.has(name),
    readOrMake: (name, make) => {
      if (!kept.has(name)) kept.set(name, Buffer.from(make()))
      return read(name)
    },
  }
}
