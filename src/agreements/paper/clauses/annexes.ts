import type { DataScope, Terms } from '../../terms.ts'
import type { Bilingual, Block, Speaker } from '../speech.ts'
import { en, joined, named, sentence, speaker, zh } from '../speech.ts'
import { sharesOf } from './risk.ts'

/** Campaigns and who pays for them. */
export function marketingProse(terms: Terms): Block[] {
  const marketing = speaker(terms.clauses.marketing, '/clauses/marketing')
  if (marketing.it.annexes.length === 0) {
    return [
      sentence(zh`营销附件：${marketing.none('annexes')}。`, en`Marketing annexes: ${marketing.none('annexes')}.`),
    ]
  }
  return marketing.each('annexes').flatMap((annex) => {
    const { currency } = annex.it
    const name = named(annex.both('name'), annex.text('id'))
    return [
      sentence(
        zh`活动${name}，币种 ${annex.text('currency')}：预算 ${annex.amount('budget', currency)}，由${sharesOf(annex.each('funding'))} 出资；自 ${annex.text('firstDay')} 至 ${annex.text('lastDay')}（含）。`,
        en`Campaign ${name}, in ${annex.text('currency')}: budget ${annex.amount('budget', currency)}, funded by ${sharesOf(annex.each('funding'))}; from ${annex.text('firstDay')} to ${annex.text('lastDay')} inclusive.`,
      ),
      sentence(
        zh`适用产品：${annex.words('products', 'product')}。单笔金额达到 ${annex.amount('minimumAmount', currency)}的，减免金额的 ${annex.ppm('discountPpm')}，每笔不超过 ${annex.amount('perPayment', currency)}，每位付款人累计不超过 ${annex.amount('perPayer', currency)}；预算用尽即止。`,
        en`Products: ${annex.words('products', 'product')}. A payment of at least ${annex.amount('minimumAmount', currency)} is reduced by ${annex.ppm('discountPpm')} of its amount, by at most ${annex.amount('perPayment', currency)} a payment and ${annex.amount('perPayer', currency)} a payer; it ends when the budget is used up.`,
      ),
      sentence(
        zh`退款时补贴${annex.word('onRefund', 'subsidy')}。参加条件（说明，不由程序执行）：${annex.both('eligibility')}。`,
        en`On a refund the subsidy ${annex.word('onRefund', 'subsidy')}. Eligibility (explanatory, not executed): ${annex.both('eligibility')}.`,
      ),
    ]
  })
}

/** Which data may pass, why, and how long it is kept. */
export function dataSharingProse(terms: Terms): Block[] {
  const clause = speaker(terms.clauses.dataSharing, '/clauses/dataSharing')
  const opening = sentence(
    zh`除下列各项外，任何数据不得提供给对方；基于个人同意的，同意撤回后即停止提供。`,
    en`No datum passes to the other party except as listed; where the basis is consent, it stops when consent is withdrawn.`,
  )
  if (clause.it.scopes.length === 0)
    return [opening, sentence(zh`数据项：${clause.none('scopes')}。`, en`Data: ${clause.none('scopes')}.`)]
  return [
    opening,
    {
      kind: 'table',
      columns: [
        { title: { zh: '数据项', en: 'Data' }, share: 22 },
        { title: { zh: '目的', en: 'Purpose' }, share: 24 },
        { title: { zh: '依据与方向', en: 'Basis and direction' }, share: 20 },
        { title: { zh: '接收方', en: 'Recipient' }, share: 22 },
        { title: { zh: '保存日数', en: 'Days kept' }, share: 12 },
      ],
      rows: clause.each('scopes').map(scopeRow),
    },
  ]
}

function scopeRow(scope: Speaker<DataScope>): Bilingual[] {
  return [
    joined([scope.text('field'), scope.text('id')], ' · ', ' · '),
    scope.both('purpose'),
    joined([scope.word('basis', 'basis'), scope.word('direction', 'direction')], '，', ', '),
    scope.both('recipient'),
    scope.count('retentionDays'),
  ]
}
