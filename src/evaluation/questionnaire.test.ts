import { expect, test } from 'vitest'
import { favourPpm, isLive, knockedOut, knocksOut, wrongAnswer } from './answers.ts'
import { criteria } from './criteria.ts'
import { readAnswers } from './importAnswers.ts'
import { sections } from './question.ts'
import { questionById, questions } from './questionnaire.ts'

const at = Date.parse('2026-07-01T02:00:00Z')
const given = (value: string, evidence = 'doc_1') => ({ value, comment: '', evidence, at, by: 'par_1' })

test('about sixty questions, each once, in both languages, every section and every asked figure among them', () => {
  expect(questions.length).toBeGreaterThanOrEqual(58)
  expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length)
  expect(new Set(questions.map(({ section }) => section))).toEqual(new Set(Object.keys(sections)))
  for (const { text } of questions) expect(text.zh !== '' && text.en !== '' && text.zh !== text.en).toBe(true)
  for (const { from } of criteria)
    if (typeof from === 'object' && 'question' in from) expect(questionById(from.question)?.answer.kind).toBe('number')
})

test('an answer ages, needs its papers, and may end the evaluation', () => {
  const licence = questionById('LIC-01')
  if (!licence) throw new Error('LIC-01 is asked')
  expect(isLive(licence, given('yes'), at)).toBe(true)
  expect(isLive(licence, given('yes', ''), at)).toBe(false)
  expect(isLive(licence, given('yes'), at + 366 * 86_400_000)).toBe(false)
  expect(knocksOut(licence, 'no')).toBe(true)
  expect(
    knockedOut({ 'LIC-01': given('no'), 'LIC-04': given('11'), 'AVA-01': given('949999') }).map(({ id }) => id),
  ).toEqual(['LIC-01', 'LIC-04', 'AVA-01'])
  expect(knockedOut({ 'LIC-04': given('10'), 'AVA-01': given('950000') })).toEqual([])
})

test('silence counts as nothing, a better answer for more', () => {
  const yes = favourPpm(['licence'], { 'LIC-01': given('yes') }, at)
  expect(favourPpm(['licence'], {}, at)).toBe(0)
  expect(yes).toBe(Math.floor(1_000_000 / 6))
  // A lawsuit is the worse answer although it is a yes.
  expect(favourPpm(['licence'], { 'LIC-05': given('yes') }, at)).toBe(0)
  expect(favourPpm(['licence'], { 'LIC-05': given('no') }, at)).toBe(yes)
})

test('what is no answer to a question says why', () => {
  const why = (id: string, value: string) => {
    const question = questionById(id)
    return question && wrongAnswer(question, value)
  }
  expect(why('LIC-01', 'maybe')).toBe('yes-no')
  expect(why('SAF-03', 'gold')).toBe('option')
  expect(why('LIC-04', '-1')).toBe('number')
  expect(why('LIC-03', '2026-13-01')).toBe('day')
  expect(why('LIC-02', ' ')).toBe('empty')
  expect(why('LIC-03', '2027-01-31')).toBeNull()
})

test('a CAIQ file proposes what maps, lists what does not, and names the line of each mistake', () => {
  const file = [
    'Control ID,Answer,Comment',
    'IAM-14.1,Yes,"FIDO2, for all"',
    'ZZZ-01.1,Yes,unknown',
    'CEK-12.1,perhaps,',
    'IAM-14.2,No,again',
    'LIC-04,2,"two ""small"" ones"',
    'broken',
    'BCR-08.1,yes,"never closed',
  ].join('\r\n')
  const { proposed, unmapped, errors } = readAnswers(file)
  expect(proposed).toEqual([
    { line: 2, control: 'IAM-14.1', question: 'SEC-03', value: 'yes', comment: 'FIDO2, for all' },
    { line: 6, control: 'LIC-04', question: 'LIC-04', value: '2', comment: 'two "small" ones' },
  ])
  expect(unmapped.map(({ line, control }) => [line, control])).toEqual([[3, 'ZZZ-01.1']])
  expect(errors).toEqual([
    { line: 4, why: 'value', control: 'CEK-12.1' },
    { line: 5, why: 'twice', control: 'IAM-14.2' },
    { line: 7, why: 'columns', control: 'broken' },
    { line: 8, why: 'quote', control: '' },
  ])
})
