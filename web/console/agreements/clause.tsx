import { memo, useMemo, useState } from 'react'
import type { AgreementVersion } from '../../api/contract.ts'
import type { Pointer } from '../../api/values.ts'
import { useText } from '../../text/text.ts'
import { Badge } from '../../ui/badge.tsx'
import { Digest } from '../../ui/digest.tsx'
import { useReader, useSay } from '../../ui/language.ts'
import { Prose } from '../../ui/prose.tsx'
import { TermsTree } from './termsTree.tsx'

/** In which languages the words are shown. */
export type ProseIn = 'zh' | 'en' | 'both'

type Props = {
  number: number
  clause: AgreementVersion['clauses'][number]
  terms: unknown
  prose: ProseIn
  aim: Pointer | null
}

/** One clause: its data at the left, its words at the right; a value touched on one side lights up on the other. */
export const Clause = memo(function Clause({ number, clause, terms, prose, aim }: Props) {
  const t = useText()
  const say = useSay()
  const { language } = useReader()
  const [touched, setTouched] = useState<Pointer | null>(null)
  const root = `/clauses/${clause.clause}`
  const printed = useMemo(() => printedIn(clause.sentences, language === 'en' ? 'en' : 'zh'), [clause, language])
  const lit = touched ?? (aim?.startsWith(`${root}/`) ? aim : null)
  return (
    <section className={aim === root ? 'clause clause-aimed' : 'clause'} id={root} aria-label={say(clause.title)}>
      <header className="clause-head">
        <span className="clause-number figures">{number}</span>
        <h3>{say(clause.title)}</h3>
        {clause.changed ? <Badge tone="ochre">{t('agreement.changed')}</Badge> : null}
        {clause.executable ? null : <Badge tone="slate">{t('agreement.proseOnly')}</Badge>}
        <Digest of={clause.digest} head={6} tail={4} copy={t('act.copy')} />
      </header>
      <div className="clause-sides">
        <div className="clause-terms">
          <TermsTree value={terms} path={root} printed={printed} lit={lit} onLit={setTouched} />
        </div>
        <div className="clause-prose">
          {clause.sentences.map((sentence, at) => (
            // Sentences of a signed version never move.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <div key={at} className="clause-sentence">
              {prose === 'en' ? null : <Prose of={sentence} language="zh" lit={lit} onLit={setTouched} />}
              {prose === 'zh' ? null : <Prose of={sentence} language="en" lit={lit} onLit={setTouched} />}
            </div>
          ))}
        </div>
      </div>
    </section>
  )
})

/** How the contract itself prints each value: the first time it does so. The data side shows the same words. */
function printedIn(sentences: Props['clause']['sentences'], language: 'zh' | 'en'): Map<Pointer, string> {
  const printed = new Map<Pointer, string>()
  for (const sentence of sentences) {
    for (const { path, text } of sentence[language]) if (path && !printed.has(path)) printed.set(path, text)
  }
  return printed
}
