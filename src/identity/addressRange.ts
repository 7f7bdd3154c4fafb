import { identityFaults } from './errors.ts'

/** A range of IP addresses: `203.0.113.0/24`, `2001:db8::/32`, or one address. */
export type AddressRange = { bits: 32 | 128; from: bigint; prefix: number }

/** Reads a range; throws identity.address_range_wrong. Bits behind the prefix must be zero, so that a range says what it means. */
export function addressRange(text: string): AddressRange {
  const wrong = () => identityFaults.addressRangeWrong({ range: text.slice(0, 60) })
  const [address = '', prefixText, more] = text.split('/')
  const read = addressOf(address)
  if (!read || more !== undefined || (prefixText !== undefined && !/^\d{1,3}$/.test(prefixText))) throw wrong()
  const prefix = prefixText === undefined ? read.bits : Number(prefixText)
  if (prefix > read.bits) throw wrong()
  const host = BigInt(read.bits - prefix)
  if ((read.value >> host) << host !== read.value) throw wrong()
  return { bits: read.bits, from: read.value, prefix }
}

/** True when one of the ranges holds the address; an address nobody can read is in none. */
export function inRanges(address: string, ranges: readonly string[]): boolean {
  const read = addressOf(address)
  if (!read) return false
  return ranges.map(addressRange).some(({ bits, from, prefix }) => {
    const host = BigInt(bits - prefix)
    return bits === read.bits && read.value >> host === from >> host
  })
}

function addressOf(text: string): { bits: 32 | 128; value: bigint } | null {
  const four = fourOf(text)
  if (four !== null) return { bits: 32, value: four }
  const six = sixOf(text)
  if (six === null) return null
  // An IPv4 caller on an IPv6 socket (RFC 4291 section 2.5.5.2) is that IPv4 address.
  return six >> 32n === 0xffffn ? { bits: 32, value: six & 0xffffffffn } : { bits: 128, value: six }
}

function fourOf(text: string): bigint | null {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)) return null
  return parts.reduce((all, part) => (all << 8n) | BigInt(part), 0n)
}

function sixOf(text: string): bigint | null {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text)
  if (dotted) {
    const four = fourOf(dotted[2] ?? '')
    return four === null ? null : sixOf(`${dotted[1]}${(four >> 16n).toString(16)}:${(four & 0xffffn).toString(16)}`)
  }
  const halves = text.split('::')
  if (halves.length > 2) return null
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':'))) as [string[], string[] | undefined]
  const given = head.length + (tail?.length ?? 0)
  if (tail ? given > 7 : given !== 8) return null
  const groups = tail ? [...head, ...Array<string>(8 - given).fill('0'), ...tail] : head
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null
  return groups.reduce((all, group) => (all << 16n) | BigInt(`0x${group}`), 0n)
}
