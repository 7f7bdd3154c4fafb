import { expect, test } from 'vitest'
import { versionOf } from '../../fixtures/contracts.ts'
import { changesOf } from './changesOf.ts'

test('an amendment names exactly the leaves that read otherwise, old and new in both languages', () => {
  const [first, second] = [versionOf(1), versionOf(2)]
  if (!first || !second) throw new Error('the fixtures have two versions')
  expect(changesOf(first, first)).toEqual([])
  const changes = changesOf(first, second)
  expect(changes.length).toBeGreaterThan(0)
  for (const { path, before, after } of changes) {
    expect(path).toMatch(/^\//)
    expect(before).not.toEqual(after)
  }
  // Seen from the other side the same leaves change, old and new the other way round.
  const back = changesOf(second, first)
  expect(new Set(back.map(({ path }) => path))).toEqual(new Set(changes.map(({ path }) => path)))
  for (const { path, before, after } of changes)
    expect(back.find((one) => one.path === path)).toMatchObject({ before: after, after: before })
  // Only clauses whose digest differs have a changed leaf.
  const changed = second.clauses.filter(({ changed }) => changed).map(({ clause }) => clause)
  for (const { path } of changes.filter(({ path }) => path.startsWith('/clauses/')))
    expect(changed).toContain(path.split('/')[2])
})

test('a leaf that is new or gone has nothing on the other side', () => {
  const clause = (path: string | null) => ({
    clauses: [
      {
        clause: 'law',
        title: { zh: '法律', en: 'Law' },
        digest: '',
        executable: false,
        changed: true,
        sentences: [{ zh: [{ text: '甲', path }], en: [{ text: 'A', path }] }],
      },
    ],
  })
  expect(changesOf(clause(null), clause('/clauses/law/notes/0'))).toMatchObject([
    { before: null, after: { zh: '甲', en: 'A' } },
  ])
  expect(changesOf(clause('/clauses/law/notes/0'), clause(null))).toMatchObject([
    { before: { zh: '甲', en: 'A' }, after: null },
  ])
})
