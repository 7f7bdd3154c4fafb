import { writeSync } from 'node:fs'
import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node'

/** What a run came to. A file that could not be loaded and an error outside any test count as failed. */
export type Tally = { passed: number; failed: number; skipped: number }

/** `12 passed, 0 failed`, and how many were skipped when any were. */
export function tallyLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/**
 * Ends the output of a run with one line that counts the tests, after everything else that may still be printed while the
 * run winds down. Says the reason of every skipped test before it.
 */
export default class LastLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const skipped = tests.filter((test) => test.result().state === 'skipped')
    for (const test of skipped) console.log(`skipped: ${test.fullName} (${reasonOf(test)})`)
    const tally = {
      passed: tests.filter((test) => test.result().state === 'passed').length,
      failed: tests.filter((test) => test.result().state === 'failed').length + brokenOutside(modules) + errors.length,
      skipped: skipped.length,
    }
    process.once('exit', () => writeSync(1, `${tallyLine(tally)}\n`))
  }
}

// Errors of a file or a describe block itself: an import that fails, a hook that throws.
function brokenOutside(modules: readonly TestModule[]): number {
  const suites = modules.flatMap((module) => [module, ...module.children.allSuites()])
  return suites.reduce((count, suite) => count + suite.errors().length, 0)
}

function reasonOf(test: TestCase): string {
  const result = test.result()
  return (result.state === 'skipped' && result.note) || 'no reason given'
}
