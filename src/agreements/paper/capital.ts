import { assert } from '../../base/assert.ts'
import type { Currency } from '../../base/currency.ts'
import { exponentOf } from '../../base/currency.ts'
import { currencyNames } from './currencyNames.ts'

const digits = [...'零壹贰叁肆伍陆柒捌玖']
const places = ['仟', '佰', '拾', '']
const parts = ['角', '分', '厘']

/**
 * An amount in capital Chinese numerals (大写), which nobody can alter with a stroke: (CNY, 1999n) → 人民币壹拾玖元玖角玖分.
 * Rules: 支付结算办法 (银发〔1997〕393号) 附一 正确填写票据和结算凭证的基本规定. The currency's name goes before; 元 stands for the main unit of any currency.
 */
export function capitalOf(currency: Currency, minor: bigint): string {
  assert(minor >= 0n, 'amounts of an agreement are not negative')
  const unit = 10n ** BigInt(exponentOf(currency))
  const [whole, rest] = [minor / unit, minor % unit]
  const small = smallParts(rest, exponentOf(currency), whole > 0n)
  const main = whole > 0n ? `${wholeOf(whole)}元` : ''
  const body = main + small
  const isRound = small === '' || small.endsWith('角')
  return `${currencyNames[currency].zh}${body === '' ? '零元' : body}${isRound ? '整' : ''}`
}

/** Minor units of a capital text; null when it is not exactly what `capitalOf` writes. */
export function fromCapital(currency: Currency, text: string): bigint | null {
  const name = currencyNames[currency].zh
  if (!text.startsWith(name)) return null
  const found = /^(?:([^元角分厘]+)元)?(零?[^元角分厘]角)?(零?[^元角分厘]分)?(零?[^元角分厘]厘)?整?$/.exec(
    text.slice(name.length),
  )
  if (!found) return null
  let minor = found[1] === undefined ? 0n : readWhole(found[1])
  for (let at = 0; at < exponentOf(currency); at++) {
    const digit = digits.indexOf(found[at + 2]?.replace('零', '')[0] ?? '零')
    minor = minor * 10n + BigInt(Math.max(digit, 0))
  }
  return capitalOf(currency, minor) === text ? minor : null
}

function smallParts(rest: bigint, exponent: number, afterWhole: boolean): string {
  const figures = rest.toString().padStart(exponent, '0')
  let text = ''
  let skipped = false
  for (let at = 0; at < exponent; at++) {
    const figure = Number(figures[at])
    if (figure === 0) {
      skipped = true
      continue
    }
    text += `${skipped && (afterWhole || text !== '') ? '零' : ''}${digits[figure]}${parts[at]}`
    skipped = false
  }
  return text
}

const hundredMillion = 100_000_000n
const tenThousand = 10_000n

function wholeOf(value: bigint): string {
  if (value >= hundredMillion) return joined(value, hundredMillion, '亿')
  if (value >= tenThousand) return joined(value, tenThousand, '万')
  return belowTenThousand(Number(value))
}

// 零 is said once for a gap: when what follows does not fill its highest place.
function joined(value: bigint, unit: bigint, word: string): string {
  const rest = value % unit
  const gap = rest > 0n && rest < unit / 10n ? '零' : ''
  return `${wholeOf(value / unit)}${word}${gap}${rest > 0n ? wholeOf(rest) : ''}`
}

function belowTenThousand(value: number): string {
  const figures = String(value).padStart(4, '0')
  let text = ''
  let gap = false
  for (let at = 0; at < 4; at++) {
    const figure = Number(figures[at])
    if (figure === 0) {
      gap = text !== ''
      continue
    }
    text += `${gap ? '零' : ''}${digits[figure]}${places[at]}`
    gap = false
  }
  return text
}

function readWhole(text: string): bigint {
  for (const [word, unit] of [
    ['亿', hundredMillion],
    ['万', tenThousand],
  ] as const) {
    const at = text.lastIndexOf(word)
    if (at >= 0) return readWhole(text.slice(0, at)) * unit + readWhole(text.slice(at + 1))
  }
  let sum = 0n
  for (const [, digit = '', place = ''] of text.matchAll(/([壹贰叁肆伍陆柒捌玖])([仟佰拾]?)/g)) {
    sum += BigInt(digits.indexOf(digit)) * 10n ** BigInt(3 - places.indexOf(place))
  }
  return sum
}
