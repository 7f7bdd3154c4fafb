import { unreachable } from '../base/assert.ts'
import { percent } from './arithmetic.ts'
import type { FeeRule, Price, Terms, Text } from './terms.ts'

/** What an agreement is called in lists. */
export function agreementName({ clauses: { parties } }: Terms): Text {
  const { institution, wallet } = parties
  return {
    zh: `${institution.name.zh}与${wallet.name.zh}支付合作协议`,
    en: `Payment agreement of ${institution.name.en} and ${wallet.name.en}`,
  }
}

/** One line to recognise a version by: what merchants pay, what the wallet takes, when it is paid, how revenue is shared. */
export function agreementSummary({ clauses: { fees, settlement, revenueShare } }: Terms): Text {
  const merchant = said(fees.rules.filter(({ payer }) => payer === 'merchant'))
  const wallet = said(fees.rules.filter(({ payee }) => payee === 'wallet'))
  const cycle = `T+${settlement.cycleDays}`
  const shares = revenueShare.shares.map(({ ppm }) => percent(ppm).replace('.00%', '%')).join(' / ')
  const parts = (names: readonly [string, string, string], words: keyof Text): string =>
    [
      merchant && `${names[0]} ${merchant[words]}`,
      wallet && `${names[1]} ${wallet[words]}`,
      cycle,
      `${names[2]} ${shares}`,
    ]
      .filter(Boolean)
      .join(' · ')
  return { zh: parts(['商户', '通道', '分成'], 'zh'), en: parts(['merchant', 'channel', 'shares'], 'en') }
}

// Several rules of one side: from the dearest to the cheapest.
function said(rules: readonly FeeRule[]): Text | null {
  const rates = rules.flatMap(({ price }) => ratesOf(price))
  if (rates.length > 0) {
    const [low, high] = [Math.min(...rates), Math.max(...rates)]
    const text = low === high ? percent(high) : `${percent(low)}–${percent(high)}`
    return { zh: text, en: text }
  }
  return rules.length > 0 ? { zh: '套餐', en: 'package' } : null
}

function ratesOf(price: Price): number[] {
  switch (price.kind) {
    case 'percentage':
      return [price.ratePpm]
    case 'graduated':
    case 'volume':
      return price.tiers.map(({ ratePpm }) => ratePpm)
    case 'cost-plus':
      return [price.costPpm + price.markupPpm]
    case 'package':
      return []
    default:
      return unreachable(price)
  }
}
