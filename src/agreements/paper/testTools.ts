import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// For tests: programs that are not ours judge our files, where the machine has them.

/** Words for the test's output when a program is not installed; null when it is. */
export function missingTool(tool: string): string | null {
  const found = spawnSync(tool, ['--version'], { stdio: 'ignore' })
  return found.error ? `${tool} is not installed here: this check of the contract file is left out` : null
}

/** Runs a program in a folder; answers its exit code and everything it said. */
export function runTool(tool: string, args: string[], folder: string): { code: number | null; text: string } {
  const run = spawnSync(tool, args, { cwd: folder, encoding: 'utf8', timeout: 60_000, maxBuffer: 32_000_000 })
  return { code: run.status, text: run.stdout + run.stderr }
}

/** Gives work a folder with these files and removes it afterwards. */
export function withFiles(files: Record<string, Uint8Array | string>, work: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'covenant-paper-'))
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
    work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
