import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

// The 49,000 passwords seen most often in published breaches, most common first (@zxcvbn-ts/language-common, MIT; its own
// sources are named in its repository). Kept as one text of half a megabyte and searched, because a set of as many strings
// takes ten times that; read when the first password is chosen, not at the start.
let leaked: string | null = null

/** True when these very letters stand in the list of leaked passwords. Lower case; the list knows no other. */
export function isLeaked(text: string): boolean {
  if (text === '' || text.includes('\n')) return false
  leaked ??= readList()
  return leaked.includes(`\n${text}\n`)
}

function readList(): string {
  const file = fileURLToPath(import.meta.resolve('@zxcvbn-ts/language-common/src/passwords.json'))
  const passwords = JSON.parse(readFileSync(file, 'utf8')) as string[]
  return `\n${passwords.join('\n')}\n`
}
