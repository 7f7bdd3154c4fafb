import { expect, test } from 'vitest'
import { parseTerms } from './parse.ts'
import { sampleTerms } from './sample.ts'

test('the sample agreement is valid and already normalised', () => {
  expect(parseTerms(sampleTerms())).toEqual({ ok: true, terms: sampleTerms() })
})
