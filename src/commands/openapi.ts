import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { routes } from '../app.ts'
import { printOpenapi } from '../world/openapi.ts'
import { readArguments } from './print.ts'

const file = fileURLToPath(new URL('../../docs/openapi.json', import.meta.url))

/** Prints the API document from the routes into docs/openapi.json; with `--check` only says whether it is up to date. */
export async function openapiCommand(args: string[]): Promise<number> {
  const printed = printOpenapi(routes, 'Covenant 契付')
  if (!readArguments(args).flags.has('check')) {
    writeFileSync(file, printed)
    return 0
  }
  if (existsSync(file) && readFileSync(file, 'utf8') === printed) return 0
  process.stderr.write('docs/openapi.json is not what the routes say: run `npm run openapi` and commit it\n')
  return 1
}
