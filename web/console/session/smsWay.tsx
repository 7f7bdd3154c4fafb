import { Button } from 'antd'
import { useEffect, useState } from 'react'
import type { CodeSent } from '../../api/contract-identity.ts'
import { useText } from '../../text/text.ts'
import { useReader } from '../../ui/language.ts'
import { useAsk } from '../ask.ts'
import { bare, CodeField } from './codeField.tsx'
import { InboxButton } from './inboxDrawer.tsx'
import { useTrouble } from './trouble.ts'

type Props = {
  /** Sends a code and says when another may be asked for. */
  send: () => Promise<CodeSent>
  check: (sent: CodeSent, code: string) => Promise<void>
  act: string
  /** Where it will go, masked. */
  phone?: string | null
  /** Already on its way when the form opens. */
  sent?: CodeSent
}

/** A code sent to a phone: sent once the form opens, typed, and sent again when the time is up. */
export function SmsWay({ send, check, act, phone, sent: first }: Props) {
  const t = useText()
  const trouble = useTrouble()
  const [sent, setSent] = useState<CodeSent | null>(first ?? null)
  const [code, setCode] = useState('')
  const [wrong, setWrong] = useState<string | null>(null)
  const [busy, setBusy] = useState<'send' | 'check' | null>(null)
  const left = useLeft(sent?.againAt ?? null)
  const run = async (what: 'send' | 'check', work: () => Promise<void>): Promise<void> => {
    setBusy(what)
    setWrong(null)
    try {
      await work()
    } catch (error) {
      setWrong(trouble(error))
    } finally {
      setBusy(null)
    }
  }
  const ask = (): Promise<void> => run('send', async () => setSent(await send()))
  return (
    <form
      className="way-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (sent) void run('check', () => check(sent, bare(code)))
      }}
    >
      {sent ? (
        <CodeField label={t('sms.sentTo', { phone: sent.masked })} value={code} change={setCode} wrong={wrong} />
      ) : wrong ? (
        <p className="bad" role="alert">
          {wrong}
        </p>
      ) : phone ? (
        <p className="soft">{t('sms.willSend', { phone })}</p>
      ) : null}
      <div className="way-acts">
        {sent ? (
          <Button type="primary" htmlType="submit" loading={busy === 'check'} disabled={bare(code).length < 6}>
            {act}
          </Button>
        ) : null}
        <Button
          type={sent ? 'default' : 'primary'}
          loading={busy === 'send'}
          disabled={left > 0}
          onClick={() => void ask()}
        >
          {left > 0 ? t('sms.againIn', { seconds: left }) : t(sent ? 'sms.again' : 'sms.send')}
        </Button>
        {sent ? <SandboxHint /> : null}
      </div>
    </form>
  )
}

// Only the sandbox has an inbox: anywhere else its route answers 404 and nothing is shown.
function SandboxHint() {
  const inbox = useAsk('/v1/sandbox/inbox')
  return inbox.data ? <InboxButton /> : null
}

// Longest wait the server asks for. A device whose clock is wrong counts it from when the answer came.
const mostMs = 60_000

function useLeft(until: string | null): number {
  const { aheadMs } = useReader()
  const [left, setLeft] = useState(0)
  useEffect(() => {
    if (!until) return undefined
    const end = Math.min(Date.parse(until) - aheadMs, Date.now() + mostMs)
    const tick = (): void => setLeft(Math.max(0, Math.ceil((end - Date.now()) / 1_000)))
    tick()
    const timer = setInterval(tick, 1_000)
    return () => clearInterval(timer)
  }, [until, aheadMs])
  return left
}
