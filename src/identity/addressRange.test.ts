import { BlockList } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressRange, inRanges } from './addressRange.ts'

const four = fc.ipV4()
const six = fc.ipV6()

test('an address is in a range exactly when Node’s own list says so, IPv4 and IPv6', () => {
  const any = fc.oneof(
    fc.tuple(four, fc.nat(32), four, fc.constant('ipv4' as const)),
    fc.tuple(six, fc.nat(128), six, fc.constant('ipv6' as const)),
  )
  fc.assert(
    fc.property(any, fc.boolean(), ([base, prefix, other, kind], near) => {
      const network = networkOf(base, prefix)
      const asked = near ? base : other
      const list = new BlockList()
      list.addSubnet(network, prefix, kind)
      expect(inRanges(asked, [`${network}/${prefix}`])).toBe(list.check(asked, kind))
    }),
    { numRuns: 500 },
  )
})

test('an IPv4 caller on an IPv6 socket is that IPv4 address', () => {
  expect(inRanges('::ffff:203.0.113.7', ['203.0.113.0/24'])).toBe(true)
  expect(inRanges('::ffff:203.0.114.7', ['203.0.113.0/24'])).toBe(false)
  expect(inRanges('203.0.113.7', ['::/0'])).toBe(false)
})

test.each([
  '',
  '1.2.3',
  '1.2.3.4/33',
  '1.2.3.4/24',
  '01.2.3.4',
  '1.2.3.4/',
  '::1/129',
  '1::2::3',
  '2001:db8::1/32',
  'a',
  '1.2.3.4/8/8',
  '256.1.1.1',
])('“%s” is no range', (text) => {
  expect(() => addressRange(text)).toThrow('identity.address_range_wrong')
})

test('an address nobody can read is in no range', () => {
  expect(inRanges('unix:', ['0.0.0.0/0', '::/0'])).toBe(false)
})

// The network of an address, by way of its bits, so that the range says what it means.
function networkOf(address: string, prefix: number): string {
  if (address.includes('.') && !address.includes(':')) {
    const value = address.split('.').reduce((all, part) => (all << 8n) | BigInt(part), 0n)
    const host = BigInt(32 - prefix)
    const cut = (value >> host) << host
    return [24n, 16n, 8n, 0n].map((shift) => String((cut >> shift) & 255n)).join('.')
  }
  const list = new URL(`http://[${address}]/`).hostname.slice(1, -1)
  const [head = '', tail] = list.split('::')
  const start = head === '' ? [] : head.split(':')
  const end = tail === undefined || tail === '' ? [] : tail.split(':')
  const groups =
    tail === undefined ? start : [...start, ...Array<string>(8 - start.length - end.length).fill('0'), ...end]
  const value = groups.reduce((all, group) => (all << 16n) | BigInt(`0x${group}`), 0n)
  const host = BigInt(128 - prefix)
  const cut = (value >> host) << host
  return Array.from({ length: 8 }, (_, at) => ((cut >> BigInt(112 - at * 16)) & 0xffffn).toString(16)).join(':')
}
