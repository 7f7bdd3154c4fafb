import type { LogStatus } from '../../api/contract-log.ts'
import { useText } from '../../text/text.ts'
import { Digest } from '../../ui/digest.tsx'
import { type Fact, Facts } from '../../ui/facts.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Moment } from '../../ui/moment.tsx'
import { keyWords } from '../../ui/note.ts'
import { Panel } from '../../ui/panel.tsx'
import { type Followed, useFollow } from './follow.ts'
import { useMemory } from './memory.ts'
import { SigningKey } from './signingKey.tsx'

/** Size, root and checkpoint of the tree, and what this browser itself verified of them. */
export function Tree({ of }: { of: LogStatus }) {
  const t = useText()
  const followed = useFollow(of.key, of.signing.number, of.size)
  const { key: trusted } = useMemory()
  const copy = t('act.copy')
  const facts: Fact[] = [
    [
      t('log.size'),
      <strong key="size" className="figures">
        {of.size.toLocaleString('en-US')}
      </strong>,
    ],
    [t('log.root'), <Digest key="root" of={of.root} head={12} tail={8} copy={copy} />],
    [t('log.checkpoint'), <Moment key="at" at={of.checkpointAt} form="full" />],
    [t('log.waiting'), <Waiting key="waiting" of={of} />],
    [t('log.origin'), <code key="origin">{of.origin}</code>],
    [
      t('log.key'),
      <span key="key">
        <code title={of.key}>{keyWords(of.key)}</code> {trusted === of.key ? <Icon name="check" size={13} /> : null}
      </span>,
    ],
    [t('log.keyAge'), <SigningKey key="age" of={of} />],
    [t('log.browser'), followed.data ? <Browser key="browser" of={followed.data} /> : t('log.browserBusy')],
  ]
  return (
    <Panel
      title={t('log.tree')}
      extra={
        <a className="button-link" href="/v1/log/checkpoint" download="checkpoint.txt">
          <Icon name="download" size={13} />
          {t('log.checkpointFile')}
        </a>
      }
    >
      <Facts of={of.size > 0 ? facts : facts.slice(0, -1)} />
    </Panel>
  )
}

function Waiting({ of }: { of: LogStatus }) {
  const t = useText()
  if (of.waiting === 0) return <span>{t('log.waitingNone')}</span>
  return (
    <span>
      {t('log.waitingSince', { count: of.waiting })} <Moment at={of.oldestWaiting} />
    </span>
  )
}

function Browser({ of }: { of: Followed }) {
  const t = useText()
  const good = (words: string) => <Said good words={words} />
  const bad = (words: string) => <Said good={false} words={words} />
  switch (of.outcome) {
    case 'first':
      return good(t('log.browserFirst', { size: of.to }))
    case 'grown':
      return good(t('log.browserGrown', { from: of.from, to: of.to }))
    case 'forked':
      return bad(t('log.browserForked', { from: of.from }))
    case 'bad':
      return bad(t('log.browserBad'))
    case 'key':
      return bad(t('log.browserKey'))
    case 'none':
      return <span className="faint">{t('log.browserNone')}</span>
    default:
      return <span className="faint">—</span>
  }
}

function Said({ good, words }: { good: boolean; words: string }) {
  return (
    <span className={good ? 'said said-good' : 'said said-bad'}>
      <Icon name={good ? 'check' : 'alert'} size={14} />
      <span>{words}</span>
    </span>
  )
}
