import { Button, Input } from 'antd'
import { useEffect, useEffectEvent, useState } from 'react'
import { post } from '../../api/client.ts'
import type { PasskeyAnswer, SignIn } from '../../api/contract-identity.ts'
import { useText } from '../../text/text.ts'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { addressByName, endOffer, knowsPasskeys, offerPasskey, signWithPasskey } from './device.ts'
import { useTries } from './proveWays.tsx'

type Went = (reply: SignIn) => void

// A challenge lives five minutes; a page that stands open longer offers a fresh one.
const offerMs = 4 * 60_000

/** Passkey first: offered under the name field and by a button; below it name and password. */
export function SignInForm({ went }: { went: Went }) {
  return (
    <div className="door-form">
      <ByDevice went={went} />
      <ByPassword went={went} />
    </div>
  )
}

function ByDevice({ went }: { went: Went }) {
  const t = useText()
  const { busy, wrong, run } = useTries()
  const byName = addressByName()
  useOffer(went, run)
  const sign = (): Promise<void> =>
    run(async () => {
      const answer = await signWithPasskey(await post('/v1/sign-ins/passkey-options', {}))
      went(await post('/v1/sign-ins', { by: 'passkey', ...answer }))
    })
  return (
    <>
      <Button
        type="primary"
        size="large"
        block
        icon={<Icon name="passkey" />}
        loading={busy}
        disabled={byName !== null || !knowsPasskeys()}
        onClick={() => void sign()}
      >
        {t('signIn.passkey')}
      </Button>
      {byName !== null ? (
        <p className="faint door-note">
          {t('signIn.byName')} <a href={byName}>{new URL(byName).host}</a>
        </p>
      ) : (
        <p className="faint door-note">{t(knowsPasskeys() ? 'signIn.passkeyHelp' : 'signIn.passkeyNot')}</p>
      )}
      <Wrong words={wrong} />
    </>
  )
}

function ByPassword({ went }: { went: Went }) {
  const t = useText()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const { busy, wrong, run } = useTries()
  const isReady = login.trim() !== '' && password !== ''
  const enter = (): Promise<void> =>
    run(async () => {
      const reply = await post('/v1/sign-ins', { by: 'password', login: login.trim().toLowerCase(), password })
      endOffer()
      went(reply)
    })
  return (
    <>
      <form
        className="door-word-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) void enter()
        }}
      >
        <Field label={t('signIn.login')}>
          {(id) => (
            <Input
              id={id}
              size="large"
              name="login"
              autoComplete="username webauthn"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={64}
              value={login}
              onChange={(event) => setLogin(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('signIn.password')}>
          {(id) => (
            <Input.Password
              id={id}
              size="large"
              name="password"
              autoComplete="current-password"
              maxLength={128}
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        <Button
          className="door-enter"
          size="large"
          htmlType="submit"
          loading={busy}
          disabled={!isReady}
          title={isReady ? '' : t('signIn.fillBoth')}
        >
          {t('signIn.go')}
        </Button>
      </form>
      <Wrong words={wrong} />
    </>
  )
}

/** Why the door stayed shut. */
export function Wrong({ words }: { words: string | null }) {
  if (words === null) return null
  return (
    <p className="notice notice-cinnabar" role="alert">
      {words}
    </p>
  )
}

// The browser's own list under the name field (conditional UI). It stays silent until somebody picks a passkey there.
function useOffer(went: Went, run: (work: () => Promise<void>) => Promise<void>): void {
  const [turn, setTurn] = useState(0)
  const take = useEffectEvent((answer: PasskeyAnswer) =>
    run(async () => went(await post('/v1/sign-ins', { by: 'passkey', ...answer }))),
  )
  useEffect(() => {
    if (addressByName() !== null || !knowsPasskeys()) return undefined
    let isOver = false
    const offer = async (): Promise<void> => {
      const options = await post('/v1/sign-ins/passkey-options', {}).catch(() => null)
      if (isOver || !options) return
      const answer = await offerPasskey(options)
      if (!isOver && answer) await take(answer)
    }
    void offer()
    const timer = setTimeout(() => setTurn(turn + 1), offerMs)
    return () => {
      isOver = true
      clearTimeout(timer)
      endOffer()
    }
  }, [turn])
}
