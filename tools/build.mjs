// Builds the pages of web/ into dist/web, each program alone, and only when its content changed since its last build.
// `--force` builds anyway.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { digestOf, filesBelow, houseNode, modules, root, sameText } from './house.mjs'

const web = join(root, 'web')
const programs = ['console', 'checkout', 'privacy', 'phone'].filter((program) =>
  existsSync(join(web, program, 'index.html')),
)

const built = await Promise.all(programs.map(build))
process.exitCode = built.every(Boolean) ? 0 : 1

async function build(program) {
  const stamp = join(root, 'dist', 'web', `.${program}`)
  const out = join(root, 'dist', 'web', program)
  const digest = digestOf([...sourcesOf(program), join(root, 'package-lock.json'), join(root, 'tsconfig.json')])
  if (sameText(stamp, digest) && existsSync(out) && !process.argv.includes('--force')) return true
  console.error(`covenant: building the ${program}`)
  rmSync(stamp, { force: true })
  if (!(await vite(program))) return false
  mkdirSync(join(root, 'dist', 'web'), { recursive: true })
  writeFileSync(stamp, `${digest}\n`)
  return true
}

// Its own folder and what all programs share. Tests and samples for tests do not reach a page.
function sourcesOf(program) {
  const others = [...programs, 'fixtures'].filter((other) => other !== program).map((other) => join(web, other))
  const kept = (path) => !/\.test\.tsx?$/.test(path) && !others.some((other) => path.startsWith(other))
  return filesBelow(web, kept)
}

function vite(program) {
  const bin = join(modules, 'vite', 'bin', 'vite.js')
  const options = ['build', '--config', join(web, 'vite.config.ts'), '--logLevel', 'warn']
  const env = { ...process.env, COVENANT_ENTRY: program }
  return new Promise((resolve) => {
    const child = spawn(houseNode(), [bin, ...options], { cwd: root, stdio: ['ignore', 2, 2], env })
    child.once('error', () => resolve(false))
    child.once('exit', (code) => resolve(code === 0))
  })
}
