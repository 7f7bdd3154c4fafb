import { useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import type { ClauseCard, Room } from '../../api/contract-negotiation.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Badge } from '../../ui/badge.tsx'
import { useSay } from '../../ui/language.ts'
import { Panel } from '../../ui/panel.tsx'
import { useAsk } from '../ask.ts'
import { Loaded } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { ClauseEditor } from './clauseEditor.tsx'
import { type Deeds, useDeeds } from './deeds.ts'
import { Film } from './film.tsx'
import { Finish } from './finish.tsx'
import { type Draft, DraftOffer, Offers } from './offers.tsx'
import { Price } from './price.tsx'
import { Redline } from './redline.tsx'
import { cardTones, roomTones } from './words.ts'
import './negotiation.css'

/** One negotiation, from the reader's own side; follows the other side's moves. */
export default function NegotiationRoom() {
  const t = useText()
  const { id = '' } = useParams({ strict: false })
  const [until, setUntil] = useState<number | null>(null)
  const query = until === null ? {} : { until }
  const found = useAsk('/v1/negotiations/{id}', { params: { id }, query }, { everyMs: 4_000, keep: true })
  if (!found.data) {
    return (
      <Page title={t('nav.negotiations')} up={{ to: paths.negotiations(), name: t('nav.negotiations') }}>
        <Loaded ask={found} lines={14}>
          {() => null}
        </Loaded>
      </Page>
    )
  }
  return <Inside of={found.data} until={until} show={setUntil} />
}

type Props = { of: Room; until: number | null; show: (until: number | null) => void }

function Inside({ of, until, show }: Props) {
  const t = useText()
  const say = useSay()
  const deeds = useDeeds(of)
  const [draft, setDraft] = useState<Draft>({})
  const [chosen, setChosen] = useState<string | null>(null)
  const card = of.clauses.find(({ clause }) => clause === chosen) ?? firstToRead(of.clauses)
  const edit = (): void => {
    if (card && of.may.includes('offer') && !(card.clause in draft))
      setDraft({ ...draft, [card.clause]: card[of.side].content })
  }
  useCardKeys(of, card, { pick: setChosen, edit, deeds })
  const title = `${say(of.partner.name)} · ${t(`negotiation.schedule.${of.schedule}`)}`
  return (
    <Page
      title={title}
      up={{ to: paths.negotiations(), name: t('nav.negotiations') }}
      note={`${t('negotiation.target', { number: of.version })} · ${t('negotiation.keys')}`}
      actions={
        <Badge tone={roomTones[of.state]} hollow={of.state === 'open'}>
          {t(`negotiation.state.${of.state}`)}
        </Badge>
      }
    >
      {until === null ? null : (
        <p className="notice notice-ochre nego-past" role="status">
          {t('negotiation.past', { n: until })}{' '}
          <Button size="small" onClick={() => show(null)}>
            {t('negotiation.now')}
          </Button>
        </p>
      )}
      {of.misconduct.map(({ by, seq }) => (
        <p key={`${by} ${seq}`} className="notice notice-cinnabar" role="alert">
          {t('negotiation.misconduct', { side: t(`negotiation.side.${by}`), seq })}
        </p>
      ))}
      <div className="nego">
        <Cards of={of} chosen={card?.clause ?? null} pick={setChosen} />
        <div className="nego-main">
          {card ? (
            <OneClause key={card.clause} of={card} room={of} draft={draft} {...{ deeds, edit, setDraft }} />
          ) : null}
          <Film of={of} until={until} show={show} />
        </div>
        <div className="nego-side">
          <Finish of={of} deeds={deeds} />
          {Object.keys(draft).length > 0 ? <DraftOffer of={draft} deeds={deeds} change={setDraft} /> : null}
          <Offers of={of} deeds={deeds} />
        </div>
        <div className="nego-wide">
          <Price of={of} draft={draft} />
        </div>
      </div>
    </Page>
  )
}

const firstToRead = (clauses: ClauseCard[]): ClauseCard | undefined =>
  clauses.find(({ state }) => state === 'crossed') ?? clauses.find(({ state }) => state === 'open') ?? clauses[0]

function Cards({ of, chosen, pick }: { of: Room; chosen: string | null; pick: (clause: string) => void }) {
  const t = useText()
  const say = useSay()
  return (
    <nav className="nego-cards" aria-label={t('negotiation.clauses')}>
      {of.clauses.map((card) => (
        <button
          key={card.clause}
          type="button"
          aria-current={card.clause === chosen ? 'true' : undefined}
          onClick={() => pick(card.clause)}
        >
          <span>{say(card.title)}</span>
          <Badge tone={cardTones[card.state]} hollow={card.state === 'open' || card.state === 'crossed'}>
            {t(`negotiation.card.${card.state}`)}
          </Badge>
        </button>
      ))}
    </nav>
  )
}

type OneProps = {
  of: ClauseCard
  room: Room
  draft: Draft
  deeds: Deeds
  edit: () => void
  setDraft: (draft: Draft) => void
}

function OneClause({ of, room, draft, deeds, edit, setDraft }: OneProps) {
  const t = useText()
  const say = useSay()
  const editing = of.clause in draft
  const may = room.may.includes('offer')
  const sides = of.lockedBy.map((side) => t(`negotiation.side.${side}`)).join(' · ')
  return (
    <>
      <Panel
        title={say(of.title)}
        note={of.lockedBy.length > 0 ? t('negotiation.lockedBy', { sides }) : undefined}
        extra={
          <>
            <LockButton of={of} room={room} deeds={deeds} />
            <Button size="small" disabled={!may || editing} title={may ? '' : t('negotiation.noEdit')} onClick={edit}>
              {t('negotiation.edit')}
            </Button>
          </>
        }
      >
        {of.state === 'crossed' ? <p className="notice notice-plum">{t('negotiation.crossedHelp')}</p> : null}
        <Redline of={of} side={room.side} />
      </Panel>
      {editing ? (
        <Panel title={t('negotiation.editing', { clause: say(of.title) })}>
          <ClauseEditor
            clause={of.clause}
            from={of[room.side].content}
            content={draft[of.clause]}
            change={(content) => setDraft({ ...draft, [of.clause]: content })}
          />
        </Panel>
      ) : null}
    </>
  )
}

function LockButton({ of, room, deeds }: Pick<OneProps, 'of' | 'room' | 'deeds'>) {
  const t = useText()
  const mine = of.lockedBy.includes(room.side)
  const kind = mine ? ('unlock' as const) : ('lock' as const)
  const together = of.differences.length === 0
  const may = room.may.includes(kind) && together
  const why = together ? t('negotiation.noEdit') : t('negotiation.lockNo')
  return (
    <Button
      size="small"
      disabled={!may || deeds.busy}
      title={may ? '' : why}
      onClick={() => void deeds.move({ kind, clauses: [of.clause] }, mine ? 'negotiation.unlock' : 'negotiation.lock')}
    >
      {t(`negotiation.${kind}`)}
    </Button>
  )
}

type Pressed = { pick: (clause: string) => void; edit: () => void; deeds: Deeds }

// j and k walk the clauses, o begins a change, a accepts the other side's newest waiting offer on the clause.
function useCardKeys(of: Room, card: ClauseCard | undefined, { pick, edit, deeds }: Pressed): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const within = event.target instanceof HTMLElement ? event.target : null
      if (!card || event.metaKey || event.ctrlKey || event.altKey) return
      if (within?.isContentEditable || within?.closest('input, textarea, select, [role="dialog"]')) return
      const place = of.clauses.indexOf(card)
      const next = event.key === 'j' ? of.clauses[place + 1] : event.key === 'k' ? of.clauses[place - 1] : undefined
      if (next) pick(next.clause)
      if (event.key === 'o') edit()
      const offer = of.offers.findLast(
        ({ by, answer, clauses }) => by !== of.side && answer === null && clauses.includes(card.clause),
      )
      if (event.key === 'a' && offer && of.may.includes('accept') && !deeds.busy)
        void deeds.move({ kind: 'accept', offer: offer.move }, 'negotiation.acceptDone')
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [of, card, pick, edit, deeds])
}
