import { Button, Segmented } from 'antd'
import { useState } from 'react'
import type { ClauseCard, NegotiationSide, Position } from '../../api/contract-negotiation.ts'
import type { Pointer, Sentence } from '../../api/values.ts'
import { useText } from '../../text/text.ts'
import { formatPpm } from '../../ui/format.ts'
import { useReader } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { covers } from '../../ui/prose.tsx'
import { leafWords } from '../projection/leafWords.ts'

type Said = 'zh' | 'en' | 'both'

/** Where both sides stand on a clause: the values that differ, and their sentences side by side with those values marked. */
export function Redline({ of, side }: { of: ClauseCard; side: NegotiationSide }) {
  const t = useText()
  const { language } = useReader()
  const [said, setSaid] = useState<Said>(language === 'en' ? 'en' : 'zh')
  const [whole, setWhole] = useState(false)
  const other: NegotiationSide = side === 'institution' ? 'wallet' : 'institution'
  const same = of.differences.length === 0
  const changed = of.differences.map(({ path }) => path)
  const shown = (position: Position): Sentence[] | null =>
    position.sentences?.filter((one) => same || whole || touched(one, changed)) ?? null
  return (
    <>
      {same ? <p className="faint">{t('negotiation.same')}</p> : <Values of={of} side={side} />}
      <div className="nego-bar">
        <Segmented
          size="small"
          aria-label={t('negotiation.prose')}
          value={said}
          onChange={setSaid}
          options={[
            { value: 'zh' as const, label: t('negotiation.proseZh') },
            { value: 'en' as const, label: t('negotiation.proseEn') },
            { value: 'both' as const, label: t('negotiation.proseBoth') },
          ]}
        />
        {same ? null : (
          <Button size="small" onClick={() => setWhole(!whole)}>
            {t(whole ? 'negotiation.onlyChanged' : 'negotiation.wholeClause')}
          </Button>
        )}
      </div>
      <div className={same ? '' : 'nego-sides'}>
        {(same ? [side] : [side, other]).map((one) => (
          <div key={one}>
            {same ? null : <h3>{t(one === side ? 'negotiation.ours' : 'negotiation.theirs')}</h3>}
            <Since of={of[one]} />
            <Words of={shown(of[one])} said={said} changed={changed} mark={one === side ? 'ours' : 'theirs'} />
          </div>
        ))}
      </div>
    </>
  )
}

function Since({ of }: { of: Position }) {
  const t = useText()
  return (
    <p className="faint nego-since">
      {of.person ? t('negotiation.since', { person: of.person }) : t('negotiation.base')}{' '}
      {of.at ? <Moment at={of.at} /> : null}
    </p>
  )
}

const touched = (sentence: Sentence, changed: Pointer[]): boolean =>
  [...sentence.zh, ...sentence.en].some(({ path }) => isChanged(path, changed))

const isChanged = (path: Pointer | null, changed: Pointer[]): boolean =>
  path !== null && changed.some((one) => covers(one, path) || covers(path, one))

type WordsOf = { of: Sentence[] | null; said: Said; changed: Pointer[]; mark: 'ours' | 'theirs' }

function Words({ of, said, changed, mark }: WordsOf) {
  const t = useText()
  if (of === null) return <p className="faint">{t('negotiation.unsaid')}</p>
  const languages = said === 'both' ? (['zh', 'en'] as const) : [said]
  return of.map((sentence, at) => (
    // Sentences of one position never move.
    // biome-ignore lint/suspicious/noArrayIndexKey: see above
    <div key={at} className="nego-sentence">
      {languages.map((language) => (
        <p key={language} className="prose" lang={language === 'zh' ? 'zh-CN' : 'en'}>
          {sentence[language].map((segment, place) =>
            isChanged(segment.path, changed) ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: segments never move within a sentence
              <mark key={place} className={`nego-mark nego-${mark}`} title={segment.path ?? ''}>
                {segment.text}
              </mark>
            ) : (
              // biome-ignore lint/suspicious/noArrayIndexKey: segments never move within a sentence
              <span key={place} title={segment.path ?? undefined}>
                {segment.text}
              </span>
            ),
          )}
        </p>
      ))}
    </div>
  ))
}

function Values({ of, side }: { of: ClauseCard; side: NegotiationSide }) {
  const t = useText()
  const { language } = useReader()
  const other: NegotiationSide = side === 'institution' ? 'wallet' : 'institution'
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than the page must scroll by keyboard
    <section className="nego-values" tabIndex={0} aria-label={t('negotiation.values')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('negotiation.value')}</th>
            <th scope="col">{t('negotiation.ours')}</th>
            <th scope="col">{t('negotiation.theirs')}</th>
          </tr>
        </thead>
        <tbody>
          {of.differences.slice(0, 40).map((one) => (
            <tr key={one.path}>
              <th scope="row" title={one.path}>
                {leafWords(one.path, language)}
              </th>
              <td className="figures">{printed(one.path, one[side]) ?? t('negotiation.missing')}</td>
              <td className="figures">{printed(one.path, one[other]) ?? t('negotiation.missing')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function printed(path: Pointer, value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'number' && /ppm$/i.test(path)) return formatPpm(value)
  return typeof value === 'string' ? value : JSON.stringify(value)
}
