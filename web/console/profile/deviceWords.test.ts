import { expect, test } from 'vitest'
import { deviceWords, isHandheld } from './deviceWords.ts'

const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko)'

test.each([
  [`${mac} Chrome/142.0.0.0 Safari/537.36`, 'Chrome 142 · macOS'],
  [`${mac} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0`, 'Edge 142 · macOS'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1',
    'Safari 19 · iPhone',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', 'Firefox 145 · Linux'],
  ['curl/8.5.0', 'curl 8'],
  ['', null],
  ['something else', null],
])('a person knows the device again by its words: %s', (userAgent, words) => {
  expect(deviceWords(userAgent)).toBe(words)
})

test('a phone is known to be one, a desk is not', () => {
  expect(isHandheld('Mozilla/5.0 (Linux; Android 15; Pixel 9)')).toBe(true)
  expect(isHandheld(mac)).toBe(false)
})
