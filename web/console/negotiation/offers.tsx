import { Button, Input } from 'antd'
import { useState } from 'react'
import type { OpenOffer, Room } from '../../api/contract-negotiation.ts'
import { useText } from '../../text/text.ts'
import { Badge } from '../../ui/badge.tsx'
import { Field } from '../../ui/field.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { clauseName } from '../refs.tsx'
import { AskWhy } from './askWhy.tsx'
import type { Deeds } from './deeds.ts'

/** What was offered, newest first; the other side's waiting offers are answered here. */
export function Offers({ of, deeds }: { of: Room; deeds: Deeds }) {
  const t = useText()
  const shown = of.offers.toReversed().slice(0, 12)
  return (
    <Panel title={t('negotiation.offers')}>
      {shown.length === 0 ? <p className="faint">{t('negotiation.noOffers')}</p> : null}
      <ul className="nego-offers">
        {shown.map((one) => (
          <li key={one.move}>
            <One of={one} room={of} deeds={deeds} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function One({ of, room, deeds }: { of: OpenOffer; room: Room; deeds: Deeds }) {
  const t = useText()
  const [refusing, setRefusing] = useState(false)
  const may = room.may.includes('accept')
  const why = may ? t('negotiation.acceptHelp') : t('negotiation.noAnswer')
  return (
    <>
      <span className="nego-offer-head">
        <strong>
          {t(of.by === room.side ? 'negotiation.us' : 'negotiation.them')} · {of.person}
        </strong>
        <Answer of={of} />
      </span>
      <span>{of.clauses.map((one) => clauseName(t, one)).join(' · ')}</span>
      {of.clauses.length > 1 ? (
        <span className="faint">{t('negotiation.package', { n: of.clauses.length })}</span>
      ) : null}
      {of.words ? <q>{of.words}</q> : null}
      {of.answer?.words ? <q>{of.answer.words}</q> : null}
      <span className="faint">
        <Moment at={of.at} />
      </span>
      {of.by !== room.side && of.answer === null && room.state === 'open' ? (
        <span className="nego-deeds">
          <Button
            size="small"
            type="primary"
            disabled={!may || deeds.busy}
            title={why}
            onClick={() => void deeds.move({ kind: 'accept', offer: of.move }, 'negotiation.acceptDone')}
          >
            {t('negotiation.accept')}
          </Button>
          <Button size="small" disabled={!may || deeds.busy} title={why} onClick={() => setRefusing(true)}>
            {t('negotiation.reject')}
          </Button>
        </span>
      ) : null}
      {refusing ? (
        <AskWhy
          title={t('negotiation.reject')}
          label={t('negotiation.rejectWhy')}
          most={600}
          close={() => setRefusing(false)}
          then={(words) => deeds.move({ kind: 'reject', offer: of.move, words }, 'negotiation.rejectDone')}
        />
      ) : null}
    </>
  )
}

function Answer({ of: { answer } }: { of: OpenOffer }) {
  const t = useText()
  if (!answer)
    return (
      <Badge tone="ochre" hollow>
        {t('negotiation.waiting')}
      </Badge>
    )
  return answer.kind === 'accept' ? (
    <Badge tone="jade">{t('negotiation.accepted')}</Badge>
  ) : (
    <Badge tone="cinnabar">{t('negotiation.rejected')}</Badge>
  )
}

export type Draft = Record<string, unknown>

/** The clauses changed so far, sent as one offer. */
export function DraftOffer({ of, deeds, change }: { of: Draft; deeds: Deeds; change: (draft: Draft) => void }) {
  const t = useText()
  const [words, setWords] = useState('')
  const names = Object.keys(of)
  const send = async (): Promise<void> => {
    const act = { kind: 'offer' as const, clauses: of, words: words.trim() || null }
    if (!(await deeds.move(act, 'negotiation.offered'))) return
    change({})
    setWords('')
  }
  return (
    <Panel title={t('negotiation.draft')} note={t('negotiation.draftHelp')}>
      <ul className="nego-draft">
        {names.map((name) => (
          <li key={name}>
            {clauseName(t, name)}
            <Button
              size="small"
              type="text"
              onClick={() => change(Object.fromEntries(Object.entries(of).filter(([one]) => one !== name)))}
            >
              {t('negotiation.remove')}
            </Button>
          </li>
        ))}
      </ul>
      <Field label={t('negotiation.words')}>
        {(id) => <Input id={id} maxLength={600} value={words} onChange={(event) => setWords(event.target.value)} />}
      </Field>
      <Button
        type="primary"
        loading={deeds.busy}
        disabled={names.length === 0}
        title={names.length === 0 ? t('negotiation.draftNone') : ''}
        onClick={() => void send()}
      >
        {names.length > 1
          ? `${t('negotiation.offer')} · ${t('negotiation.package', { n: names.length })}`
          : t('negotiation.offer')}
      </Button>
    </Panel>
  )
}
