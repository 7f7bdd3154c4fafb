import type { Terms } from '../../terms.ts'
import type { Block, Said } from '../speech.ts'
import { en, joined, listed, sentence, speaker, zh } from '../speech.ts'

/** Who agrees. */
export function partiesProse(terms: Terms): Block[] {
  const parties = speaker(terms.clauses.parties, '/clauses/parties')
  return (['institution', 'wallet'] as const).flatMap((which) => {
    const party = parties.inside(which)
    const role =
      which === 'institution' ? { zh: '支付机构', en: 'the Institution' } : { zh: '钱包方', en: 'the Wallet' }
    const called: Said = { zh: [{ text: role.zh }], en: [{ text: role.en }] }
    const signatory = party.inside('signatory')
    return [
      sentence(
        zh`${party.both('name')}（以下称“${called}”），登记号 ${party.text('registration')}，住所：${party.both('address')}。`,
        en`${party.both('name')} ("${called}"), registration ${party.text('registration')}, of ${party.both('address')}.`,
      ),
      sentence(
        zh`${called}由 ${signatory.text('name')}（${signatory.both('title')}）签署；签名证书的 SHA 摘要：${party.text('certificate')}。`,
        en`Signing for ${called}: ${signatory.text('name')}, ${signatory.both('title')}; SHA digest of the signing certificate: ${party.text('certificate')}.`,
      ),
    ]
  })
}

/** What the parties do together, where and in which money. */
export function scopeProse(terms: Terms): Block[] {
  const scope = speaker(terms.clauses.scope, '/clauses/scope')
  return [
    sentence(
      zh`合作方式：${scope.words('modes', 'mode')}。`,
      en`Modes of cooperation: ${scope.words('modes', 'mode')}.`,
    ),
    sentence(
      zh`支付机构可在下列地区向其商户提供该钱包：${scope.texts('regions')}；产品：${scope.words('products', 'product')}；币种：${scope.texts('currencies')}。未列明的产品、地区和币种不在本协议范围内。`,
      en`The Institution may offer the wallet to its merchants in these regions: ${scope.texts('regions')}; for these products: ${scope.words('products', 'product')}; in these currencies: ${scope.texts('currencies')}. A product, region or currency that is not listed is outside this agreement.`,
    ),
  ]
}

/** How the systems meet. */
export function integrationProse(terms: Terms): Block[] {
  const clause = speaker(terms.clauses.integration, '/clauses/integration')
  const windows = clause
    .each('availabilityWindows')
    .map((window) => joined([window.text('from'), window.text('until')], ' 至 ', ' to '))
  return [
    sentence(
      zh`接口协议：${clause.text('protocol')}；双方使用的能力：${clause.texts('capabilities')}。`,
      en`Interface protocol: ${clause.text('protocol')}; capabilities used: ${clause.texts('capabilities')}.`,
    ),
    sentence(
      zh`上线前须通过认证方案 ${clause.text('certificationProfile')} 的全部测试。钱包方承诺应答的时段（结算时区当地时间）：${listed(windows)}。`,
      en`Before going live every test of certification profile ${clause.text('certificationProfile')} must pass. The Wallet answers during (local time of the settlement zone): ${listed(windows)}.`,
    ),
    sentence(
      zh`支付结果未知时，支付机构依次等待下列秒数后查询，最后间隔持续重复，直至账单给出结果：${clause.counts('inquirySeconds')}。`,
      en`When the outcome of a payment is unknown the Institution inquires after waiting these numbers of seconds in turn, the last of which repeats until the statement decides: ${clause.counts('inquirySeconds')}.`,
    ),
  ]
}
