// `npm run check`: types, format, lint, dead code and the lock, each in its own process, side by side. All of them run even
// when one fails, so that one look mends everything; the output of each comes in one piece.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { houseNode, modules, root } from './house.mjs'

const pages = ['web/tsconfig.json', 'web/fixtures/tsconfig.json'].filter((path) => existsSync(join(root, path)))
const checks = [
  { name: 'types', program: 'typescript/bin/tsc', options: ['-p', '.'] },
  ...pages.map((path) => ({ name: `types of ${path}`, program: 'typescript/bin/tsc', options: ['-p', path] })),
  { name: 'format', program: '@biomejs/biome/bin/biome', options: ['ci', '--colors=off', '--max-diagnostics=50', '.'] },
  { name: 'lint', program: 'oxlint/bin/oxlint', options: ['--type-aware', '--deny-warnings', '--format=unix', '.'] },
  { name: 'dead code', program: 'knip/bin/knip.js', options: ['--no-progress'] },
  { name: 'lock', program: '../tools/lock-check.mjs', options: [] },
]

// Two at a time: more only slow each other down on a small machine.
const waiting = [...checks]
const failed = []
await Promise.all([work(), work()])
for (const name of failed) console.log(`check: ${name} failed`)
if (failed.length === 0) console.log(`check: ${checks.length} of ${checks.length} in order`)
process.exitCode = failed.length === 0 ? 0 : 1

async function work() {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const { name, program, options } = next
    const startedAt = performance.now()
    const { code, output } = await run(join(modules, program), options)
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
    console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`)
    if (code !== 0) console.log(output.trimEnd())
    if (code !== 0) failed.push(name)
  }
}

function run(program, options) {
  return new Promise((resolve) => {
    let output = ''
    const child = spawn(houseNode(), [program, ...options], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.on('data', (part) => (output += part))
    child.stderr.on('data', (part) => (output += part))
    child.once('error', (error) => resolve({ code: 1, output: String(error) }))
    child.once('close', (code) => resolve({ code, output }))
  })
}
