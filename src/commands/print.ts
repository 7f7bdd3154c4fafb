import { readFileSync } from 'node:fs'
import { commandFaults } from './errors.ts'

export type Flags = Map<string, string>

/** Splits flags from files: `--json` and `--name value`. */
export function readArguments(
  args: readonly string[],
  valued: readonly string[] = [],
): { files: string[]; flags: Flags } {
  const files: string[] = []
  const flags: Flags = new Map()
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? ''
    if (!word.startsWith('--')) files.push(word)
    else if (valued.includes(word.slice(2))) flags.set(word.slice(2), args[++at] ?? '')
    else flags.set(word.slice(2), '')
  }
  return { files, flags }
}

export function readBytes(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch {
    throw commandFaults.noFile({ file })
  }
}

export function readJson(file: string): unknown {
  try {
    return JSON.parse(readBytes(file).toString('utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) throw commandFaults.notJson({ file, because: error.message })
    throw error
  }
}

/** Prints lines, or the same as JSON with amounts as digits. */
export function print(asJson: boolean, value: unknown, lines: readonly string[]): void {
  const text = asJson
    ? JSON.stringify(value, (_, member) => (typeof member === 'bigint' ? member.toString() : member), 2)
    : lines.join('\n')
  process.stdout.write(`${text}\n`)
}
