import { App, Button, Tooltip } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { LogStatus } from '../../api/contract-log.ts'
import { useText } from '../../text/text.ts'
import { Badge } from '../../ui/badge.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Moment } from '../../ui/moment.tsx'
import { useAsk, useForget } from '../ask.ts'
import { useComplain } from '../refuse.ts'

const dayMs = 86_400_000
// The shorter end of what NIST SP 800-57 part 1 rev. 5 (5.3.6) gives a private signature key: one to three years.
const yearDays = 365

/** How old the signing key is, the how many-th, and the button that hands over to the next. */
export function SigningKey({ of }: { of: LogStatus }) {
  const t = useText()
  const { number, since, waits } = of.signing
  const [now] = useState(() => Date.now())
  const days = since ? Math.max(0, Math.floor((now - Date.parse(since)) / dayMs)) : 0
  return (
    <span className="signing-key">
      <span>
        {t('log.keyDays', { count: days })}{' '}
        <span className="faint">
          {t('log.keyNumber', { number })} <Moment at={since} form="full" />
        </span>
      </span>
      {waits ? (
        <Badge tone="indigo" hollow>
          {t('log.keyWaits')}
        </Badge>
      ) : days > yearDays ? (
        <Badge tone="ochre">{t('log.keyOld')}</Badge>
      ) : null}
      <HandOver waits={waits} />
    </span>
  )
}

function HandOver({ waits }: { waits: boolean }) {
  const t = useText()
  const { modal, message } = App.useApp()
  const complain = useComplain()
  const forget = useForget()
  const me = useAsk('/v1/me')
  const [busy, setBusy] = useState(false)
  const may = me.data?.may.includes('log.manage') ?? false
  const why = !may ? t('log.keyNot') : waits ? t('log.keyWaits') : ''
  const run = async (): Promise<void> => {
    setBusy(true)
    try {
      await post('/v1/log/key', {})
      message.success(t('log.keyHanded'))
      await forget()
    } catch (error) {
      complain(error)
    } finally {
      setBusy(false)
    }
  }
  const press = (): void => {
    modal.confirm({
      title: t('log.keyHandOver'),
      content: t('log.keyHandOverHelp'),
      okText: t('log.keyHandOver'),
      cancelText: t('act.close'),
      // Not awaited: the step-up that follows has a dialog of its own.
      onOk: () => void run(),
    })
  }
  return (
    <Tooltip title={me.data ? why : ''}>
      <Button
        size="small"
        disabled={!may || waits}
        loading={busy}
        icon={<Icon name="refresh" size={13} />}
        onClick={press}
      >
        {t('log.keyHandOver')}
      </Button>
    </Tooltip>
  )
}
