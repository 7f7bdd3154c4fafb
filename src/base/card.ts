export type Scheme =
  | 'unionpay'
  | 'visa'
  | 'mastercard'
  | 'amex'
  | 'jcb'
  | 'diners'
  | 'discover'
  | 'mir'
  | 'maestro'
  | 'unknown'

export type Card =
  | { ok: true; number: string; scheme: Scheme; bin: string; last4: string }
  | { ok: false; zh: string; en: string }

type Range = { scheme: Scheme; from: number; until: number; lengths: readonly number[] }

const range = (scheme: Scheme, from: number, until: number, ...lengths: number[]): Range => ({
  scheme,
  from: from * 10 ** (6 - String(from).length),
  until: (until + 1) * 10 ** (6 - String(until).length),
  lengths,
})

// Who issues under which first digits, and how long the numbers are: ISO/IEC 7812-1 identifiers as the schemes publish them
// (UnionPay 62 and 81; Visa 4; Mastercard 51–55 and 2221–2720; American Express 34, 37; JCB 3528–3589; Diners 30, 36, 38–39;
// Discover 6011, 644–649, 65; Mir 2200–2204; Maestro 50, 56–58, 67). The first that fits counts.
const ranges: readonly Range[] = [
  range('unionpay', 62, 62, 16, 17, 18, 19),
  range('unionpay', 81, 81, 16, 17, 18, 19),
  range('visa', 4, 4, 13, 16, 19),
  range('mastercard', 51, 55, 16),
  range('mastercard', 2221, 2720, 16),
  range('amex', 34, 34, 15),
  range('amex', 37, 37, 15),
  range('jcb', 3528, 3589, 16, 17, 18, 19),
  range('diners', 300, 305, 14, 16, 17, 18, 19),
  range('diners', 36, 36, 14, 15, 16, 17, 18, 19),
  range('diners', 38, 39, 14, 16, 17, 18, 19),
  range('discover', 6011, 6011, 16, 17, 18, 19),
  range('discover', 644, 659, 16, 17, 18, 19),
  range('mir', 2200, 2204, 16, 17, 18, 19),
  range('maestro', 50, 50, 12, 13, 14, 15, 16, 17, 18, 19),
  range('maestro', 56, 58, 12, 13, 14, 15, 16, 17, 18, 19),
  range('maestro', 67, 67, 12, 13, 14, 15, 16, 17, 18, 19),
]

/** Reads a card number: digits, the length its scheme issues, the Luhn check digit (ISO/IEC 7812-1 annex B). */
export function readCard(text: string): Card {
  const number = text.replace(/[ -]/g, '')
  if (!/^\d{12,19}$/.test(number)) return { ok: false, zh: '应为 12–19 位数字', en: 'it is 12–19 digits' }
  if (!isLuhn(number)) return { ok: false, zh: '校验位不对', en: 'its check digit is wrong' }
  const first = Number(number.slice(0, 6))
  const found = ranges.find(({ from, until }) => first >= from && first < until)
  if (found && !found.lengths.includes(number.length))
    return { ok: false, zh: '这个卡组织没有这种长度的卡号', en: 'its scheme issues no number of this length' }
  return {
    ok: true,
    number,
    scheme: found?.scheme ?? 'unknown',
    bin: number.slice(0, 6),
    last4: number.slice(-4),
  }
}

/** The Luhn sum: from the right every second digit counts twice, and all together end in zero. */
export function isLuhn(digits: string): boolean {
  const total = Array.from(digits)
    .reverse()
    .reduce((sum, digit, at) => {
      const twice = Number(digit) * (at % 2 === 0 ? 1 : 2)
      return sum + (twice > 9 ? twice - 9 : twice)
    }, 0)
  return total % 10 === 0
}
