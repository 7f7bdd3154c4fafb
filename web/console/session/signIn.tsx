import { App } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { DemoUser } from '../../api/contract.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { type Reader, ReaderContext, useSay } from '../../ui/language.ts'
import { Seal } from '../../ui/seal.tsx'
import { client, useAsk } from '../ask.ts'
import { useGo } from '../go.tsx'
import { Loaded } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { useSettings } from '../settings.ts'
import { Looks } from '../top.tsx'

/** The door: in the sandbox one comes in as one of the people of the demo institution. */
export function SignIn() {
  const { language } = useSettings()
  const reader: Reader = { language, zone: 'Asia/Shanghai', aheadMs: 0 }
  return (
    <ReaderContext value={reader}>
      <Door />
    </ReaderContext>
  )
}

function Door() {
  const t = useText()
  const users = useAsk('/v1/demo-users')
  return (
    <div className="door">
      <section className="door-word">
        <div className="door-brand">
          <Seal size={44} />
          <span>{t('brand.full')}</span>
        </div>
        <p className="door-line">{t('signIn.line')}</p>
        <p className="door-help">{t('signIn.lineHelp')}</p>
        <ol className="door-chain">
          <li>{t('trace.clauses')}</li>
          <li>{t('trace.entries')}</li>
          <li>{t('trace.settlement')}</li>
          <li>{t('trace.bill')}</li>
        </ol>
      </section>
      <section className="door-people">
        <div className="door-looks">
          <Looks />
        </div>
        <Page title={t('signIn.title')} note={t('signIn.note')}>
          <Loaded ask={users}>{(found) => <People of={found.items} />}</Loaded>
        </Page>
      </section>
    </div>
  )
}

function People({ of }: { of: DemoUser[] }) {
  const t = useText()
  const say = useSay()
  const go = useGo()
  const { message } = App.useApp()
  const [busy, setBusy] = useState<string | null>(null)
  const enter = async (user: string): Promise<void> => {
    setBusy(user)
    try {
      await post('/v1/sessions', { user })
      client.clear()
      go(wayAfter())
    } catch {
      message.error(t('signIn.failed'))
      setBusy(null)
    }
  }
  return (
    <ul className="people">
      {of.map((person) => (
        <li key={person.user}>
          <button
            type="button"
            className="card-button"
            disabled={busy !== null}
            aria-busy={busy === person.user}
            onClick={() => void enter(person.user)}
          >
            <span className={`face face-${person.role}`}>{say(person.name).slice(0, 1)}</span>
            <span className="person-words">
              <strong>{say(person.name)}</strong>
              <span className="faint">{say(person.title)}</span>
            </span>
            <span className="role">{t(`role.${person.role}`)}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

// Only an address of our own: a link to the door must not lead out of the house.
function wayAfter(): string {
  const after = new URLSearchParams(location.search).get('after') ?? paths.home()
  return after.startsWith('/') && !after.startsWith('//') && !after.startsWith('/\\') ? after : paths.home()
}
