import { expect, test } from 'vitest'
import { openLink } from './openLink.ts'

const code = 'https://qr.alipay.com/bax0123'

test.each([
  [
    'a real wallet opens its own address',
    'https://openapi.alipay.com/gateway.do',
    code,
    { url: code, isSandbox: false },
  ],
  [
    'a simulated one is a page of this machine',
    'http://127.0.0.1:4701/gateway.do',
    code,
    { url: 'http://127.0.0.1:4701/?code=https%3A%2F%2Fqr.alipay.com%2Fbax0123', isSandbox: true },
  ],
  ['a code that is no address opens nothing', 'https://openapi.alipay.com/gateway.do', '281234567890123456', null],
  ['nor does a script', 'https://openapi.alipay.com/gateway.do', 'javascript:alert(1)', null],
  [
    'nor an address anybody may listen to',
    'https://openapi.alipay.com/gateway.do',
    'http://qr.alipay.com/bax0123',
    null,
  ],
])('%s', (_, gateway, text, link) => {
  expect(openLink(gateway, text)).toEqual(link)
})
