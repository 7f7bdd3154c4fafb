import { expect, test } from 'vitest'
import { sampleTerms } from '../sample.ts'
import { embeddedTerms } from './attachment.ts'
import { renderContract } from './render.ts'
import { readStructure } from './structure.ts'
import { missingTool, runTool, withFiles } from './testTools.ts'

test('the same terms give the same bytes, whatever the order of their members', async () => {
  const terms = sampleTerms()
  const turned = Object.fromEntries(Object.entries(sampleTerms()).reverse()) as typeof terms
  const [first, second, third] = [
    await renderContract(terms),
    await renderContract(terms),
    await renderContract(turned),
  ]
  expect(second.equals(first)).toBe(true)
  expect(third.equals(first)).toBe(true)
})

test('one changed unit gives other bytes', async () => {
  const terms = sampleTerms()
  terms.clauses.refunds.windowDays += 1
  expect((await renderContract(terms)).equals(await renderContract(sampleTerms()))).toBe(false)
})

test('the terms can be taken out of the file and are the same', async () => {
  expect(embeddedTerms(await renderContract(sampleTerms()))).toEqual({ outcome: 'terms', terms: sampleTerms() })
})

test('an empty signature field with a real place stands ready for each party', async () => {
  const fields = readStructure(await renderContract(sampleTerms()))?.fields
  expect([...(fields?.keys() ?? [])]).toEqual(['institution', 'wallet'])
  for (const field of fields?.values() ?? []) expect(field.width * field.height).toBeGreaterThan(10_000)
})

test('a character without a glyph is refused with its place, before anything is drawn', async () => {
  const terms = sampleTerms()
  terms.clauses.parties.wallet.signatory.name = '陆\u{1f600}哲'
  await expect(renderContract(terms)).rejects.toMatchObject({
    code: 'agreements.missing_glyph',
    at: '/clauses/parties/wallet/signatory/name',
    values: { code: 'U+1F600' },
  })
})

test('rare characters of personal names are printed', async () => {
  const terms = sampleTerms()
  terms.clauses.parties.wallet.signatory.name = '㵘堃喆'
  expect((await renderContract(terms)).length).toBeGreaterThan(100_000)
})

test('long and many clauses run over pages without an error', async () => {
  const terms = sampleTerms()
  terms.clauses.law.notes = Array.from({ length: 20 }, () => ({ zh: '甲'.repeat(600), en: 'word '.repeat(120).trim() }))
  terms.clauses.scope.regions = Array.from(
    { length: 300 },
    (_, at) => `C${String.fromCharCode(65 + (at % 26))}-${at + 100}`,
  )
  const [row] = terms.clauses.limits.rows
  if (row) terms.clauses.limits.rows = Array.from({ length: 60 }, () => ({ ...row, perMonth: '999999999999999999' }))
  const pdf = await renderContract(terms)
  const missing = missingTool('qpdf')
  if (missing) return console.log(missing)
  withFiles({ 'contract.pdf': pdf }, (folder) =>
    expect(runTool('qpdf', ['--check', 'contract.pdf'], folder).code).toBe(0),
  )
})

test('every number on the pages is a number of the terms', async () => {
  const missing = missingTool('pdftotext')
  if (missing) return console.log(missing)
  const terms = sampleTerms()
  const pdf = await renderContract(terms)
  withFiles({ 'contract.pdf': pdf }, (folder) => {
    const text = runTool('pdftotext', ['-raw', 'contract.pdf', '-'], folder).text
    const body = text
      .replaceAll(/[0-9a-f]{64}/g, ' ')
      .replaceAll(terms.agreement, ' ')
      .replaceAll(/第 \d+ 页，共 \d+ 页 +Page \d+ of \d+/g, ' ')
    const known = numbersIn(terms)
    const found = [...body.matchAll(/\d[\d,]*(?:\.\d+)?%?/g)].map(([number]) => number.replace(/,$/, ''))
    expect(found.length).toBeGreaterThan(200)
    expect(found.filter((number) => !known.has(number) && !/^(1[0-6]|[1-9])(\.[1-9])?$/.test(number))).toEqual([])
  })
})

// Written apart from the renderer's own formats on purpose. Clause numbers 1 to 16 and their paragraphs are not terms.
function numbersIn(value: unknown, key = ''): Set<string> {
  if (typeof value === 'number') {
    return new Set([/ppm$/i.test(key) ? `${Number((value / 10_000).toFixed(4))}%` : value.toLocaleString('en-US')])
  }
  if (typeof value === 'string') {
    if (/^\d+$/.test(value))
      return new Set([(Number(value) / 100).toLocaleString('en-US', { minimumFractionDigits: 2 })])
    const numbers = [...value.matchAll(/\d[\d,]*(?:\.\d+)?%?/g)].map(([number]) => number)
    if (key !== 'effective') return new Set(numbers)
    const local = new Date(value).toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' })
    return new Set([...numbers, ...[...local.matchAll(/\d+/g)].map(([number]) => number)])
  }
  if (typeof value !== 'object' || value === null) return new Set()
  return new Set(Object.entries(value).flatMap(([name, member]) => [...numbersIn(member, name)]))
}
