import { type Id, newId } from '../base/id.ts'
import { seededRandom } from '../base/random.ts'

/** A consumer of the demo world. The ids are the same in every installation, so that its parts can speak of the same people. */
export type SampleConsumer = { id: Id<'con'>; name: string; phone: string; idNumber: string }

// Numbers of 1380013 8xxx belong to the operator itself; the identity numbers carry right check characters and belong to nobody.
const people: readonly [name: string, phone: string, idStart: string][] = [
  ['林晓棠', '13800138011', '33010619920317402'],
  ['周予安', '13800138012', '31010419880922331'],
  ['陈思远', '13800138013', '44030519950106215'],
  ['许静宜', '13800138014', '11010819901128642'],
  ['吴嘉树', '13800138015', '32050719870704513'],
  ['郑云舒', '13800138016', '51010419930812324'],
  ['冯子墨', '13800138017', '42010619960430117'],
  ['韩若溪', '13800138018', '61011319911015268'],
  ['蒋明轩', '13800138019', '33020319850219453'],
  ['沈一诺', '13800138020', '35020319970603726'],
  ['高书遥', '13800138021', '37020219890511182'],
  ['罗清扬', '13800138022', '43010219940927339'],
]

const firstAt = Date.parse('2026-03-02T02:00:00Z')

/** A dozen people who pay with wallets and have saved what they pay with. */
export const sampleConsumers: readonly SampleConsumer[] = people.map(([name, phone, start], place) => ({
  id: newId('con', firstAt + place * 3_600_000, seededRandom(4_700 + place)),
  name,
  phone,
  idNumber: start + checkOf(start),
}))

// GB 11643-1999, ISO 7064 MOD 11-2.
function checkOf(start: string): string {
  const total = Array.from(start).reduce((sum, digit, at) => sum + Number(digit) * (2 ** (17 - at) % 11), 0)
  return '10X98765432'[total % 11] ?? ''
}
