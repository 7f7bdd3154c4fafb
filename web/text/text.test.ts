import { expect, test } from 'vitest'
import { en } from './en.ts'
import { zhCN } from './zh-CN.ts'

const holes = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((found) => found[1] ?? '').sort()

test('every text has the same holes in both languages, and none is empty', () => {
  for (const [key, chinese] of Object.entries(zhCN)) {
    const english = en[key as keyof typeof en]
    expect(holes(english), key).toEqual(holes(chinese))
    expect(chinese.trim() && english.trim(), key).not.toBe('')
  }
})

test('no Chinese is left in the English texts', () => {
  // The name of the house, the button that leads to Chinese.
  const meant = new Set(['brand.full', 'act.language'])
  const left = Object.entries(en).filter(([key, text]) => !meant.has(key) && /\p{Script=Han}/u.test(text))
  expect(left).toEqual([])
})

test('both languages have exactly the same keys', () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(zhCN).sort())
})
