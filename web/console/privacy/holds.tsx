import { App, Button, Input } from 'antd'
import { type FormEvent, useState } from 'react'
import { post } from '../../api/client.ts'
import type { LegalHold } from '../../api/contract-privacy.ts'
import { useText } from '../../text/text.ts'
import { Badge } from '../../ui/badge.tsx'
import { Digest } from '../../ui/digest.tsx'
import { Field } from '../../ui/field.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { WaitingHere } from '../approvals/waitingHere.tsx'
import { useAsk, useForget, usePages } from '../ask.ts'
import { Loaded } from '../loaded.tsx'
import { useComplain } from '../refuse.ts'
import { Turn } from '../turn.tsx'

/** Legal holds, and the form that sets one. */
export function Holds() {
  const t = useText()
  const me = useAsk('/v1/me')
  const may = me.data?.may.includes('retention.manage') ?? false
  const pages = usePages('/v1/legal-holds', {}, 10)
  return (
    <Panel title={t('hold.title')} note={t('hold.help')}>
      <WaitingHere within="legal-holds" />
      <Loaded ask={pages.reply} lines={4}>
        {({ items }) => (
          <>
            {items.length === 0 ? <p className="faint">{t('hold.none')}</p> : null}
            <ul className="holds">
              {items.map((hold) => (
                <Hold key={hold.id} of={hold} may={may} />
              ))}
            </ul>
            <Turn of={pages} />
          </>
        )}
      </Loaded>
      <SetHold may={may} />
    </Panel>
  )
}

function Hold({ of, may }: { of: LegalHold; may: boolean }) {
  const t = useText()
  const { modal, message } = App.useApp()
  const complain = useComplain()
  const forget = useForget()
  const lift = (): void => {
    let reason = ''
    modal.confirm({
      title: t('hold.lift'),
      content: (
        <Input
          aria-label={t('hold.liftReason')}
          placeholder={t('hold.liftReason')}
          maxLength={300}
          onChange={(event) => {
            reason = event.target.value
          }}
        />
      ),
      onOk: async () => {
        try {
          const { approval } = await post(
            '/v1/legal-holds/{id}/lift',
            { reason: reason.trim() },
            { params: { id: of.id }, key: `lift-${of.id}` },
          )
          message.success(t(approval ? 'approval.asked' : 'hold.lifted'))
          await forget()
        } catch (error) {
          complain(error)
        }
      },
    })
  }
  return (
    <li>
      <span className="hold-line">
        <Digest of={of.target} head={10} tail={4} />
        {of.liftedAt ? (
          <span className="faint">
            {t('hold.liftedAt')} <Moment at={of.liftedAt} form="day" />
          </span>
        ) : (
          <Badge tone="ochre">{t('hold.standing')}</Badge>
        )}
      </span>
      <span>{of.reason}</span>
      <span className="hold-line">
        <span className="faint">
          <Moment at={of.setAt} />
        </span>
        {of.liftedAt ? null : (
          <Button size="small" disabled={!may} title={may ? '' : t('retention.mayNot')} onClick={lift}>
            {t('hold.lift')}
          </Button>
        )}
      </span>
    </li>
  )
}

function SetHold({ may }: { may: boolean }) {
  const t = useText()
  const { message } = App.useApp()
  const complain = useComplain()
  const forget = useForget()
  const [target, setTarget] = useState('')
  const [reason, setReason] = useState('')
  const isReady = may && /^[a-z]{3}_[0-9a-z]{26}$/.test(target.trim()) && reason.trim() !== ''
  const set = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    try {
      const body = { target: target.trim(), reason: reason.trim() }
      await post('/v1/legal-holds', body, { key: `hold-${crypto.randomUUID()}` })
      message.success(t('hold.isSet'))
      setTarget('')
      setReason('')
      await forget()
    } catch (error) {
      complain(error)
    }
  }
  return (
    <form className="hold-form" onSubmit={(event) => void set(event)}>
      <Field label={t('hold.target')}>
        {(id) => (
          <Input
            id={id}
            value={target}
            disabled={!may}
            maxLength={40}
            onChange={(event) => setTarget(event.target.value)}
          />
        )}
      </Field>
      <Field label={t('hold.reason')} help={may ? undefined : t('retention.mayNot')}>
        {(id) => (
          <Input
            id={id}
            value={reason}
            disabled={!may}
            maxLength={300}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      <Button htmlType="submit" disabled={!isReady} title={isReady ? '' : may ? t('hold.help') : t('retention.mayNot')}>
        {t('hold.set')}
      </Button>
    </form>
  )
}
