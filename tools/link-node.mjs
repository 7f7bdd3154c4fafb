// Runs after every install. npm 10 does not link the `bin` of an optional package, so the house links its own Node here;
// scripts then find it first on their PATH. At the end it writes down which lock these modules came from.
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  renameSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { lockDigest, lockStamp, modules, nodeInside } from './house.mjs'

if (nodeInside && existsSync(join(modules, nodeInside))) link()
if (existsSync(modules)) writeFileSync(lockStamp, `${lockDigest()}\n`)

function link() {
  const bin = join(modules, '.bin')
  mkdirSync(bin, { recursive: true })
  if (process.platform === 'win32') {
    writeFileSync(join(bin, 'node.cmd'), `@"%~dp0\\..\\${nodeInside}" %*\r\n`)
    return
  }
  chmodSync(join(modules, nodeInside), 0o755)
  // Made beside and renamed over: a script that starts at this moment finds either the old link or the new one.
  const fresh = join(bin, `.node-${process.pid}`)
  if (lstatSync(fresh, { throwIfNoEntry: false })) unlinkSync(fresh)
  symlinkSync(join('..', nodeInside), fresh)
  renameSync(fresh, join(bin, 'node'))
}
