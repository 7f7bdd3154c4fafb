import type { Terms } from '../../terms.ts'
import type { Block } from '../speech.ts'
import { en, sentence, speaker, zh } from '../speech.ts'

/** From when, for how long. */
export function termProse(terms: Terms): Block[] {
  const term = speaker(terms.clauses.term, '/clauses/term')
  const local = term.local('effective', terms.clauses.settlement.zone)
  const zone = speaker(terms.clauses.settlement, '/clauses/settlement').text('zone')
  return [
    sentence(
      zh`本协议自 ${local}（${zone}，即 ${term.moment('effective')}）起生效，期限 ${term.count('months')} 个月；期满${term.word('renewal', 'renewal')}。`,
      en`This agreement takes effect on ${local} (${zone}; ${term.moment('effective')}) for a term of ${term.count('months')} months; at its end it ${term.word('renewal', 'renewal')}.`,
    ),
    sentence(
      zh`终止须提前 ${term.count('noticeDays')} 日书面通知；终止后 ${term.count('windDownDays')} 日内，退款与争议条款继续适用。`,
      en`Termination takes ${term.count('noticeDays')} days' notice in writing; for ${term.count('windDownDays')} days after it the clauses on refunds and disputes still apply.`,
    ),
  ]
}

/** Which law, which court, which language. */
export function lawProse(terms: Terms): Block[] {
  const law = speaker(terms.clauses.law, '/clauses/law')
  const notes = law
    .eachBoth('notes')
    .map((note) => sentence(zh`说明（不由程序执行）：${note}。`, en`Note (not executed): ${note}.`))
  if (notes.length === 0) notes.push(sentence(zh`补充说明：${law.none('notes')}。`, en`Notes: ${law.none('notes')}.`))
  return [
    sentence(
      zh`本协议适用${law.both('governing')}；争议由${law.both('forum')}管辖。中英文本有歧义时，以${law.word('prevailing', 'language')}为准。`,
      en`This agreement is governed by: ${law.both('governing')}; disputes are decided by: ${law.both('forum')}. Where the texts differ, ${law.word('prevailing', 'language')} prevails.`,
    ),
    ...notes,
    sentence(
      zh`双方各以自己持有的密钥对本文件签署电子签名；签名后文件的任何改动均可被发现。`,
      en`Each party signs this file electronically with a key that it alone holds; any later change to the file can be detected.`,
    ),
  ]
}
