import type { FaultMaker } from '../../src/base/fault.ts'
import { isNode, isTest, placeOf, type Source, walk } from './source.ts'

/** Faults made anywhere but in a module's one table. */
export function faultRoomProblems(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => path.startsWith('src/') && !isTest(path) && path !== 'src/base/fault.ts')
    .flatMap((source) => {
      const found: string[] = []
      walk(source.program, (node) => {
        const callee = node['callee']
        const name = isNode(callee) ? callee['name'] : null
        if (node.type === 'NewExpression' && name === 'Fault') {
          found.push(`${placeOf(source, node)}: throw a fault of the module's table in errors.ts, not a new Fault`)
        }
        if (node.type === 'CallExpression' && name === 'faults' && !/^src\/.+\/errors\.ts$/.test(source.path)) {
          found.push(
            `${placeOf(source, node)}: a module has one table of faults, in its errors.ts; move these rows there`,
          )
        }
      })
      return found
    })
}

const chinese = /\p{Script=Han}/u
// `{whyZh}` in one language stands for `{whyEn}` in the other: a value that is itself a text.
const holesOf = (text: string): string =>
  [...text.matchAll(/\{(\w+)\}/g)]
    .map(([, name = '']) => name.replace(/(zh|en)$/i, ''))
    .sort()
    .join(' ')
const takesChinese = (text: string): boolean => /\{\w*zh\}/i.test(text)

/** Rows of a fault table that a reader of one of the two languages could not understand, and codes that are taken. */
export function faultTableProblems(makers: readonly FaultMaker[]): string[] {
  const seen = new Set<string>()
  return makers.flatMap(({ code, row }) => {
    const found: string[] = []
    if (seen.has(code)) found.push(`${code}: two faults have this code; rename one`)
    seen.add(code)
    if (!chinese.test(row.zh) && !takesChinese(row.zh))
      found.push(`${code}: its zh text has no Chinese; write it for a Chinese reader`)
    if (chinese.test(row.en) || !/[a-z]/i.test(row.en))
      found.push(`${code}: its en text is not English; write it for an English reader`)
    if (holesOf(row.zh) !== holesOf(row.en))
      found.push(`${code}: zh and en do not fill the same {values}; name the same in both`)
    if (row.status < 400 || row.status > 599)
      found.push(`${code}: ${row.status} is no status of a refusal; use 4xx, or 5xx for us`)
    return found
  })
}

/** Everything in a module of errors that is a fault maker, whatever table holds it. */
export function makersIn(exported: Record<string, unknown>): FaultMaker[] {
  return Object.values(exported).flatMap((table) =>
    typeof table === 'object' && table !== null ? Object.values(table).filter(isMaker) : [],
  )
}

const isMaker = (value: unknown): value is FaultMaker =>
  typeof value === 'function' && 'code' in value && 'row' in value
