import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Builds one program of web/ as it stands into a folder that is gone after the test. */
export async function builtPages(program: 'checkout' | 'phone' | 'console'): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), `covenant-${program}-`))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
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
  return folder
}
