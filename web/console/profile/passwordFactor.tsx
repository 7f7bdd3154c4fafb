import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { Factors } from '../../api/contract-identity.ts'
import { useText } from '../../text/text.ts'
import { Field } from '../../ui/field.tsx'
import { Moment } from '../../ui/moment.tsx'
import { bothSaid } from './bothSaid.ts'
import { FactorRow } from './factorRow.tsx'
import { passwordStrength } from './passwordStrength.ts'
import { useChange } from './useChange.ts'

/** Name and password: set the first time with a name, changed by the old one. */
export function PasswordFactor({ of }: { of: Factors }) {
  const t = useText()
  const [changing, setChanging] = useState(false)
  return (
    <FactorRow
      isOn={of.password !== null}
      icon="password"
      name={of.login ? `${t('password.title')} · ${of.login}` : t('password.title')}
      says={
        of.password ? (
          <>
            {t('password.setAt')} <Moment at={of.password.setAt} form="day" />
          </>
        ) : (
          t('password.help')
        )
      }
    >
      <Button size="small" onClick={() => setChanging(true)}>
        {t(of.password ? 'password.change' : 'password.set')}
      </Button>
      {changing ? <ChangePassword of={of} close={() => setChanging(false)} /> : null}
    </FactorRow>
  )
}

function ChangePassword({ of, close }: { of: Factors; close: () => void }) {
  const t = useText()
  const { busy, wrong, run } = useChange()
  const [login, setLogin] = useState('')
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const isOther = again !== '' && again !== password
  const isReady =
    password !== '' && again === password && (of.password ? current !== '' : true) && (of.login ?? login) !== ''
  const save = async (): Promise<void> => {
    const body = {
      password,
      ...(of.password ? { current } : {}),
      ...(of.login ? {} : { login: login.trim().toLowerCase() }),
    }
    const confirming = { summary: bothSaid('password.changing') }
    if (await run(() => post('/v1/me/password', body, { confirming }), t('password.changed'))) close()
  }
  return (
    <Modal
      open
      width={440}
      title={t(of.password ? 'password.change' : 'password.set')}
      onCancel={close}
      mask={{ closable: false }}
      okText={t('password.save')}
      cancelText={t('act.close')}
      confirmLoading={busy}
      okButtonProps={{ disabled: !isReady, title: isReady ? '' : t('password.fill') }}
      onOk={() => void save()}
    >
      <form
        className="way-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) void save()
        }}
      >
        <LoginField of={of.login} login={login} change={setLogin} />
        {of.password ? (
          <Secret label={t('password.current')} autoComplete="current-password" value={current} change={setCurrent} />
        ) : null}
        <Secret label={t('password.new')} autoComplete="new-password" value={password} change={setPassword} />
        <StrengthBar of={password} />
        <Secret
          label={t('password.again')}
          autoComplete="new-password"
          value={again}
          change={setAgain}
          wrong={isOther ? t('password.differs') : null}
        />
        {wrong ? (
          <p className="notice notice-cinnabar" role="alert">
            {wrong}
          </p>
        ) : null}
        <button type="submit" className="unseen" tabIndex={-1} aria-hidden="true" />
      </form>
    </Modal>
  )
}

// The name is chosen with the first password and stays; later it is there unseen, so that a password manager knows whose it keeps.
function LoginField({ of, login, change }: { of: string | null; login: string; change: (login: string) => void }) {
  const t = useText()
  if (of !== null)
    return (
      <input
        className="unseen"
        type="text"
        name="username"
        autoComplete="username"
        value={of}
        readOnly
        tabIndex={-1}
        aria-hidden="true"
      />
    )
  return (
    <Field label={t('signIn.login')} help={t('password.loginHelp')}>
      {(id, says) => (
        <Input
          id={id}
          aria-describedby={says}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={64}
          value={login}
          onChange={(event) => change(event.target.value)}
        />
      )}
    </Field>
  )
}

type SecretProps = {
  label: string
  autoComplete: string
  value: string
  change: (text: string) => void
  wrong?: string | null
}

function Secret({ label, autoComplete, value, change, wrong = null }: SecretProps) {
  return (
    <Field label={label} help={wrong} wrong={wrong !== null}>
      {(id) => (
        <Input.Password
          id={id}
          autoComplete={autoComplete}
          maxLength={128}
          value={value}
          onChange={(event) => change(event.target.value)}
        />
      )}
    </Field>
  )
}

const words = ['strength.none', 'strength.weak', 'strength.fair', 'strength.good', 'strength.strong'] as const

// The bar answers while one types; whether the password was leaked is known to the server, which says so when it is saved.
function StrengthBar({ of }: { of: string }) {
  const t = useText()
  const strength = passwordStrength(of)
  return (
    <div className={`strength strength-${strength}`} role="status">
      <span className="strength-bar" aria-hidden="true">
        {[1, 2, 3, 4].map((step) => (
          <i key={step} className={step <= strength ? 'is-full' : ''} />
        ))}
      </span>
      <span className="faint">{t(words[strength])}</span>
    </div>
  )
}
