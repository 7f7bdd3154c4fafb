import { expect, test } from 'vitest'
import type { RoleView } from '../../api/contract-admin.ts'
import { changesOf, toggled } from './edits.ts'

const role: RoleView = {
  role: 'finance',
  kind: 'institution',
  title: { zh: '财务', en: 'Finance' },
  permissions: ['a', 'b'],
  defaults: ['a', 'b'],
  version: 0,
  changedAt: null,
  holders: 1,
  warnings: [],
}

test('a cell ticked and unticked again leaves nothing to save', () => {
  const once = toggled({}, role, 'c')
  expect(changesOf(once, [role])).toEqual([{ role, gains: ['c'], loses: [] }])
  expect(toggled(once, role, 'c')).toEqual({})
  expect(toggled(toggled({}, role, 'a'), role, 'a')).toEqual({})
})

test('gains and losses of a role are told apart', () => {
  const edits = toggled(toggled({}, role, 'a'), role, 'c')
  expect(changesOf(edits, [role])).toEqual([{ role, gains: ['c'], loses: ['a'] }])
})
