import { useEffect, useState } from 'react'
import { useText } from '../../text/text.ts'
import { Digest } from '../../ui/digest.tsx'
import { type Fact, Facts } from '../../ui/facts.tsx'
import { hex } from '../../ui/hash.ts'
import { Icon } from '../../ui/icon.tsx'
import { isOfLog } from '../../ui/keyChain.ts'
import { keyWords, noteOf } from '../../ui/note.ts'
import { Panel } from '../../ui/panel.tsx'
import { Nothing } from '../loaded.tsx'
import { Cosigners, useCosigners } from './cosigners.tsx'
import './log.css'
import { useMemory } from './memory.ts'

type Found = 'good' | 'strange' | 'bad' | 'fork'
const looks = {
  good: { tone: 'verdict-good', icon: 'check' },
  strange: { tone: 'verdict-strange', icon: 'help' },
  bad: { tone: 'verdict-bad', icon: 'alert' },
  fork: { tone: 'verdict-bad', icon: 'alert' },
} as const

/** Whether a dropped file is a signed checkpoint. */
export const isCheckpoint = (text: string): boolean => noteOf(text) !== null

/** A signed checkpoint judged on this machine: the log's signature, the witnesses', and what this browser saw before. */
export function CheckpointJudged({ text, name }: { text: string; name: string }) {
  const t = useText()
  const { key: trusted, head, handOvers } = useMemory()
  const cosigners = useCosigners(text)
  const [judged, setJudged] = useState<{ text: string; by: string; held: boolean } | null>(null)
  const isOurs = judged?.text === text && judged.by === trusted ? judged.held : null
  const note = noteOf(text)
  const isHere = Boolean(globalThis.crypto?.subtle)
  useEffect(() => {
    let isOver = false
    const read = noteOf(text)
    if (!read || trusted === null || !globalThis.crypto?.subtle) return
    void isOfLog(read, trusted, handOvers).then((held) => {
      if (!isOver) setJudged({ text, by: trusted, held })
    })
    return () => {
      isOver = true
    }
  }, [text, trusted, handOvers])
  if (!note || !isHere)
    return (
      <section className="panel" role="alert">
        <Nothing icon="alert" title={t('receipt.notHere')} />
      </section>
    )
  const root = hex(note.root)
  const isFork = head !== null && isOurs === true && head.size === note.size && head.root !== root
  const isBroken = isOurs === false || cosigners.some(({ state }) => state === 'broken')
  const found: Found = isBroken ? 'bad' : isFork ? 'fork' : trusted === null ? 'strange' : 'good'
  if (trusted !== null && isOurs === null) return null
  const facts: Fact[] = [
    [t('log.origin'), <code key="origin">{note.origin}</code>],
    [t('log.size'), note.size.toLocaleString('en-US')],
    [t('log.root'), <Digest key="root" of={root} head={16} tail={8} copy={t('act.copy')} />],
    [t('checkpoint.key'), trusted ? <code key="key">{keyWords(trusted)}</code> : t('receipt.keyOpen')],
  ]
  return (
    <div className="signing">
      <Panel title={t('checkpoint.title')}>
        <section className={`verdict ${looks[found].tone}`} data-verdict={found} aria-live="polite">
          <Icon name={looks[found].icon} size={30} />
          <div>
            <h2>{t(`checkpoint.verdict.${found}`)}</h2>
            <p>{t(`checkpoint.help.${found}`)}</p>
            <p className="faint">
              {name} · {t('receipt.here')}
            </p>
          </div>
        </section>
        <Facts of={facts} />
      </Panel>
      <Panel title={t('log.witnesses')}>
        <Cosigners of={cosigners} />
      </Panel>
    </div>
  )
}
