import type { ClauseName, Terms, Text } from '../terms.ts'
import { clauseNames } from '../terms.ts'
import { dataSharingProse, marketingProse } from './clauses/annexes.ts'
import { lawProse, termProse } from './clauses/closing.ts'
import { feesProse, revenueShareProse } from './clauses/fees.ts'
import { headerProse } from './clauses/header.ts'
import { integrationProse, partiesProse, scopeProse } from './clauses/opening.ts'
import { limitsProse, reserveProse, riskProse } from './clauses/risk.ts'
import { monitoringProse, serviceLevelsProse } from './clauses/service.ts'
import { refundsProse, settlementProse } from './clauses/settlement.ts'
import type { Block, Token } from './speech.ts'

/** One clause in words: for each paragraph its tokens, in both languages. The header is number 0. JSON-serialisable. */
export type ClauseProse = { clause: ClauseName | 'header'; number: number; title: Text; zh: Token[][]; en: Token[][] }
/** One clause as it is laid out on the page. */
export type ClauseBlocks = { clause: ClauseName | 'header'; number: number; title: Text; blocks: Block[] }

/** The agreement in words. Every leaf of the terms stands in it, in Chinese and in English, with its JSON pointer. */
export function proseOf(terms: Terms): ClauseProse[] {
  return blocksOf(terms).map(({ blocks, ...clause }) => ({
    ...clause,
    zh: blocks.flatMap((block) => paragraphsOf(block, 'zh')),
    en: blocks.flatMap((block) => paragraphsOf(block, 'en')),
  }))
}

/** The same, kept in sentences and tables. */
export function blocksOf(terms: Terms): ClauseBlocks[] {
  const header: ClauseBlocks = {
    clause: 'header',
    number: 0,
    title: { zh: '协议', en: 'Agreement' },
    blocks: headerProse(terms),
  }
  const clauses = clauseNames.map((clause, at): ClauseBlocks => {
    const { title, prose } = templates[clause]
    return { clause, number: at + 1, title, blocks: prose(terms) }
  })
  return [header, ...clauses]
}

// A row of a table reads as one paragraph: column title, value; column title, value.
function paragraphsOf(block: Block, language: 'zh' | 'en'): Token[][] {
  if (block.kind === 'sentence') return [block.words[language]]
  const [colon, gap, stop] = language === 'zh' ? ['：', '；', '。'] : [': ', '; ', '.']
  return block.rows.map((row) => [
    ...row.flatMap((cell, at) => [
      { text: `${at === 0 ? '' : gap}${block.columns[at]?.title[language] ?? ''}${colon}` },
      ...cell[language],
    ]),
    { text: stop },
  ])
}

const templates: Record<ClauseName, { title: Text; prose: (terms: Terms) => Block[] }> = {
  parties: { title: { zh: '当事人', en: 'Parties' }, prose: partiesProse },
  scope: { title: { zh: '合作范围', en: 'Scope' }, prose: scopeProse },
  integration: { title: { zh: '技术对接', en: 'Integration' }, prose: integrationProse },
  fees: { title: { zh: '费用', en: 'Fees' }, prose: feesProse },
  revenueShare: { title: { zh: '收入分成', en: 'Revenue share' }, prose: revenueShareProse },
  risk: { title: { zh: '风险分担', en: 'Allocation of risk' }, prose: riskProse },
  reserve: { title: { zh: '准备金', en: 'Reserve' }, prose: reserveProse },
  settlement: { title: { zh: '结算', en: 'Settlement' }, prose: settlementProse },
  refunds: { title: { zh: '退款与争议', en: 'Refunds and disputes' }, prose: refundsProse },
  limits: { title: { zh: '限额', en: 'Limits' }, prose: limitsProse },
  monitoring: { title: { zh: '监测与触发', en: 'Monitoring' }, prose: monitoringProse },
  serviceLevels: { title: { zh: '服务水平', en: 'Service levels' }, prose: serviceLevelsProse },
  marketing: { title: { zh: '营销合作', en: 'Marketing' }, prose: marketingProse },
  dataSharing: { title: { zh: '数据合作', en: 'Data sharing' }, prose: dataSharingProse },
  term: { title: { zh: '期限与终止', en: 'Term and termination' }, prose: termProse },
  law: { title: { zh: '法律与语言', en: 'Law and language' }, prose: lawProse },
}
