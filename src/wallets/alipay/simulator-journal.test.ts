import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openBooks } from './simulator-books.ts'
import { type Entry, openJournal } from './simulator-journal.ts'

test('a journal of several megabytes reads back as written, amounts and letters included', () => {
  const path = place()
  const journal = openJournal(path)
  const entries = Array.from(
    { length: 3_000 },
    (_, at): Entry => ['trade', `k${at}`, { fen: BigInt(at), name: '林晓雨🍵'.repeat(100) }],
  )
  for (const entry of entries) journal.append([entry])
  journal.close()
  expect(statSync(path).size).toBeGreaterThan(3 * 1024 * 1024)
  expect([...openJournal(path).replay()]).toEqual(entries)
})

test('a line cut by a crash is dropped, and what follows is written on a new one', () => {
  const path = place()
  openJournal(path).append([['code', 'a', 1]])
  appendFileSync(path, '[["code","b"')
  openJournal(path).append([['code', 'c', 3]])
  expect([...openJournal(path).replay()]).toEqual([
    ['code', 'a', 1],
    ['code', 'c', 3],
  ])
  const only = place()
  appendFileSync(only, '[["code"')
  expect([...openJournal(only).replay()]).toEqual([])
})

test('a journal that repeats itself is shortened without losing anything', () => {
  const path = place()
  const books = openBooks(openJournal(path))
  for (let turn = 0; turn < 11_000; turn++) {
    books.put('code', 'one', { code: 'one', shopper: 'lin', madeAt: turn, isUsed: false })
    books.commit()
  }
  const reopened = openBooks(openJournal(path))
  expect(reopened.codes.get('one')?.madeAt).toBe(10_999)
  expect(readFileSync(path, 'utf8').split('\n').length).toBe(2)
})

function place(): string {
  const folder = mkdtempSync(join(tmpdir(), 'journal-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, 'journal.jsonl')
}
