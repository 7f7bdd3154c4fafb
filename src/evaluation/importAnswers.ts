import { wrongAnswer } from './answers.ts'
import type { Question } from './question.ts'
import { questionById, questions } from './questionnaire.ts'

export const importLinesMost = 2_000

export type ImportError = {
  line: number
  why: 'quote' | 'columns' | 'value' | 'twice' | 'card-number'
  control: string
}
export type Imported = {
  proposed: { line: number; control: string; question: string; value: string; comment: string }[]
  unmapped: { line: number; control: string; answer: string; comment: string }[]
  errors: ImportError[]
}

/**
 * Reads a file of control id, answer, comment (RFC 4180, a first line of headings is skipped) as CAIQ and SIG files export it.
 * Proposes only: a control is mapped by its exact id or the control it belongs to (`IAM-14.1` → `IAM-14`); our own ids map to
 * themselves. What maps to nothing is listed, what cannot be read is an error of its line. Nothing is saved.
 */
export function readAnswers(text: string, isRefused: (text: string) => boolean = () => false): Imported {
  const found: Imported = { proposed: [], unmapped: [], errors: [] }
  const seen = new Set<string>()
  for (const { line, cells } of linesOf(text).slice(0, importLinesMost)) {
    if (cells === null) {
      found.errors.push({ line, why: 'quote', control: '' })
      continue
    }
    const [control = '', answer = '', comment = ''] = cells.map((cell) => cell.trim())
    if (cells.every((cell) => cell.trim() === '') || (line === 1 && /control|question|控制|问题/i.test(control)))
      continue
    if (cells.length < 2 || control === '') found.errors.push({ line, why: 'columns', control: control.slice(0, 60) })
    else if (isRefused(`${answer} ${comment}`)) found.errors.push({ line, why: 'card-number', control })
    else
      take(found, seen, {
        line,
        control: control.slice(0, 60),
        answer: answer.slice(0, 500),
        comment: comment.slice(0, 500),
      })
  }
  return found
}

type Row = { line: number; control: string; answer: string; comment: string }

function take(found: Imported, seen: Set<string>, row: Row): void {
  const mapped = mappedTo(row.control)
  if (mapped.length === 0) {
    found.unmapped.push(row)
    return
  }
  for (const question of mapped) {
    const value = valueFor(question, row.answer)
    if (value === null) found.errors.push({ line: row.line, why: 'value', control: row.control })
    else if (seen.has(question.id)) found.errors.push({ line: row.line, why: 'twice', control: row.control })
    else {
      seen.add(question.id)
      found.proposed.push({ line: row.line, control: row.control, question: question.id, value, comment: row.comment })
    }
  }
}

// Of a foreign control only what can be said with yes or no is taken over: a "yes" to CEK-12 is no date and no number.
function mappedTo(control: string): Question[] {
  const own = questionById(control)
  if (own) return [own]
  const family = control.replace(/\.\d+$/, '')
  return questions.filter(
    ({ maps, answer }) =>
      answer.kind === 'yes-no' &&
      [...maps.caiq, ...maps.sig].some((one) => one === control || (family !== control && one === family)),
  )
}

const yes = new Set(['yes', 'y', 'true', '是', '有'])
const no = new Set(['no', 'n', 'false', '否', '无'])

function valueFor(question: Question, answer: string): string | null {
  const plain = answer.toLowerCase()
  const value = question.answer.kind === 'yes-no' ? (yes.has(plain) ? 'yes' : no.has(plain) ? 'no' : '') : answer
  return wrongAnswer(question, value) === null ? value : null
}

/** Records of RFC 4180 with the line each begins on; null cells for one whose quote never closes. */
function linesOf(text: string): { line: number; cells: string[] | null }[] {
  const rows: { line: number; cells: string[] | null }[] = []
  let [cells, cell, quoted, line, from] = [[] as string[], '', false, 1, 1]
  const end = (): void => {
    rows.push({ line: from, cells: [...cells, cell] })
    cells = []
    cell = ''
    from = line
  }
  const source = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  for (let at = 0; at < source.length; at++) {
    const letter = source[at] ?? ''
    if (letter === '\n') line++
    if (quoted && letter === '"' && source[at + 1] === '"') {
      cell += '"'
      at++
    } else if (letter === '"' && (quoted || cell === '')) quoted = !quoted
    else if (!quoted && letter === ',') {
      cells.push(cell)
      cell = ''
    } else if (!quoted && letter === '\n') end()
    else cell += letter
  }
  if (quoted) rows.push({ line: from, cells: null })
  else if (cell !== '' || cells.length > 0) end()
  return rows
}
