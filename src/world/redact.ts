/** What stands where a secret stood. */
export const redacted = '[redacted]'

const depthMax = 6
const membersMax = 100
const textMax = 8_192

// Names whose value is a secret or a personal identifier whatever it looks like. Compared without case, `-` and `_`.
const secretNames = new Set([
  'authorization',
  'proxyauthorization',
  'cookie',
  'setcookie',
  'password',
  'passphrase',
  'secret',
  'clientsecret',
  'webhooksecret',
  'token',
  'accesstoken',
  'refreshtoken',
  'sessiontoken',
  'session',
  'apikey',
  'key',
  'privatekey',
  'pem',
  'seed',
  'otp',
  'totp',
  'pin',
  'authcode',
  'paymentcode',
  'pan',
  'cardnumber',
  'cardno',
  'cvv',
  'cvc',
  'cvv2',
  'track1',
  'track2',
  'idnumber',
  'idcard',
  'certno',
  'phone',
  'mobile',
  'telephone',
  'buyerlogonid',
  'email',
])

/**
 * The same value without secrets, safe to write into a log, a trace or an error: members with a secret name are replaced,
 * and every text is searched by `redactText`. Pure; bounded in depth, members and length. Never throws.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value === 'bigint' || typeof value === 'number') return redactNumber(value)
  if (value === null || typeof value !== 'object') return typeof value === 'function' ? '[function]' : value
  if (depth >= depthMax) return '[deep]'
  if (value instanceof Error) return redactError(value, depth)
  if (value instanceof Date) return value.toISOString()
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  if (Array.isArray(value)) return value.slice(0, membersMax).map((member) => redact(member, depth + 1))
  const members = Object.entries(value).slice(0, membersMax)
  return Object.fromEntries(members.map(([name, member]) => [name, redactMember(name, member, depth)]))
}

/** A text without private keys, bearer tokens, card numbers, payment codes, identity numbers, phones and e-mail addresses. */
export function redactText(text: string): string {
  const kept = text.length > textMax ? `${text.slice(0, textMax)}…` : text
  return kept
    .replace(/-----BEGIN ([A-Z ]*PRIVATE KEY)-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, redacted)
    .replace(/\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${redacted}`)
    .replace(/\b(sk|rk|whsec|whsk|secret)_[\w+/=-]{8,}/g, redacted)
    .replace(/\beyJ[\w-]{6,}\.[\w-]{6,}\.[\w-]*/g, redacted) // a JSON web token
    .replace(/[\w.+-]{1,64}@[\w-]{1,63}(\.[\w-]{1,63}){1,4}/g, redacted)
    .replace(/(?<![\w.])(\+?\d(?:[ -]?\d){9,29}[xX]?)(?!\w)/g, (digits) => (isPersonal(digits) ? redacted : digits))
}

const redactMember = (name: string, member: unknown, depth: number): unknown =>
  secretNames.has(name.toLowerCase().replace(/[-_]/g, '')) && member !== null && member !== undefined
    ? redacted
    : redact(member, depth + 1)

const redactNumber = (value: number | bigint): unknown => {
  const digits = String(value)
  if (typeof value === 'bigint') return isPersonal(digits) ? redacted : digits
  return Number.isSafeInteger(value) && value > 1e13 && isPersonal(digits) ? redacted : value
}

function redactError(error: Error, depth: number): object {
  const code = (error as { code?: unknown }).code
  return {
    name: error.name,
    message: redactText(error.message),
    ...(typeof code === 'string' ? { code } : {}),
    ...(error.stack ? { stack: redactText(error.stack.split('\n').slice(1, 12).join('\n')) } : {}),
    ...(error.cause ? { cause: redact(error.cause, depth + 1) } : {}),
  }
}

function isPersonal(text: string): boolean {
  const digits = text.replace(/[ +-]/g, '')
  return isMobile(digits) || isResidentId(digits) || isPaymentCode(digits) || isCardNumber(digits)
}

// Mobile numbers of mainland China: 11 digits from 13 to 19, with or without the country code 86.
const isMobile = (digits: string): boolean => /^(86)?1[3-9]\d{9}$/.test(digits)

// Codes a payer shows: Alipay 16–24 digits from 25 to 30 (alipay.trade.pay, auth_code); WeChat Pay 18 digits from 10 to 15.
const isPaymentCode = (digits: string): boolean =>
  /^(2[5-9]|30)\d{14,22}$/.test(digits) || /^1[0-5]\d{16}$/.test(digits)

// Resident identity number: 17 digits and a check character modulo 11 (GB 11643-1999, ISO 7064 MOD 11-2).
function isResidentId(text: string): boolean {
  if (!/^[1-9]\d{16}[\dxX]$/.test(text)) return false
  const total = Array.from(text.slice(0, 17)).reduce((sum, digit, at) => sum + Number(digit) * (2 ** (17 - at) % 11), 0)
  return '10X98765432'[total % 11] === text[17]?.toUpperCase()
}

// Card numbers: 14–19 digits, or 13 from 4, whose Luhn sum is right (ISO/IEC 7812-1). Thirteen digits are also how a moment
// in milliseconds is written, so those count only with the one prefix that ever used them.
function isCardNumber(digits: string): boolean {
  if (!/^(\d{14,19}|4\d{12})$/.test(digits)) return false
  const total = Array.from(digits)
    .reverse()
    .reduce((sum, digit, at) => {
      const twice = Number(digit) * (at % 2 === 0 ? 1 : 2)
      return sum + (twice > 9 ? twice - 9 : twice)
    }, 0)
  return total % 10 === 0
}
