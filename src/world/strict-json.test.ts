import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseStrictJson } from './strict-json.ts'

const strict = (text: string): unknown => parseStrictJson(Buffer.from(text))
const refused = (text: string): { code: string; at: string } => {
  try {
    strict(text)
  } catch (error) {
    return error as { code: string; at: string }
  }
  throw new Error('not refused')
}

const name = fc
  .string({ unit: 'grapheme', maxLength: 8 })
  .filter((text) => !['__proto__', 'constructor', 'prototype'].includes(text) && !text.includes('\0'))
const text = fc.string({ unit: 'grapheme' }).filter((one) => !one.includes('\0'))
const { value: cleanJson } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value')),
    tie('object'),
  ),
  object: fc
    .uniqueArray(fc.tuple(name, tie('value')), { selector: ([key]) => key.normalize('NFC') })
    .map((members) => Object.fromEntries(members)),
}))

test('clean JSON means the same as to JSON.parse, with any spacing', () => {
  fc.assert(
    fc.property(cleanJson, fc.nat(4), (value, indent) => {
      const written = JSON.stringify(value, null, indent)
      expect(strict(written)).toEqual(JSON.parse(written))
    }),
  )
})

test('whatever the bytes, the answer is a value or a fault of status 400, never another error', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 80 }),
    fc.string({ unit: fc.constantFrom(...'{}[]":,\\u0019aeE-+. \n'.split('')) }).map((one) => Buffer.from(one)),
  )
  fc.assert(
    fc.property(bytes, (given) => {
      try {
        parseStrictJson(given)
      } catch (error) {
        expect(error).toMatchObject({ name: 'Fault', status: 400 })
      }
    }),
    { numRuns: 2_000 },
  )
})

test('a member twice is found wherever it hides, and its place is told', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 20 }), (shape) => {
      const inner = '{"x":1,"\\u0078":2}'
      const wrapped = shape.reduce(
        (inside, asArray) => (asArray ? `[null,${inside}]` : `{"a":{},"b":${inside}}`),
        inner,
      )
      const place = [...shape]
        .reverse()
        .map((asArray) => (asArray ? '/1' : '/b'))
        .join('')
      expect(refused(wrapped)).toMatchObject({ code: 'world.member_twice', at: `${place}/x` })
    }),
  )
})

test('the same name in two objects is no duplicate, and braces inside a text open nothing', () => {
  expect(strict('[{"a":1},{"a":2},{"b":"{\\"a\\":1,","a":"}"}]')).toEqual([
    { a: 1 },
    { a: 2 },
    { b: '{"a":1,', a: '}' },
  ])
})

test('numbers at the edge of 53 bits pass, the next ones do not', () => {
  expect(strict('[9007199254740991,-9007199254740991,0,-0]')).toEqual([9007199254740991, -9007199254740991, 0, -0])
  for (const number of ['9007199254740992', '-9007199254740992', '1.0', '1e2', '0.1', '1E400', '-1.5']) {
    expect(refused(`{"n":[${number}]}`)).toMatchObject({ code: 'world.number_not_whole', at: '/n/0' })
  }
})

test('a body of a million quotes is refused or read in one pass', () => {
  const many = `[${'"",'.repeat(19_000)}"${'\\\\'.repeat(400_000)}"]`
  expect((strict(many) as string[]).length).toBe(19_001)
})
