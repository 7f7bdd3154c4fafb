import type { Terms } from '../../terms.ts'
import type { Block } from '../speech.ts'
import { en, sentence, speaker, zh } from '../speech.ts'

/** What stands before the clauses: which agreement, which version, which form. */
export function headerProse(terms: Terms): Block[] {
  const header = speaker(terms, '')
  const [agreement, version, schema, renderer] = [
    header.text('agreement'),
    header.count('version'),
    header.text('schema'),
    header.text('renderer'),
  ]
  return [
    sentence(
      zh`本协议编号为 ${agreement}，版本 ${version}；所修订版本的条款摘要：${header.text('amends')}。`,
      en`This is agreement ${agreement}, version ${version}; digest of the terms of the version it amends: ${header.text('amends')}.`,
    ),
    sentence(
      zh`条款以 ${schema} 格式写成，由 ${renderer} 排印；嵌入本文件的条款与所印文字同源，程序执行的即是下文所述。`,
      en`The terms are written as ${schema} and printed by ${renderer}; the terms embedded in this file and the printed words have one source, and what programs execute is what is said below.`,
    ),
  ]
}
