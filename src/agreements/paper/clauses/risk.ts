import type { Share, Terms } from '../../terms.ts'
import type { Block, Said, Speaker } from '../speech.ts'
import { en, joined, sentence, speaker, zh } from '../speech.ts'

/** Who bears a loss. */
export function riskProse(terms: Terms): Block[] {
  const risk = speaker(terms.clauses.risk, '/clauses/risk')
  return [
    sentence(
      zh`损失依下表由各方分担；自上而下，以首个相符的行为准。`,
      en`A loss is borne as the table says; reading from the top, the first row that matches decides.`,
    ),
    {
      kind: 'table',
      columns: [
        { title: { zh: '原因', en: 'Reason' }, share: 32 },
        { title: { zh: '认证强度', en: 'Authentication' }, share: 30 },
        { title: { zh: '分担', en: 'Borne by' }, share: 38 },
      ],
      rows: risk
        .each('rows')
        .map((row) => [row.word('reason', 'reason'), row.word('strength', 'strength'), sharesOf(row.each('shares'))]),
    },
    firstLoss(risk),
    ...caps(risk),
    sentence(
      zh`证据应于争议提出后 ${risk.count('evidenceDays')} 日内提交，逾期未提交者承担不利后果。`,
      en`Evidence is submitted within ${risk.count('evidenceDays')} days of the dispute; who fails to do so bears the consequence.`,
    ),
  ]
}

/** Shares of parties: 支付机构 70%、钱包方 30%. */
export const sharesOf = (shares: Speaker<Share>[]): Said =>
  joined(
    shares.map((one) => joined([one.word('party', 'party'), one.ppm('ppm')], ' ', ' ')),
    '、',
    ', ',
  )

type Risk = Speaker<Terms['clauses']['risk']>

function firstLoss(risk: Risk): Block {
  if (risk.it.firstLoss === null) {
    return sentence(zh`首损承担：${risk.none('firstLoss')}。`, en`First loss: ${risk.none('firstLoss')}.`)
  }
  const loss = risk.inside('firstLoss')
  const [party, currency, amount] = [
    loss.word('party', 'party'),
    loss.text('currency'),
    loss.amount('amount', loss.it.currency),
  ]
  return sentence(
    zh`首损承担（${currency}）：每案先由${party}承担 ${amount}，其余依上表分担。`,
    en`First loss (${currency}): in each case ${party} first bears ${amount}; the table divides the rest.`,
  )
}

function caps(risk: Risk): Block[] {
  if (risk.it.caps.length === 0)
    return [sentence(zh`责任上限：${risk.none('caps')}。`, en`Caps of liability: ${risk.none('caps')}.`)]
  return risk.each('caps').map((cap) => {
    const [party, currency, amount] = [
      cap.word('party', 'party'),
      cap.text('currency'),
      cap.amount('amount', cap.it.currency),
    ]
    return sentence(
      zh`责任上限（${currency}）：${party}每案承担不超过 ${amount}，超出部分由${cap.word('excessTo', 'party')}承担。`,
      en`Cap of liability (${currency}): ${party} bears at most ${amount} a case; what is above is borne by ${cap.word('excessTo', 'party')}.`,
    )
  })
}

/** What is held back against losses. */
export function reserveProse(terms: Terms): Block[] {
  const reserve = speaker(terms.clauses.reserve, '/clauses/reserve')
  const { currency } = reserve.it
  return [
    sentence(
      zh`滚动准备金（${reserve.text('currency')}）：每次结算扣留 ${reserve.ppm('rollingPpm')}，满 ${reserve.count('days')} 日后释放；扣留总额上限：${reserve.amount('cap', currency)}。`,
      en`Rolling reserve (${reserve.text('currency')}): ${reserve.ppm('rollingPpm')} of each settlement is withheld and released after ${reserve.count('days')} days; most that is held: ${reserve.amount('cap', currency)}.`,
    ),
    sentence(
      zh`保证金：${reserve.amount('deposit', currency)}，另行缴存。`,
      en`Deposit, paid apart: ${reserve.amount('deposit', currency)}.`,
    ),
  ]
}

/** How much a payer may pay. */
export function limitsProse(terms: Terms): Block[] {
  const limits = speaker(terms.clauses.limits, '/clauses/limits')
  const zone = limits.text('zone')
  const opening = sentence(
    zh`下列限额按付款人计算，日与月以 ${zone} 当地时间为准；所有相符的行均适用，超限的支付在资金移动前即被拒绝。`,
    en`The limits below apply to each payer, days and months in local time of ${zone}; every row that matches applies, and a payment above a limit is refused before money moves.`,
  )
  if (limits.it.rows.length === 0)
    return [opening, sentence(zh`限额：${limits.none('rows')}。`, en`Limits: ${limits.none('rows')}.`)]
  const rows = limits.each('rows').map((row) => {
    const { currency } = row.it
    const amount = (key: 'perPayment' | 'perDay' | 'perMonth') => row.money(key, currency)
    const how = joined([row.word('strength', 'strength'), row.text('currency')], '，', ', ')
    return [
      row.words('products', 'product'),
      how,
      amount('perPayment'),
      amount('perDay'),
      amount('perMonth'),
      row.text('source'),
    ]
  })
  return [
    opening,
    {
      kind: 'table',
      columns: [
        { title: { zh: '产品', en: 'Products' }, share: 21 },
        { title: { zh: '认证与币种', en: 'Authentication, currency' }, share: 16 },
        { title: { zh: '单笔', en: 'Per payment' }, share: 16 },
        { title: { zh: '单日', en: 'Per day' }, share: 16 },
        { title: { zh: '单月', en: 'Per month' }, share: 17 },
        { title: { zh: '依据', en: 'Source' }, share: 14 },
      ],
      rows,
    },
  ]
}
