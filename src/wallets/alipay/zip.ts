import { crc32, inflateRawSync } from 'node:zlib'

/** A file inside a ZIP, its name decoded. */
export type ZipMember = { readonly name: string; readonly data: Buffer }

/** What is wrong with a file we were given; kept apart from our own mistakes, and never leaves the bill's reader. */
export class Damage extends Error {
  readonly line: number | null
  constructor(detail: string, line: number | null = null) {
    super(detail)
    this.line = line
  }
}

const membersMax = 16
const unpackedMax = 512 * 1024 * 1024

/**
 * The members of a ZIP (PKWARE APPNOTE 6.3.10: central directory, stored or deflated). Names are UTF-8 when flag bit 11 says
 * so and GBK otherwise, which is how Alipay writes them. Every CRC is checked. Throws Damage.
 */
export function unzip(file: Buffer): ZipMember[] {
  const end = file.lastIndexOf(Buffer.from('504b0506', 'hex'))
  if (end < 0 || end + 22 > file.length) throw new Damage('not a ZIP, or cut short: no end of central directory')
  const count = file.readUInt16LE(end + 10)
  if (count > membersMax) throw new Damage(`a bill has two members, not ${count}`)
  const members: ZipMember[] = []
  let at = file.readUInt32LE(end + 16)
  for (let member = 0; member < count; member++) {
    if (at + 46 > end || file.readUInt32LE(at) !== 0x02014b50) throw new Damage('the central directory is broken')
    const nameLength = file.readUInt16LE(at + 28)
    members.push(memberAt(file, at, file.subarray(at + 46, at + 46 + nameLength)))
    at += 46 + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32)
  }
  return members
}

function memberAt(file: Buffer, at: number, rawName: Buffer): ZipMember {
  const flags = file.readUInt16LE(at + 8)
  const name = new TextDecoder(flags & 0x800 ? 'utf-8' : 'gbk').decode(rawName)
  if (flags & 1) throw new Damage(`${name} is encrypted`)
  const size = file.readUInt32LE(at + 24)
  const local = file.readUInt32LE(at + 42)
  if (size > unpackedMax) throw new Damage(`${name} is larger than ${unpackedMax} bytes`)
  if (local + 30 > file.length || file.readUInt32LE(local) !== 0x04034b50)
    throw new Damage(`${name} has no local header`)
  const from = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28)
  const packed = file.subarray(from, from + file.readUInt32LE(at + 20))
  const data = unpacked(packed, file.readUInt16LE(at + 10), name)
  if (data.length !== size || crc32(data) !== file.readUInt32LE(at + 16))
    throw new Damage(`${name} does not match its checksum`)
  return { name, data }
}

function unpacked(packed: Buffer, method: number, name: string): Buffer {
  if (method === 0) return packed
  if (method !== 8) throw new Damage(`${name} is packed by method ${method}`)
  try {
    return inflateRawSync(packed, { maxOutputLength: unpackedMax })
  } catch {
    throw new Damage(`${name} cannot be unpacked`)
  }
}
