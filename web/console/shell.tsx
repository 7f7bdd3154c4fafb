import { Outlet, useRouterState } from '@tanstack/react-router'
import { Drawer } from 'antd'
import { useMemo, useState } from 'react'
import type { Me } from '../api/contract.ts'
import { paths } from '../paths.ts'
import { useText } from '../text/text.ts'
import { Icon } from '../ui/icon.tsx'
import { ReaderContext, useSay } from '../ui/language.ts'
import { Seal } from '../ui/seal.tsx'
import { useAsk } from './ask.ts'
import { Commands } from './commands.tsx'
import { Go } from './go.tsx'
import { Help } from './help.tsx'
import { useKeys } from './keys.ts'
import { Loaded } from './loaded.tsx'
import type { Open } from './open.ts'
import { placesFor } from './rooms.ts'
import { useSettings } from './settings.ts'
import { Top } from './top.tsx'

/** The frame of every page: ribbon, rooms at the left, bar at the top, keyboard. */
export function Shell() {
  const me = useAsk('/v1/me')
  return <Loaded ask={me}>{(found) => <Frame me={found} />}</Loaded>
}

function Frame({ me }: { me: Me }) {
  const t = useText()
  const { language } = useSettings()
  const [open, setOpen] = useState<Open>(null)
  const [aheadMs] = useState(() => Date.parse(me.now) - Date.now())
  const reader = useMemo(() => ({ language, zone: me.zone, aheadMs }), [language, me.zone, aheadMs])
  const rooms = useMemo(() => placesFor(me).flatMap((group) => group.places), [me])
  useKeys(rooms, open, setOpen)
  return (
    <ReaderContext value={reader}>
      <a className="skip" href="#content">
        {t('nav.skip')}
      </a>
      {me.environment === 'sandbox' ? (
        <aside className="ribbon" aria-label={t('ribbon.label')}>
          {t('ribbon.sandbox')}
        </aside>
      ) : null}
      <div className="frame">
        <aside className="side">
          <div className="side-hold">
            <Rooms me={me} />
          </div>
        </aside>
        <div className="desk">
          <Top me={me} open={setOpen} />
          <Outlet />
        </div>
      </div>
      <Drawer
        open={open === 'menu'}
        onClose={() => setOpen(null)}
        placement="left"
        size={264}
        closable={false}
        styles={{ body: { padding: 0 } }}
        title={null}
      >
        <div className="side side-drawer">
          <Rooms me={me} onGo={() => setOpen(null)} />
        </div>
      </Drawer>
      <Commands rooms={rooms} open={open === 'commands'} close={() => setOpen(null)} help={() => setOpen('help')} />
      <Help rooms={rooms} open={open === 'help'} close={() => setOpen(null)} />
    </ReaderContext>
  )
}

function Rooms({ me, onGo }: { me: Me; onGo?: () => void }) {
  const t = useText()
  const say = useSay()
  const here = useRouterState({ select: (state) => state.location.pathname })
  return (
    <>
      <div className="brand">
        <Seal size={30} />
        <div>
          <strong>{t('brand.name')}</strong>
          <span>{say(me.institution.name)}</span>
        </div>
      </div>
      <nav className="rooms" aria-label={t('nav.main')}>
        {placesFor(me).map((group) => (
          <div key={group.name} className="rooms-group">
            <h2>{t(group.name)}</h2>
            {group.places.map((place) => (
              <Go
                key={place.to}
                to={place.to}
                className="room"
                current={isHere(place.to, here)}
                {...(onGo ? { onGo } : {})}
              >
                <Icon name={place.icon} />
                {t(place.name)}
                {place.to === paths.approvals() ? <ToDecide /> : null}
                {place.to === paths.alarms() && me.may.includes('alarms.read') ? <OpenAlarms /> : null}
              </Go>
            ))}
          </div>
        ))}
      </nav>
    </>
  )
}

// How many approvals wait for this person.
function ToDecide() {
  const waiting = useAsk('/v1/approvals', { query: { mine: 'decide', limit: 4 } }, { everyMs: 20_000 })
  const count = waiting.data?.toDecide ?? 0
  return count > 0 ? <span className="count count-ochre room-count">{count}</span> : null
}

// How many alarms nobody has taken in hand.
function OpenAlarms() {
  const alarms = useAsk('/v1/alarms', { query: { state: 'open', limit: 1 } }, { everyMs: 20_000 })
  const count = alarms.data?.open ?? 0
  return count > 0 ? <span className="count count-cinnabar room-count">{count}</span> : null
}

const isHere = (place: string, here: string): boolean =>
  place === '/' ? here === '/' : here === place || here.startsWith(`${place}/`)
