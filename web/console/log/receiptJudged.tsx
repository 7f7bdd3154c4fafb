import { useEffect, useState } from 'react'
import { useText } from '../../text/text.ts'
import type { Cosigner } from '../../ui/cosigners.ts'
import { Facts } from '../../ui/facts.tsx'
import { Icon } from '../../ui/icon.tsx'
import { type Judgement, judgeReceipt, type Receipt } from '../../ui/judgeReceipt.ts'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Nothing } from '../loaded.tsx'
import { Cosigners, useCosigners } from './cosigners.tsx'
import { FactsSaid } from './factsSaid.tsx'
import { Judged } from './judged.tsx'
import './log.css'
import { useMemory } from './memory.ts'
import { actName } from './names.ts'
import { ProofDrawing } from './proofDrawing.tsx'
import { Actor } from './records.tsx'

/** A receipt judged on this machine: verdict, steps, what it says and the way to the root. No server is asked. */
export function ReceiptJudged({ text, name }: { text: string; name: string }) {
  const t = useText()
  const { key: trusted, handOvers } = useMemory()
  const [judged, setJudged] = useState<Judgement | null>(null)
  const bundle = parsed(text)
  const cosigners = useCosigners(judged?.receipt?.checkpoint ?? null)
  const isHere = Boolean(globalThis.crypto?.subtle)
  useEffect(() => {
    let isOver = false
    const read = parsed(text)
    if (read === undefined || !globalThis.crypto?.subtle) return
    void judgeReceipt(read, trusted, undefined, handOvers).then((result) => {
      if (!isOver) setJudged(result)
    })
    return () => {
      isOver = true
    }
  }, [text, trusted, handOvers])
  if (bundle === undefined) return <Refused words={t('receipt.noJson')} />
  if (!isHere) return <Refused words={t('receipt.notHere')} />
  if (!judged) return null
  return (
    <div className="signing">
      <Panel title={t('receipt.steps')} className="receipt-steps">
        <Judged of={held(judged, cosigners)} name={name} onTrust={() => undefined} />
        {judged.receipt ? <Cosigners of={cosigners} /> : null}
      </Panel>
      {judged.receipt ? <Says of={judged.receipt} judged={held(judged, cosigners)} /> : null}
    </div>
  )
}

// A checkpoint under which a known witness's signature does not hold was altered after it was signed.
const held = (judged: Judgement, cosigners: readonly Cosigner[]): Judgement =>
  cosigners.some(({ state }) => state === 'broken') ? { ...judged, verdict: 'altered' } : judged

function Refused({ words }: { words: string }) {
  return (
    <section className="panel" role="alert">
      <Nothing icon="alert" title={words} />
    </section>
  )
}

function Says({ of, judged }: { of: Receipt; judged: Judgement }) {
  const t = useText()
  const { record, disclosed = {} } = of
  return (
    <Panel title={t(`receipt.kind.${of.kind}`)} note={t('receipt.what')}>
      <Facts
        of={[
          [t('log.what'), <strong key="what">{actName(t, record.act)}</strong>],
          [t('log.when'), <Moment key="when" at={momentOf(record.at)} form="full" />],
          [t('log.object'), <code key="object">{record.object}</code>],
          [t('log.who'), <Actor key="who" of={record.actor} />],
          [t('log.number'), `${of.index} / ${of.size}`],
        ]}
      />
      <h3 className="sub">{t('log.facts')}</h3>
      <FactsSaid of={record.facts} />
      {Object.keys(disclosed).length > 0 ? (
        <>
          <h3 className="sub">{t('receipt.disclosed')}</h3>
          <Facts of={Object.entries(disclosed).map(([name, { value }]) => [<code key="name">{name}</code>, value])} />
        </>
      ) : null}
      {judged.verdict === 'altered' ? (
        <p className="said said-bad">
          <Icon name="alert" size={14} />
          {t('receipt.doNotBelieve')}
        </p>
      ) : (
        <ProofDrawing leaf={judged.leaf} rungs={judged.rungs} />
      )}
    </Panel>
  )
}

// A number that is no moment a calendar has is the receipt's problem, not the page's.
function momentOf(ms: number): string | null {
  const at = new Date(ms)
  return Number.isNaN(at.getTime()) ? null : at.toISOString()
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
