import { expect, test } from 'vitest'
import { arrowProblems, barrelProblems, storeProblems, webProblems } from './arrows.ts'
import { circleProblems } from './circles.ts'
import { faultRoomProblems } from './faultRules.ts'
import { impureProblems } from './impure.ts'
import { schemaProblems, sqlRoomProblems } from './schemas.ts'
import { fileSizeProblems, functionSizeProblems, slackProblems } from './size.ts'
import { type Source, sourceOf } from './source.ts'

// The house tests are only worth their silence when they speak up: each rule here meets code that breaks it, and code that
// looks like it and does not.

const floors = [['base'], ['world'], ['ledger', 'partners'], ['payments']]

/** Problems of a rule with one file, or several as [path, text]. */
type Rule = (sources: Source[]) => string[]
type Files = readonly (readonly [path: string, text: string])[]
const told = (rule: Rule, files: Files): string[] => rule(files.map(([path, text]) => sourceOf(path, text)))

const arrows: Rule = (sources) => arrowProblems(sources, floors)
const schemas: Rule = (sources) => schemaProblems(sources, [], floors.flat())
const lines = (count: number): string => 'work()\n'.repeat(count)

const broken: readonly (readonly [what: string, rule: Rule, files: Files, says: RegExp])[] = [
  [
    'an arrow up',
    arrows,
    [['src/ledger/post.ts', "import { pay } from '../payments/pay.ts'"]],
    /ledger imports payments.*lower floor/,
  ],
  [
    'an arrow aside',
    arrows,
    [['src/ledger/post.ts', "import { enter } from '../partners/enter.ts'"]],
    /beside or above/,
  ],
  [
    'a type arrow up',
    arrows,
    [['src/base/a.ts', "import type { World } from '../world/world.ts'"]],
    /base imports world/,
  ],
  ['an export up', arrows, [['src/base/a.ts', "export { now } from '../world/clock.ts'"]], /base imports world/],
  ['a star export up', arrows, [['src/base/a.ts', "export * from '../world/clock.ts'"]], /base imports world/],
  [
    'a dynamic arrow up',
    arrows,
    [['src/base/a.ts', "const a = await import('../world/clock.ts')"]],
    /base imports world/,
  ],
  [
    'a type taken by import()',
    arrows,
    [['src/base/a.ts', "type A = import('../world/clock.ts').A"]],
    /base imports world/,
  ],
  [
    'a worker above',
    arrows,
    [['src/base/a.ts', "new Worker(new URL('../world/w.ts', import.meta.url))"]],
    /base imports world/,
  ],
  [
    'an arrow to a command',
    arrows,
    [['src/ledger/a.ts', "import { start } from '../commands/start.ts'"]],
    /pass the value down/,
  ],
  ['an arrow to app', arrows, [['src/ledger/a.ts', "import { app } from '../app.ts'"]], /pass the value down/],
  ['a module on no floor', arrows, [['src/cellar/a.ts', '']], /src\/cellar.*src\/floors\.ts/],
  [
    'code that uses a test’s tools',
    arrows,
    [['src/ledger/a.ts', "import { testWorld } from '../../test/house.ts'"]],
    /is for tests/,
  ],
  [
    'a stranger in a store',
    storeProblems,
    [['src/payments/pay.ts', "import { rows } from '../ledger/store.ts'"]],
    /private.*verb of ledger/,
  ],
  [
    'a stranger in a second store',
    storeProblems,
    [['src/payments/pay.ts', "import { rows } from '../ledger/storeHolds.ts'"]],
    /private/,
  ],
  ['a barrel', barrelProblems, [['src/payments/index.ts', "export * from './pay.ts'"]], /no index files/],
  [
    'a value of src in the browser',
    webProblems,
    [['web/console/a.tsx', "import { post } from '../../src/ledger/post.ts'"]],
    /browser imports/,
  ],
  [
    'a type of src outside web/api',
    webProblems,
    [['web/ui/a.ts', "import type { P } from '../../src/ledger/post.ts'"]],
    /through web\/api/,
  ],
  [
    'a value of src in web/api',
    webProblems,
    [['web/api/a.ts', "import { post } from '../../src/ledger/post.ts'"]],
    /through web\/api/,
  ],
  [
    'console code at checkout',
    webProblems,
    [['web/checkout/a.tsx', "import { Shell } from '../console/shell.tsx'"]],
    /checkout imports from console/,
  ],
  [
    'shared code that knows the console',
    webProblems,
    [['web/ui/a.tsx', "import { Shell } from '../console/shell.tsx'"]],
    /ui imports from console/,
  ],
  [
    'a page that carries sample data',
    webProblems,
    [['web/console/a.tsx', "import { sample } from '../fixtures/sales.ts'"]],
    /sample data/,
  ],
  [
    'two files in a circle',
    circleProblems,
    [
      ['src/base/a.ts', "import { b } from './b.ts'"],
      ['src/base/b.ts', "import type { A } from './a.ts'"],
    ],
    /a\.ts → src\/base\/b\.ts → src\/base\/a\.ts.*file of its own/,
  ],
  [
    'three files in a circle',
    circleProblems,
    [
      ['web/a.tsx', "import './b'"],
      ['web/b.tsx', "import './c'"],
      ['web/c.ts', "import './a'"],
    ],
    /web\/a\.tsx → web\/b\.tsx → web\/c\.ts → web\/a\.tsx/,
  ],
  [
    'another schema read',
    schemas,
    [['src/payments/store.ts', 'q`select id from ledger.account`']],
    /names ledger\.account/,
  ],
  [
    'another schema joined',
    schemas,
    [['src/payments/store.ts', 'q`select 1 from payments.payment p join partners.partner on true`']],
    /partners\.partner/,
  ],
  ['another schema written', schemas, [['src/payments/store.ts', 'q`update "ledger"."account" set a = $1`']], /ledger/],
  ['another schema called', schemas, [['src/payments/store.ts', 'q`select ledger.sum_of($1)`']], /ledger\.sum_of/],
  [
    'another schema in a plain string',
    schemas,
    [['src/payments/store.ts', "run('delete from ledger.account')"]],
    /ledger\.account/,
  ],
  [
    'SQL outside the store',
    sqlRoomProblems,
    [['src/payments/pay.ts', "import { many, query } from '../world/sql.ts'"]],
    /module's store\.ts/,
  ],
  ['the clock', impureProblems, [['src/payments/pay.ts', 'const at = Date.now()']], /pay\.ts:1: Date\.now.*w\.now/],
  ['the clock by its constructor', impureProblems, [['src/payments/pay.ts', 'const at = new Date()']], /w\.now/],
  ['the clock of performance', impureProblems, [['src/payments/pay.ts', 'const at = performance.now()']], /w\.now/],
  ['the clock of Temporal', impureProblems, [['src/payments/pay.ts', 'const at = Temporal.Now.instant()']], /w\.now/],
  ['chance', impureProblems, [['src/payments/pay.ts', 'const luck = Math.random()']], /w\.random/],
  [
    'chance from node:crypto',
    impureProblems,
    [['src/payments/pay.ts', "import { randomBytes } from 'node:crypto'\nrandomBytes(8)"]],
    /w\.random/,
  ],
  ['chance as a value', impureProblems, [['src/payments/pay.ts', 'const w = { random: Math.random }']], /w\.random/],
  ['the network', impureProblems, [['src/payments/pay.ts', "await fetch('https://a')"]], /w\.fetch/],
  ['the network as a value', impureProblems, [['src/payments/pay.ts', 'const w = { fetch: fetch }']], /w\.fetch/],
  [
    'the network by a server',
    impureProblems,
    [['src/payments/pay.ts', "import { createServer } from 'node:http'"]],
    /w\.fetch/,
  ],
  [
    'the environment',
    impureProblems,
    [['src/payments/pay.ts', "const port = process.env['PORT']"]],
    /setting as a parameter/,
  ],
  ['a timer', impureProblems, [['src/payments/pay.ts', 'setTimeout(() => {}, 5)']], /addJob/],
  [
    'a timer from a package',
    impureProblems,
    [['src/payments/pay.ts', "import { setTimeout as wait } from 'node:timers/promises'"]],
    /addJob/,
  ],
  [
    'another process',
    impureProblems,
    [['src/payments/pay.ts', "import { spawn } from 'node:child_process'"]],
    /another process/,
  ],
  ['the clock in a simulator', impureProblems, [['src/wallets/alipay/simulator.ts', 'Date.now()']], /w\.now/],
  ['a long file', (all) => fileSizeProblems(all, {}), [['src/a.ts', lines(401)]], /401 lines, at most 400/],
  [
    'a file that grew past its ratchet',
    (all) => fileSizeProblems(all, { 'src/a.ts': 410 }),
    [['src/a.ts', lines(411)]],
    /at most 410/,
  ],
  [
    'a long function',
    (all) => functionSizeProblems(all, {}),
    [['src/a.ts', `function pay() {\n${lines(70)}}`]],
    /pay has 72 lines/,
  ],
  [
    'a long arrow',
    (all) => functionSizeProblems(all, {}),
    [['src/a.ts', `const pay = () => {\n${lines(70)}}`]],
    /pay has 72 lines/,
  ],
  [
    'a long method',
    (all) => functionSizeProblems(all, {}),
    [['src/a.ts', `const o = { pay() {\n${lines(70)}} }`]],
    /pay has 72 lines/,
  ],
  [
    'a ratchet with slack',
    (all) => slackProblems(all, { 'src/a.ts': 500 }),
    [['src/a.ts', lines(450)]],
    /says 500, today it is 450/,
  ],
  ['a ratchet nobody needs', (all) => slackProblems(all, { 'src/b.ts': 500 }), [['src/a.ts', '']], /today it is gone/],
  [
    'a fault outside the table',
    faultRoomProblems,
    [['src/payments/pay.ts', "throw new Fault('payments.late', row)"]],
    /table in errors\.ts/,
  ],
  ['a second table', faultRoomProblems, [['src/payments/pay.ts', "const late = faults('payments', {})"]], /errors\.ts/],
]

test.each(broken)('%s is found, with a sentence that says what to do', (_, rule, files, says) => {
  const problems = told(rule, files)
  expect(problems).toHaveLength(1)
  expect(problems[0]).toMatch(says)
})

const sound: readonly (readonly [what: string, rule: Rule, files: Files])[] = [
  [
    'an arrow down',
    arrows,
    [['src/payments/pay.ts', "import { post } from '../ledger/post.ts'\nimport { a } from './a.ts'\nimport 'pg'"]],
  ],
  ['app on top of all', arrows, [['src/app.ts', "import { pay } from './payments/pay.ts'"]]],
  [
    'a test that uses the test house',
    arrows,
    [['src/ledger/post.test.ts', "import { testWorld } from '../../test/house.ts'"]],
  ],
  ['an import in a string', arrows, [['src/base/a.ts', 'const text = "import { now } from \'../world/clock.ts\'"']]],
  ['an import in a comment', arrows, [['src/base/a.ts', "// import { now } from '../world/clock.ts'"]]],
  [
    'SQL in a second store',
    sqlRoomProblems,
    [['src/ledger/prove-store.ts', "import { query } from '../world/sql.ts'"]],
  ],
  ['a command on top of all', arrows, [['src/commands/start.ts', "import '../app.ts'\nimport '../payments/pay.ts'"]]],
  [
    'a test that arranges its world',
    storeProblems,
    [['test/paying.ts', "import { save } from '../src/ledger/store.ts'"]],
  ],
  ['a store in its own module', storeProblems, [['src/ledger/post.ts', "import { rows } from './store.ts'"]]],
  ['a type of src in web/api', webProblems, [['web/api/a.ts', "import type { P } from '../../src/ledger/post.ts'"]]],
  [
    'a pure value of base in the browser',
    webProblems,
    [['web/ui/a.ts', "import { exponentOf } from '../../src/base/currency.ts'"]],
  ],
  ['a page that uses the shared rooms', webProblems, [['web/checkout/a.tsx', "import { Seal } from '../ui/seal.tsx'"]]],
  [
    'two ways to one file',
    circleProblems,
    [
      ['src/a.ts', "import './b.ts'\nimport './c.ts'"],
      ['src/b.ts', "import './c.ts'"],
      ['src/c.ts', ''],
    ],
  ],
  [
    'the own schema',
    schemas,
    [['src/ledger/store.ts', 'q`select a.id from ledger.account a where a.kind is distinct from a.old`']],
  ],
  [
    'another schema in a comment or a text of SQL',
    schemas,
    [['src/ledger/store.ts', "q`select 'partners.partner' from ledger.account -- payments.payment`"]],
  ],
  ['a dotted name that is no SQL', schemas, [['src/payments/pay.ts', "emit(i, 'ledger.posted', {})"]]],
  [
    'the clock of the world',
    impureProblems,
    [['src/payments/pay.ts', 'const at = w.now(); const day = new Date(at); Date.parse(text)']],
  ],
  [
    'the network of the world',
    impureProblems,
    [['src/payments/pay.ts', 'type W = { fetch(url: string): void }; await w.fetch(url); const { fetch } = w']],
  ],
  ['the world itself', impureProblems, [['src/world/real.ts', 'Date.now(); setTimeout(stop, 5); process.env']]],
  [
    'a simulator that listens and waits',
    impureProblems,
    [['src/wallets/alipay/simulator.ts', "import { createServer } from 'node:http'\nsetTimeout(answer, 5)"]],
  ],
  ['names in a comment', impureProblems, [['src/payments/pay.ts', '// never Date.now() or Math.random()']]],
  ['a file at the bound', (all) => fileSizeProblems(all, {}), [['src/a.ts', lines(400)]]],
  [
    'a function at the bound',
    (all) => functionSizeProblems(all, {}),
    [['src/a.ts', `function pay() {\n${lines(68)}}`]],
  ],
  ['a long describe', (all) => functionSizeProblems(all, {}), [['src/a.test.ts', `test('a', () => {\n${lines(90)}})`]]],
  [
    'a long table',
    (all) => functionSizeProblems(all, {}),
    [['src/a.ts', `const sample = () => ({\n${'a: 1,\n'.repeat(90)}})`]],
  ],
  [
    'a module’s table',
    faultRoomProblems,
    [['src/payments/errors.ts', "export const paymentFaults = faults('payments', {})"]],
  ],
]

test.each(sound)('%s is left in peace', (_, rule, files) => {
  expect(told(rule, files)).toEqual([])
})
