import type { GetsNegotiation, Room } from '../../api/contract-negotiation.ts'
import { type Translate, useText } from '../../text/text.ts'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useAsk } from '../ask.ts'
import { clauseName } from '../refs.tsx'

type Kept = GetsNegotiation['/v1/negotiations/{id}/moves']['items'][number]

/** Every move in its order; each leads to the room as it stood after it. */
export function Film({ of, until, show }: { of: Room; until: number | null; show: (until: number | null) => void }) {
  const t = useText()
  const moves = useAsk('/v1/negotiations/{id}/moves', { params: { id: of.id } })
  const items = moves.data?.items ?? []
  return (
    <Panel title={t('negotiation.history')} note={t('negotiation.historyHelp')}>
      {moves.data && items.length === 0 ? <p className="faint">{t('negotiation.noMoves')}</p> : null}
      <ol className="nego-film">
        {items.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              aria-current={until === one.place ? 'step' : undefined}
              onClick={() => show(until === one.place ? null : one.place)}
            >
              <span className="figures faint">{one.place}</span>
              <span>
                <strong>{one.person}</strong> {acted(t, one)}
              </span>
              <span className="faint">
                <Moment at={one.at} />
              </span>
            </button>
          </li>
        ))}
      </ol>
    </Panel>
  )
}

function acted(t: Translate, { act }: Kept): string {
  const names =
    act.kind === 'offer' ? Object.keys(act.clauses) : act.kind === 'lock' || act.kind === 'unlock' ? act.clauses : []
  return t(`negotiation.act.${act.kind}`, { clauses: names.map((one) => clauseName(t, one)).join(' · ') })
}
