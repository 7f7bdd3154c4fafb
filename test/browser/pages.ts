import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

type Program = 'checkout' | 'phone' | 'console'

/** Builds one program of web/ as it stands into a folder that is gone after the test. */
export async function builtPages(program: Program): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), `covenant-${program}-`))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  await buildInto(folder, program)
  return folder
}

/** The same for all tests of a file; its `remove` is for afterAll. */
export async function pagesForFile(program: Program): Promise<{ dir: string; remove: () => void }> {
  const dir = mkdtempSync(join(tmpdir(), `covenant-${program}-`))
  await buildInto(dir, program)
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) }
}

async function buildInto(folder: string, program: Program): Promise<void> {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const options = [
    'build',
    '--config',
    join(root, 'web', 'vite.config.ts'),
    '--outDir',
    folder,
    '--emptyOutDir',
    '--logLevel',
    'warn',
  ]
  await promisify(execFile)(process.execPath, [vite, ...options], {
    cwd: root,
    env: { ...process.env, COVENANT_ENTRY: program, NODE_ENV: 'production' },
  })
}
