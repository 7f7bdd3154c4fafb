import { useEffect, useState } from 'react'
import { type TextKey, useText } from '../../text/text.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { type Cosigner, cosignersOf, type WitnessKey } from '../../ui/cosigners.ts'
import { Moment } from '../../ui/moment.tsx'
import { keyWords } from '../../ui/note.ts'
import { useAsk } from '../ask.ts'
import './log.css'
import { useMemory } from './memory.ts'

const looks: Record<Cosigner['state'], { tone: Tone; words: TextKey }> = {
  held: { tone: 'jade', words: 'cosigner.held' },
  broken: { tone: 'cinnabar', words: 'cosigner.broken' },
  absent: { tone: 'slate', words: 'cosigner.absent' },
  unknown: { tone: 'ochre', words: 'cosigner.unknown' },
}

/** The witnesses of a checkpoint, each judged on this machine: by the keys the reader brought, then by those the institution names. */
export function useCosigners(checkpoint: string | null): Cosigner[] {
  const { witnesses } = useMemory()
  const status = useAsk('/v1/log', {}, { when: checkpoint !== null })
  const told = status.data?.witnesses
  const [found, setFound] = useState<Cosigner[]>([])
  useEffect(() => {
    let isOver = false
    if (checkpoint === null || !globalThis.crypto?.subtle) return
    const keys: WitnessKey[] = [
      ...witnesses.map((key): WitnessKey => ({ key, from: 'reader' })),
      ...(told ?? []).map(({ key }): WitnessKey => ({ key, from: 'institution' })),
    ]
    void cosignersOf(checkpoint, keys).then((judged) => {
      if (!isOver) setFound(judged)
    })
    return () => {
      isOver = true
    }
  }, [checkpoint, witnesses, told])
  return checkpoint === null ? [] : found
}

/** Who cosigned, and who vouches that the key is theirs. */
export function Cosigners({ of }: { of: readonly Cosigner[] }) {
  const t = useText()
  return (
    <section className="cosigners">
      <h3>{t('cosigner.title')}</h3>
      <p className="faint">{t(of.length === 0 ? 'cosigner.none' : 'cosigner.note')}</p>
      {of.length > 0 ? (
        <ul className="witnesses">
          {of.map((one) => (
            <li key={`${one.name} ${one.key ?? ''}`} data-cosigner={one.state}>
              <span className="witness-line">
                <code title={one.key ?? one.name}>{one.key ? keyWords(one.key) : one.name}</code>
                <Badge tone={looks[one.state].tone} hollow={one.state !== 'held' && one.state !== 'broken'}>
                  {t(looks[one.state].words)}
                </Badge>
              </span>
              <span className="faint">
                {t(one.from === null ? 'cosigner.fromNobody' : `cosigner.from.${one.from}`)}
                {one.at ? (
                  <>
                    {' · '}
                    {t('cosigner.signedAt')} <Moment at={one.at} />
                  </>
                ) : null}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  )
}
