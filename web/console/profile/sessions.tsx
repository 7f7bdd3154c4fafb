import { App, Button, Tooltip } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { SessionRow } from '../../api/contract-identity.ts'
import { type TextKey, useText } from '../../text/text.ts'
import { Badge } from '../../ui/badge.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useAsk, useForget } from '../ask.ts'
import { Loaded } from '../loaded.tsx'
import { useComplain } from '../refuse.ts'
import { deviceWords, isHandheld } from './deviceWords.ts'

/** Where the person is signed in, this place marked; each of the others can be ended from here. */
export function Sessions() {
  const t = useText()
  const sessions = useAsk('/v1/me/sessions')
  const { busy, end } = useEnding()
  const others = sessions.data?.items.filter(({ current }) => !current).length ?? 0
  return (
    <Panel
      title={t('sessions.title')}
      note={t('sessions.note')}
      extra={
        <Tooltip title={others === 0 ? t('sessions.noOthers') : ''}>
          <Button
            size="small"
            danger
            disabled={others === 0}
            loading={busy === 'others'}
            onClick={() => void end(null)}
          >
            {t('sessions.endOthers')}
          </Button>
        </Tooltip>
      }
    >
      <Loaded ask={sessions} lines={4}>
        {({ items }) => (
          <ul className="factors">
            {items.map((row) => (
              <Session key={row.id} of={row} busy={busy === row.id} end={() => void end(row.id)} />
            ))}
          </ul>
        )}
      </Loaded>
    </Panel>
  )
}

function Session({ of, busy, end }: { of: SessionRow; busy: boolean; end: () => void }) {
  const t = useText()
  const device = deviceWords(of.userAgent) ?? t('sessions.unknownDevice')
  return (
    <li className={of.current ? 'factor factor-on' : 'factor'}>
      <span className="factor-mark">
        <Icon name={isHandheld(of.userAgent) ? 'phone' : 'desk'} size={18} />
      </span>
      <div className="factor-words">
        <strong>
          {device} {of.current ? <Badge tone="jade">{t('sessions.this')}</Badge> : null}
        </strong>
        <span className="faint">
          <span className="figures">{of.address}</span> · {t('sessions.usedAt')} <Moment at={of.usedAt} /> ·{' '}
          {t('sessions.since')} <Moment at={of.createdAt} /> · <Methods of={of.methods} />
        </span>
      </div>
      <div className="factor-acts">
        <Tooltip title={of.current ? t('sessions.thisStays') : ''}>
          <Button
            size="small"
            disabled={of.current}
            loading={busy}
            aria-label={t('sessions.endNamed', { device })}
            onClick={end}
          >
            {t('sessions.end')}
          </Button>
        </Tooltip>
      </div>
    </li>
  )
}

const methods: Record<string, TextKey> = {
  passkey: 'way.passkey',
  password: 'way.password',
  totp: 'way.totp',
  sms: 'way.sms',
  recovery: 'way.recovery',
  demo: 'way.demo',
  invitation: 'way.invitation',
  'single-sign-on': 'way.singleSignOn',
  sso: 'way.singleSignOn',
}

/** How somebody proved who they are, in words. */
export function Methods({ of }: { of: string[] }) {
  const t = useText()
  return <>{of.map((method) => (methods[method] ? t(methods[method]) : method)).join(' + ')}</>
}

function useEnding() {
  const t = useText()
  const { message } = App.useApp()
  const complain = useComplain()
  const forget = useForget()
  const [busy, setBusy] = useState<string | null>(null)
  const end = async (id: string | null): Promise<void> => {
    setBusy(id ?? 'others')
    try {
      const { ended } = id
        ? await post('/v1/me/sessions/{id}/end', {}, { params: { id } })
        : await post('/v1/me/sessions/end-others', {})
      void message.success(t('sessions.ended', { count: ended }))
      await forget()
    } catch (error) {
      complain(error)
    } finally {
      setBusy(null)
    }
  }
  return { busy, end }
}
