import { expect, test } from 'vitest'
import { textProblems } from '../../test/tidy/texts.ts'
import { texts } from './text.ts'

test('the privacy centre says the same in Chinese and English', () => {
  const { language: _, ...en } = texts.en // the button that leads to Chinese is written in Chinese
  const { language: __, ...zh } = texts['zh-CN']
  expect(textProblems(zh, en)).toEqual([])
})
