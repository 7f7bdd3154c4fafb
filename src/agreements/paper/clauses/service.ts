import type { ServiceLevel, Terms, Trigger } from '../../terms.ts'
import type { Bilingual, Block, Said, Speaker } from '../speech.ts'
import { en, joined, named, sentence, speaker, zh } from '../speech.ts'

/** What is watched, and what then happens. */
export function monitoringProse(terms: Terms): Block[] {
  const monitoring = speaker(terms.clauses.monitoring, '/clauses/monitoring')
  if (monitoring.it.triggers.length === 0) {
    return [sentence(zh`触发条件：${monitoring.none('triggers')}。`, en`Triggers: ${monitoring.none('triggers')}.`)]
  }
  return [
    sentence(
      zh`下列条件由交易记录计算；所列金额与比例（凡列明者）须在连续若干周期内均被超过，方始触发。`,
      en`The triggers below are computed from the record of payments; the amount and the ratio, where stated, must both be exceeded in so many consecutive windows.`,
    ),
    {
      kind: 'table',
      columns: [
        { title: { zh: '触发条件', en: 'Trigger' }, share: 28 },
        { title: { zh: '指标与对象', en: 'Metric and subject' }, share: 22 },
        { title: { zh: '超过', en: 'Above' }, share: 20 },
        { title: { zh: '连续周期', en: 'Consecutive' }, share: 12 },
        { title: { zh: '后果', en: 'Then' }, share: 18 },
      ],
      rows: monitoring.each('triggers').map(triggerRow),
    },
  ]
}

function triggerRow(trigger: Speaker<Trigger>): Bilingual[] {
  const { currency } = trigger.it
  const above = (amount: Said, ratio: Said): Bilingual => ({
    zh: zh`金额 ${amount}；比例 ${ratio}`,
    en: en`amount ${amount}; ratio ${ratio}`,
  })
  return [
    named(trigger.both('name'), trigger.text('id')),
    joined(
      [trigger.word('metric', 'metric'), trigger.word('subject', 'subject'), trigger.text('currency')],
      '，',
      ', ',
    ),
    above(trigger.money('amountOver', currency), trigger.ppm('ratioOverPpm')),
    joined([trigger.count('windows'), trigger.word('window', 'window')], ' ', ' '),
    trigger.word('action', 'action'),
  ]
}

/** What service is promised, and what is credited when it is missed. */
export function serviceLevelsProse(terms: Terms): Block[] {
  const clause = speaker(terms.clauses.serviceLevels, '/clauses/serviceLevels')
  const down = clause.inside('downtime')
  const opening = sentence(
    zh`服务水平按每${clause.word('period', 'period')}计量，以 ${clause.text('zone')} 当地时间为准。错误率连续至少 ${down.count('minutes')} 分钟高于 ${down.ppm('errorsOverPpm')} 的，该段时间为不可用。`,
    en`Service is measured each ${clause.word('period', 'period')}, in local time of ${clause.text('zone')}. A run of at least ${down.count('minutes')} minutes with an error rate above ${down.ppm('errorsOverPpm')} is downtime.`,
  )
  if (clause.it.levels.length === 0) {
    return [
      opening,
      sentence(zh`服务水平承诺：${clause.none('levels')}。`, en`Service levels: ${clause.none('levels')}.`),
    ]
  }
  return [
    opening,
    {
      kind: 'table',
      columns: [
        { title: { zh: '服务水平', en: 'Service level' }, share: 30 },
        { title: { zh: '指标', en: 'Metric' }, share: 16 },
        {
          title: { zh: '达到水平时抵减当期钱包费用', en: 'Level reached and credit on the wallet fees of the period' },
          share: 54,
        },
      ],
      rows: clause.each('levels').map(levelRow),
    },
  ]
}

function levelRow(level: Speaker<ServiceLevel>): Bilingual[] {
  const bands = level.each('bands').map(
    (band): Said => ({
      zh: zh`不低于 ${band.ppm('atLeastPpm')}：${band.ppm('creditPpm')}`,
      en: en`at least ${band.ppm('atLeastPpm')}: ${band.ppm('creditPpm')}`,
    }),
  )
  return [named(level.both('name'), level.text('id')), level.word('metric', 'metric'), joined(bands, '；', '; ')]
}
