import { z } from '../world/route.ts'
import { vaultFaults } from './errors.ts'

// Sensitive authentication data: full track, card verification code, PIN and PIN block, and what stands for them in a token
// payment. Never kept, not even encrypted (PCI DSS 4.0.1, 3.3.1; 非银行支付机构监督管理条例 art. 26; JR/T 0171 C3).
const names = [
  'cvv',
  'cvc',
  'cvv2',
  'cvc2',
  'cvn',
  'cvn2',
  'cid',
  'securityCode',
  'pin',
  'pinBlock',
  'track1',
  'track2',
  'magneticStripe',
  'cryptogram',
] as const

const refused = z.string().max(500).optional().meta({ description: 'Refused whatever it holds', deprecated: true })

/** Members of a body that are known only so that they are refused by name: spread into a strictObject. */
export const authenticationData = Object.fromEntries(names.map((name) => [name, refused])) as {
  [Name in (typeof names)[number]]: typeof refused
}

/** Refuses a body that brings authentication data: vault.authentication_data, naming the member and never its value. */
export function refuseAuthenticationData(body: object): void {
  for (const [name, value] of Object.entries(body)) {
    if (value === undefined) continue
    if ((names as readonly string[]).includes(name)) throw vaultFaults.authenticationData({ name }, `/${name}`)
    if (typeof value === 'string') refuseTrackData(value)
  }
}

// ISO/IEC 7813: track 1 begins with % and a format letter, track 2 with ; and both name the number before a separator and a date.
const tracks = /%?[A-Z]\d{12,19}\^[^^]{2,26}\^\d{4}|;?\d{12,19}[=D]\d{7,}/i

/** Refuses a text that is the content of a magnetic stripe. */
export function refuseTrackData(text: string): void {
  if (tracks.test(text)) throw vaultFaults.authenticationData({ name: 'track' })
}
