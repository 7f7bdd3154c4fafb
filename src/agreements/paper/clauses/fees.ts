import { unreachable } from '../../../base/assert.ts'
import type { Currency } from '../../../base/currency.ts'
import type { FeeRule, Price, Terms, Tier } from '../../terms.ts'
import type { Bilingual, Block, Said, Speaker } from '../speech.ts'
import { en, joined, named, sentence, speaker, zh } from '../speech.ts'

/** What every payment costs. */
export function feesProse(terms: Terms): Block[] {
  const fees = speaker(terms.clauses.fees, '/clauses/fees')
  return [
    sentence(
      zh`每笔支付按下表计费。计费周期为每${fees.word('period', 'period')}，以 ${fees.text('zone')} 当地时间为准；金额按最小货币单位计算，逢半取偶。`,
      en`Each payment is priced by the table below. The fee period is the ${fees.word('period', 'period')} in local time of ${fees.text('zone')}; amounts are computed in minor units and rounded half to even.`,
    ),
    {
      kind: 'table',
      columns: [
        { title: { zh: '费用', en: 'Fee' }, share: 22 },
        { title: { zh: '适用产品', en: 'Products' }, share: 21 },
        { title: { zh: '付款方与收款方', en: 'Payer and payee' }, share: 16 },
        { title: { zh: '价格', en: 'Price' }, share: 29 },
        { title: { zh: '退款时费用', en: 'On refund the fee' }, share: 12 },
      ],
      rows: fees.each('rules').map(feeRow),
    },
    ...commitments(fees),
  ]
}

function feeRow(rule: Speaker<FeeRule>): Bilingual[] {
  return [
    named(rule.both('name'), rule.text('id')),
    rule.words('products', 'product'),
    joined([rule.word('payer', 'party'), rule.word('payee', 'party')], ' → ', ' → '),
    priceWords(rule.inside('price'), rule),
    rule.word('onRefund', 'onRefund'),
  ]
}

function priceWords(spoken: Speaker<Price>, rule: Speaker<FeeRule>): Bilingual {
  const { currency } = rule.it
  const kind = spoken.word('kind', 'price')
  const written = rule.text('currency')
  const price = rule.it.price
  switch (price.kind) {
    case 'percentage': {
      const p = speaker(price, spoken.pointer)
      return {
        zh: zh`${kind}（${written}）：金额的 ${p.ppm('ratePpm')}，另加 ${p.money('fixed', currency)}；最低 ${p.money('floor', currency)}，最高 ${p.money('cap', currency)}`,
        en: en`${kind} (${written}): ${p.ppm('ratePpm')} of the amount plus ${p.money('fixed', currency)}; at least ${p.money('floor', currency)}, at most ${p.money('cap', currency)}`,
      }
    }
    case 'graduated': {
      const p = tierWords(speaker(price, spoken.pointer).each('tiers'), currency)
      return {
        zh: zh`${kind}（${written}）：月交易额中 ${p}，各段分别按其费率计算`,
        en: en`${kind} (${written}): of the month's volume, ${p}, each part at its own rate`,
      }
    }
    case 'volume': {
      const p = tierWords(speaker(price, spoken.pointer).each('tiers'), currency)
      return {
        zh: zh`${kind}（${written}）：月交易总额 ${p}，达到何档即全额适用该档费率，月末调整`,
        en: en`${kind} (${written}): by the month's whole volume, ${p}; the rate reached applies to all of it, adjusted at month's end`,
      }
    }
    case 'package': {
      const p = speaker(price, spoken.pointer)
      return {
        zh: zh`${kind}（${written}）：每月 ${p.count('included')} 笔以内共 ${p.money('price', currency)}，超出部分每笔 ${p.money('overage', currency)}`,
        en: en`${kind} (${written}): ${p.money('price', currency)} a month for up to ${p.count('included')} payments, then ${p.money('overage', currency)} each`,
      }
    }
    case 'cost-plus': {
      const p = speaker(price, spoken.pointer)
      return {
        zh: zh`${kind}（${written}）：成本 ${p.ppm('costPpm')}，加成 ${p.ppm('markupPpm')}，另加 ${p.money('fixed', currency)}`,
        en: en`${kind} (${written}): cost ${p.ppm('costPpm')}, mark-up ${p.ppm('markupPpm')}, plus ${p.money('fixed', currency)}`,
      }
    }
    default:
      return unreachable(price)
  }
}

// The last tier is open: its upper bound is absent in the terms and said as such.
function tierWords(tiers: Speaker<Tier>[], currency: Currency): Said {
  const spoken = tiers.map((tier): Said => {
    const [bound, rate] = [tier.money('upTo', currency), tier.ppm('ratePpm')]
    if (tier.it.upTo === null)
      return { zh: zh`其余部分为 ${rate}（上限：${bound}）`, en: en`above that ${rate} (upper bound: ${bound})` }
    return { zh: zh`至 ${bound}（含）为 ${rate}`, en: en`up to ${bound} inclusive ${rate}` }
  })
  return joined(spoken, '；', '; ')
}

function commitments(fees: Speaker<Terms['clauses']['fees']>): Block[] {
  const list = fees.each('commitments')
  if (list.length === 0) {
    return [
      sentence(
        zh`最低费用承诺：${fees.none('commitments')}。`,
        en`Minimum fee commitments: ${fees.none('commitments')}.`,
      ),
    ]
  }
  return list.map((one) => {
    const [id, rules, currency] = [one.text('id'), one.texts('rules'), one.text('currency')]
    const minimum = one.amount('minimum', one.it.currency)
    return sentence(
      zh`最低费用承诺 ${id}（${currency}）：费用 ${rules} 每个周期合计不低于 ${minimum}，不足部分于期末补足。`,
      en`Minimum commitment ${id} (${currency}): the fees ${rules} together come to at least ${minimum} a period; what is missing is due at its end.`,
    )
  })
}

/** How fee income is shared. */
export function revenueShareProse(terms: Terms): Block[] {
  const clause = speaker(terms.clauses.revenueShare, '/clauses/revenueShare')
  const shares = joined(
    clause.each('shares').map((one) => joined([one.word('party', 'party'), one.ppm('ppm')], ' ', ' ')),
    '、',
    ', ',
  )
  return [
    sentence(
      zh`双方以${clause.word('base', 'base')}为基数分享收入：${shares}。基数为负时，其亏损${clause.word('sharesLosses', 'sharesLosses')}。`,
      en`The parties share income on the basis of ${clause.word('base', 'base')}: ${shares}. Where the base is negative, the loss ${clause.word('sharesLosses', 'sharesLosses')}.`,
    ),
    sentence(
      zh`份额之和为全部；分配余数归余数最大者，相同者按名称先后。发生退款时，已分配的收入${clause.word('onRefund', 'clawBack')}。`,
      en`The shares make up the whole; remainders go to the largest remainder, ties by order of name. On a refund, income already shared ${clause.word('onRefund', 'clawBack')}.`,
    ),
  ]
}
