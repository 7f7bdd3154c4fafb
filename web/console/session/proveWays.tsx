import { Button, Segmented } from 'antd'
import { useState } from 'react'
import type { CodeSent, PasskeyRequest, SecondFactor, Way } from '../../api/contract-identity.ts'
import { type TextKey, useText } from '../../text/text.ts'
import { Icon } from '../../ui/icon.tsx'
import { bare, CodeField } from './codeField.tsx'
import { signWithPasskey } from './device.ts'
import { SmsWay } from './smsWay.tsx'
import { useTrouble } from './trouble.ts'

export type Proving = {
  ways: Way[]
  phone: string | null
  /** What the button says: sign in, confirm. */
  act: string
  passkey: () => Promise<PasskeyRequest>
  sms: () => Promise<CodeSent>
  /** Hands in what was proved. Throws Refusal. */
  answer: (proof: SecondFactor) => Promise<void>
}

const names: Record<Way, TextKey> = {
  passkey: 'way.passkey',
  totp: 'way.totp',
  sms: 'way.sms',
  recovery: 'way.recovery',
}

/** One more proof by any of the ways a person has: the same for the second factor of a sign-in and for a step-up. */
export function ProveWays(of: Proving) {
  const t = useText()
  const [way, setWay] = useState<Way>(of.ways[0] ?? 'passkey')
  return (
    <div className="ways">
      {of.ways.length > 1 ? (
        <Segmented<Way>
          block
          aria-label={t('way.which')}
          value={way}
          onChange={setWay}
          options={of.ways.map((one) => ({ value: one, label: t(names[one]) }))}
        />
      ) : null}
      {way === 'passkey' ? (
        <ByPasskey key={way} {...of} />
      ) : way === 'sms' ? (
        <SmsWay
          key={way}
          act={of.act}
          phone={of.phone}
          send={of.sms}
          check={({ challenge }, code) => of.answer({ by: 'sms', challenge, code })}
        />
      ) : (
        <ByCode key={way} by={way} {...of} />
      )}
    </div>
  )
}

function ByPasskey({ act, passkey, answer }: Proving) {
  const t = useText()
  const { busy, wrong, run } = useTries()
  const sign = (): Promise<void> =>
    run(async () => answer({ by: 'passkey', ...(await signWithPasskey(await passkey())) }))
  return (
    <div className="way-form">
      <p className="soft">{t('passkey.how')}</p>
      {wrong ? (
        <p className="bad" role="alert">
          {wrong}
        </p>
      ) : null}
      <Button
        type="primary"
        size="large"
        block
        icon={<Icon name="passkey" />}
        loading={busy}
        autoFocus
        onClick={() => void sign()}
      >
        {t('passkey.act', { act })}
      </Button>
    </div>
  )
}

function ByCode({ by, act, answer }: Proving & { by: 'totp' | 'recovery' }) {
  const t = useText()
  const [code, setCode] = useState('')
  const { busy, wrong, run } = useTries()
  return (
    <form
      className="way-form"
      onSubmit={(event) => {
        event.preventDefault()
        void run(() => answer({ by, code: bare(code) }))
      }}
    >
      <CodeField
        label={t(by === 'totp' ? 'totp.code' : 'recovery.code')}
        kind={by === 'totp' ? 'digits' : 'recovery'}
        value={code}
        change={setCode}
        wrong={wrong}
      />
      <Button type="primary" size="large" block htmlType="submit" loading={busy} disabled={bare(code).length < 6}>
        {act}
      </Button>
    </form>
  )
}

/** One try at a time, and why the last one failed. */
export function useTries() {
  const trouble = useTrouble()
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<string | null>(null)
  const run = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true)
    setWrong(null)
    try {
      await work()
    } catch (error) {
      setWrong(trouble(error))
    } finally {
      setBusy(false)
    }
  }
  return { busy, wrong, run, mend: () => setWrong(null) }
}
