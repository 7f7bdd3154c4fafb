import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { floors, modulesInOrder } from '../src/floors.ts'
import { arrowProblems, barrelProblems, storeProblems, webProblems } from './tidy/arrows.ts'
import { circleProblems } from './tidy/circles.ts'
import { faultRoomProblems, faultTableProblems, makersIn } from './tidy/faultRules.ts'
import { impureProblems } from './tidy/impure.ts'
import { linkProblems, scriptProblems } from './tidy/papers.ts'
import { redrawn } from './tidy/picture.ts'
import { fileRatchet, functionRatchet } from './tidy/ratchets.ts'
import { schemaProblems, sqlRoomProblems } from './tidy/schemas.ts'
import { fileSizeProblems, functionSizeProblems, slackProblems } from './tidy/size.ts'
import { filesIn, sourcesIn } from './tidy/source.ts'
import { type Texts, textProblems } from './tidy/texts.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const sources = sourcesIn(root, ['src', 'web', 'test', 'tools'])
const read = (path: string): { path: string; text: string } => ({ path, text: readFileSync(join(root, path), 'utf8') })
const papers = ['.', 'docs', '.github']
  .flatMap((folder) => (folder === '.' ? topPapers() : filesIn(root, folder)))
  .filter((path) => path.endsWith('.md'))
  .map(read)

test('arrows between modules only run down', () => {
  expect(arrowProblems(sources, floors)).toEqual([])
})

test('no two files import each other, however far round', () => {
  expect(circleProblems(sources)).toEqual([])
})

test('a store is read only by its own module', () => {
  expect(storeProblems(sources)).toEqual([])
})

test('there are no barrels', () => {
  expect(barrelProblems(sources)).toEqual([])
})

test('the browser takes nothing but types from src, and its programs nothing from each other', () => {
  expect(webProblems(sources)).toEqual([])
})

test('the SQL of a module names only its own schema', () => {
  const migrations = filesIn(root, 'src')
    .filter((path) => path.endsWith('.sql'))
    .map(read)
  expect(schemaProblems(sources, migrations, modulesInOrder)).toEqual([])
})

test('SQL stands in stores', () => {
  expect(sqlRoomProblems(sources)).toEqual([])
})

test('only the world touches clock, chance, network, environment and timers', () => {
  expect(impureProblems(sources)).toEqual([])
})

test('a file has at most 400 lines', () => {
  expect(fileSizeProblems(sources, fileRatchet)).toEqual([])
})

test('a function fits a screen', () => {
  expect(functionSizeProblems(sources, functionRatchet)).toEqual([])
})

test('the ratchets say today’s numbers', () => {
  expect(slackProblems(sources, { ...fileRatchet, ...functionRatchet })).toEqual([])
})

test('a module’s faults stand in one table', () => {
  expect(faultRoomProblems(sources)).toEqual([])
})

test('every fault speaks Chinese and English and fills in the same values', async () => {
  const paths = filesIn(root, 'src').filter((path) => path.endsWith('/errors.ts'))
  const tables = await Promise.all(paths.map(async (path) => makersIn(await import(join(root, path)))))
  expect(tables.flat().length).toBeGreaterThan(0)
  expect(faultTableProblems(tables.flat())).toEqual([])
})

test('the screens say the same in Chinese and English', async (context) => {
  const [zh, en] = ['web/text/zh-CN.ts', 'web/text/en.ts'].map((path) => join(root, path)) as [string, string]
  if (!existsSync(zh) || !existsSync(en)) return context.skip('the tables of screen texts are not written yet')
  const { zhCN } = (await import(zh)) as { zhCN: Texts }
  const { en: english } = (await import(en)) as { en: Texts }
  expect(textProblems(zhCN, english)).toEqual([])
})

test('every script installs what is missing before it runs', () => {
  const { scripts } = JSON.parse(read('package.json').text) as { scripts: Record<string, string> }
  const bare = Object.keys(scripts).filter(
    (name) => !/^(pre|post)/.test(name) && !scripts[`pre${name}`]?.includes('tools/ensure.mjs'),
  )
  expect(bare, 'add a "pre…" script that runs tools/ensure.mjs').toEqual([])
})

test('papers name only scripts that exist', () => {
  const { scripts } = JSON.parse(read('package.json').text) as { scripts: Record<string, string> }
  expect(scriptProblems(papers, Object.keys(scripts))).toEqual([])
})

test('papers link only to files that exist', () => {
  expect(linkProblems(papers, (path) => existsSync(join(root, path)))).toEqual([])
})

test('the drawing in ARCHITECTURE.md shows the floors of today', () => {
  const { text } = read('ARCHITECTURE.md')
  expect(redrawn(text, floors), 'run `npm run draw`').toBe(text)
})

function topPapers(): string[] {
  const names = ['README.md', 'README.zh-CN.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md']
  return names.filter((name) => existsSync(join(root, name)))
}
