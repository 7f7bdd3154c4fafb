import { readValue } from '../vault/value.ts'

/** What may be shown of a phone number; all stars when it is none. */
export function maskedPhone(to: string): string {
  const read = readValue('phone', to)
  return read.ok ? read.masked : '***'
}
