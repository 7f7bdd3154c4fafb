import { toDecimal } from '../base/currency.ts'
import type { Money } from '../base/money.ts'

/** An amount as a payer reads it: `CNY 5,000.00`. */
export const inWords = ({ currency, minor }: Money): string =>
  `${currency} ${toDecimal(currency, minor).replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',')}`
