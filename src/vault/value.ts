import { readCard } from '../base/card.ts'
import { z } from '../world/route.ts'

/** What the vault knows how to read, mask and find. */
export const tokenKinds = [
  'card',
  'network-token',
  'bank-account',
  'wallet-account',
  'name',
  'id-number',
  'phone',
] as const
export type TokenKind = (typeof tokenKinds)[number]
export const tokenKindJson = z.enum(tokenKinds).meta({ id: 'TokenKind', description: 'What a token stands for' })

export const kindNames: Record<TokenKind, { zh: string; en: string }> = {
  card: { zh: '银行卡号', en: 'card number' },
  'network-token': { zh: '卡组织令牌号', en: 'network token' },
  'bank-account': { zh: '银行账号', en: 'bank account' },
  'wallet-account': { zh: '钱包账号', en: 'wallet account' },
  name: { zh: '姓名', en: 'name' },
  'id-number': { zh: '居民身份证号', en: 'resident identity number' },
  phone: { zh: '手机号', en: 'phone number' },
}

/** A value in its one normal form, with what may be shown of it; or why it is none. Texts never repeat the value. */
export type Read =
  | { ok: true; value: string; masked: string; detail: { [name: string]: string } }
  | { ok: false; zh: string; en: string }

const no = (zh: string, en: string): Read => ({ ok: false, zh, en })
const yes = (value: string, masked: string, detail: { [name: string]: string } = {}): Read => ({
  ok: true,
  value,
  masked,
  detail,
})

/** Reads a value of one kind into its normal form. Pure. */
export function readValue(kind: TokenKind, text: string): Read {
  const given = text.normalize('NFKC').trim()
  switch (kind) {
    case 'card':
    case 'network-token':
      return cardRead(given)
    case 'bank-account':
      return accountRead(given)
    case 'wallet-account':
      return given.length >= 3 && given.length <= 128 ? yes(given.toLowerCase(), maskAccountName(given)) : tooShort
    case 'name':
      return nameRead(given)
    case 'id-number':
      return idRead(given)
    case 'phone':
      return phoneRead(given)
  }
}

const tooShort = no('长度不对', 'its length is wrong')

function cardRead(given: string): Read {
  const card = readCard(given)
  if (!card.ok) return no(card.zh, card.en)
  // At most BIN and last four (PCI DSS 4.0.1, 3.4.1); for the short ones no more than six hidden digits would remain.
  return yes(card.number, `${card.bin} ${'•'.repeat(card.number.length - 10)} ${card.last4}`, {
    scheme: card.scheme,
    bin: card.bin,
    last4: card.last4,
  })
}

// A Chinese account has no check digit of its own; elsewhere an IBAN has (ISO 13616, ISO 7064 MOD 97-10).
function accountRead(given: string): Read {
  const account = given.replace(/[ -]/g, '').toUpperCase()
  if (/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(account)) {
    if (!isIban(account)) return no('IBAN 校验位不对', 'the check digits of the IBAN are wrong')
    return yes(account, `${account.slice(0, 4)} •••• ${account.slice(-4)}`, {
      form: 'iban',
      country: account.slice(0, 2),
    })
  }
  if (!/^\d{8,30}$/.test(account)) return no('应为 8–30 位数字或 IBAN', 'it is 8–30 digits or an IBAN')
  return yes(account, `•••• ${account.slice(-4)}`, { form: 'domestic' })
}

function isIban(iban: string): boolean {
  const moved = `${iban.slice(4)}${iban.slice(0, 4)}`.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55))
  return BigInt(moved) % 97n === 1n
}

function nameRead(given: string): Read {
  const name = given.replace(/\s+/g, ' ')
  if (name.length < 2 || name.length > 100 || !/^[\p{L}\p{M}][\p{L}\p{M}\p{N} .,·'’-]*$/u.test(name))
    return no('应为 2–100 个字的姓名', 'it is a name of 2–100 letters')
  const letters = Array.from(name)
  const isHan = /^\p{Script=Han}/u.test(name)
  const masked = isHan
    ? `${letters[0]}${'*'.repeat(Math.min(letters.length - 1, 4))}`
    : name
        .split(' ')
        .map((word) => `${word.slice(0, 1)}***`)
        .join(' ')
  return yes(name, masked)
}

// 17 digits and a check character: GB 11643-1999 section 4, ISO 7064 MOD 11-2. The date in it must exist.
function idRead(given: string): Read {
  const id = given.replace(/ /g, '').toUpperCase()
  if (!/^[1-9]\d{16}[\dX]$/.test(id)) return no('应为 18 位公民身份号码', 'it is 18 characters')
  const total = Array.from(id.slice(0, 17)).reduce((sum, digit, at) => sum + Number(digit) * (2 ** (17 - at) % 11), 0)
  if ('10X98765432'[total % 11] !== id[17]) return no('校验码不对', 'its check character is wrong')
  if (!isCalendarDay(id.slice(6, 14))) return no('出生日期不存在', 'its date of birth does not exist')
  return yes(id, `${id.slice(0, 1)}${'*'.repeat(16)}${id.slice(-1)}`)
}

function isCalendarDay(digits: string): boolean {
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8)].map(Number)
  const made = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day ?? 0))
  return made.getUTCMonth() + 1 === month && made.getUTCDate() === day && (year ?? 0) >= 1900
}

// E.164: + and up to 15 digits. Eleven digits from 13 to 19 are a mobile of mainland China (工信部 电信网编号计划 2017).
function phoneRead(given: string): Read {
  const digits = given.replace(/[ ()-]/g, '').replace(/^00/, '+')
  const phone = /^1[3-9]\d{9}$/.test(digits) ? `+86${digits}` : digits
  if (!/^\+[1-9]\d{6,14}$/.test(phone)) return no('应为手机号或 E.164 号码', 'it is a mobile number or E.164')
  if (phone.startsWith('+86') && !/^\+861[3-9]\d{9}$/.test(phone))
    return no('不是中国大陆手机号', 'it is no mobile of mainland China')
  const masked = phone.startsWith('+86')
    ? `${phone.slice(3, 6)}****${phone.slice(-4)}`
    : `${phone.slice(0, 4)}****${phone.slice(-2)}`
  return yes(phone, masked)
}

function maskAccountName(name: string): string {
  const at = name.indexOf('@')
  if (at > 0) return `${name.slice(0, 1)}***${name.slice(at)}`
  return /^\+?\d{7,}$/.test(name)
    ? `${name.slice(0, 3)}****${name.slice(-4)}`
    : `${name.slice(0, 1)}***${name.slice(-1)}`
}
