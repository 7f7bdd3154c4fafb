import { type Arrow, arrowsOf } from './imports.ts'
import { isStore, isTest, moduleOf, placeOf, type Source } from './source.ts'

type Floors = readonly (readonly string[])[]

/** Arrows of src that do not run down, each as a sentence. What stands on top (app, main, commands) may import anything. */
export function arrowProblems(sources: readonly Source[], floors: Floors): string[] {
  const level = new Map(floors.flatMap((modules, at) => modules.map((module) => [module, at] as const)))
  const inSrc = sources.filter(({ path }) => path.startsWith('src/'))
  return [...unplaced(inSrc, level), ...ourArrows(inSrc).flatMap((arrow) => upward(arrow, level))]
}

function unplaced(sources: readonly Source[], level: ReadonlyMap<string, number>): string[] {
  const modules = new Set(sources.flatMap(({ path }) => moduleOf(path) ?? []))
  return [...modules]
    .filter((module) => !level.has(module))
    .map((module) => `src/${module}: this module stands on no floor; add it to the list in src/floors.ts`)
}

function upward(arrow: Arrow, level: ReadonlyMap<string, number>): string[] {
  const { source, node, to } = arrow
  const from = moduleOf(source.path)
  if (from === null) return []
  if (isTest(to) && !isTest(source.path))
    return [`${placeOf(source, node)}: ${to} is for tests; move what both need to a file of the module`]
  if (!to.startsWith('src/')) {
    if (to.startsWith('test/')) return []
    return to.endsWith('package.json')
      ? []
      : [`${placeOf(source, node)}: src imports ${to}; move what both need into src`]
  }
  const target = moduleOf(to)
  // The commands are main cut into files: they start the app, so they alone may import it.
  if (target === null && from === 'commands') return []
  if (target === null)
    return [
      `${placeOf(source, node)}: ${from} imports ${to} above it; only app, main and the commands stand there, so pass the value down instead`,
    ]
  if (target === from || (level.get(target) ?? 99) < (level.get(from) ?? -1)) return []
  return [
    `${placeOf(source, node)}: ${from} imports ${target}, which stands beside or above it; listen to its event, or move the noun both need to a lower floor`,
  ]
}

/** Imports of a module's store from outside its folder; a test may arrange its world with any of them. */
export function storeProblems(sources: readonly Source[]): string[] {
  return ourArrows(sources)
    .filter(({ source }) => !isTest(source.path))
    .filter(({ source, to }) => isStore(to) && moduleOf(to) !== null && moduleOf(source.path) !== moduleOf(to))
    .map(
      ({ source, node, to }) =>
        `${placeOf(source, node)}: ${to} is private to its module; export a verb of ${moduleOf(to)} and call that`,
    )
}

/** Files that re-export a folder: circles in TypeScript begin there. */
export function barrelProblems(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => /(^|\/)index\.tsx?$/.test(path))
    .map(({ path }) => `${path}: no index files; name it after its noun or verb and import that file`)
}

// Programs of web/ share text, api and ui, and never each other's code: a payer's page carries no console.
const programs = ['console', 'checkout', 'phone']
const shared = ['ui', 'text', 'api']
// web/fixtures is a server with sample answers for people who work on pages; no page may carry it.

/** Arrows of web/ into src (pure values of base; else only types, only from web/api) and between its programs. */
export function webProblems(sources: readonly Source[]): string[] {
  return ourArrows(sources.filter(({ path }) => path.startsWith('web/') && !isTest(path))).flatMap((arrow) => {
    const { source, node, to } = arrow
    const room = source.path.split('/')[1] ?? ''
    const other = to.split('/')[1] ?? ''
    if (to.startsWith('src/base/') || room === 'fixtures') return []
    if (other === 'fixtures')
      return [`${placeOf(source, node)}: ${to} is sample data; only its own server may import it`]
    if (to.startsWith('src/') || to.startsWith('test/')) {
      if (room === 'api' && arrow.typesOnly && to.startsWith('src/')) return []
      return [`${placeOf(source, node)}: the browser imports ${to}; take the type through web/api with import type`]
    }
    if (programs.includes(other) && other !== room && (programs.includes(room) || shared.includes(room))) {
      return [`${placeOf(source, node)}: ${room} imports from ${other}; move what both need to web/ui`]
    }
    return []
  })
}

const ourArrows = (sources: readonly Source[]): Arrow[] => sources.flatMap(arrowsOf).filter(({ ours }) => ours)
