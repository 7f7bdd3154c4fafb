import { App, Divider } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { DemoUser } from '../../api/contract.ts'
import type { SignIn as SignInReply } from '../../api/contract-identity.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { useSay } from '../../ui/language.ts'
import { Seal } from '../../ui/seal.tsx'
import { SignOnButton } from '../admin/signOnButton.tsx'
import { client, useAsk } from '../ask.ts'
import { useGo } from '../go.tsx'
import { Page } from '../page.tsx'
import { Looks } from '../top.tsx'
import { OwnReader } from './ownReader.tsx'
import { SecondStep } from './secondStep.tsx'
import { SignInForm } from './signInForm.tsx'

type Halfway = Extract<SignInReply, { state: 'second-factor' }>

/** The door: by passkey, or by password and a second factor; in the sandbox also as one of the people of the demo institution. */
export function SignIn() {
  return (
    <OwnReader>
      <Door />
    </OwnReader>
  )
}

function Door() {
  const t = useText()
  const go = useGo()
  const [halfway, setHalfway] = useState<Halfway | null>(null)
  const went = (reply: SignInReply): void => {
    if (reply.state === 'second-factor') {
      setHalfway(reply)
      return
    }
    client.clear()
    go(reply.mustEnrol ? paths.profile({ enrol: true }) : wayAfter())
  }
  return (
    <div className="door">
      <header className="door-word">
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
      </header>
      <section className="door-people">
        <div className="door-looks">
          <Looks />
        </div>
        {halfway ? (
          <Page title={t('signIn.second')} note={t('signIn.secondNote')}>
            <SecondStep of={halfway} went={went} back={() => setHalfway(null)} />
          </Page>
        ) : (
          <Page title={t('signIn.enter')}>
            {isOver() ? (
              <p className="notice notice-ochre" role="status">
                {t('signIn.over')}
              </p>
            ) : null}
            <SignInForm went={went} />
            <SignOnButton />
            <Demo />
          </Page>
        )}
      </section>
    </div>
  )
}

// Given out by src/sandbox/people.ts, and to nobody outside the sandbox.
const demoWord = { login: 'wang.min', password: 'lotus pond at dusk' }

// Outside the sandbox the route answers 404 and the door has no such people.
function Demo() {
  const t = useText()
  const users = useAsk('/v1/demo-users')
  if (!users.data || users.data.items.length === 0) return null
  return (
    <>
      <Divider plain>{t('signIn.demo')}</Divider>
      <p className="faint door-note">{t('signIn.note')}</p>
      <People of={users.data.items} />
      <p className="faint door-note">{t('signIn.demoWord', demoWord)}</p>
    </>
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

const isOver = (): boolean => new URLSearchParams(location.search).has('over')

// Only an address of our own: a link to the door must not lead out of the house.
function wayAfter(): string {
  const after = new URLSearchParams(location.search).get('after') ?? paths.home()
  return after.startsWith('/') && !after.startsWith('//') && !after.startsWith('/\\') ? after : paths.home()
}
