import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { CodeSent, Factors } from '../../api/contract-identity.ts'
import { useText } from '../../text/text.ts'
import { Field } from '../../ui/field.tsx'
import { Moment } from '../../ui/moment.tsx'
import { SmsWay } from '../session/smsWay.tsx'
import { bothSaid } from './bothSaid.ts'
import { FactorRow, RemoveButton } from './factorRow.tsx'
import { useChange } from './useChange.ts'

/** The phone that codes are sent to. */
export function PhoneFactor({ of: { phone } }: { of: Factors }) {
  const t = useText()
  const [adding, setAdding] = useState(false)
  return (
    <FactorRow
      isOn={phone !== null}
      kept={phone?.kept ?? null}
      icon="message"
      name={phone ? `${t('phone.title')} ${phone.masked}` : t('phone.title')}
      says={
        phone ? (
          <>
            {t('factor.since')} <Moment at={phone.confirmedAt} form="day" />
          </>
        ) : (
          t('phone.help')
        )
      }
    >
      <Button size="small" {...(phone ? { 'aria-label': t('phone.changeTitle') } : {})} onClick={() => setAdding(true)}>
        {t(phone ? 'phone.change' : 'phone.add')}
      </Button>
      {phone ? (
        <RemoveButton
          what={phone.masked}
          kept={phone.kept}
          remove={() =>
            post(
              '/v1/me/phone/remove',
              {},
              { confirming: { summary: bothSaid('factor.removeTitle', { what: phone.masked }) } },
            )
          }
        />
      ) : null}
      {adding ? <AddPhone title={t(phone ? 'phone.changeTitle' : 'phone.add')} close={() => setAdding(false)} /> : null}
    </FactorRow>
  )
}

function AddPhone({ title, close }: { title: string; close: () => void }) {
  const t = useText()
  const { busy, wrong, run } = useChange()
  const [phone, setPhone] = useState('')
  const [sent, setSent] = useState<CodeSent | null>(null)
  const number = phone.replace(/[\s-]/g, '')
  const confirming = { summary: bothSaid('phone.adding') }
  const send = (): Promise<CodeSent> => post('/v1/me/phone', { phone: number }, { confirming })
  const check = async ({ challenge }: CodeSent, code: string): Promise<void> => {
    const factors = await post('/v1/me/phone/confirm', { phone: number, challenge, code }, { confirming })
    if (await run(async () => factors, t('phone.added'))) close()
  }
  return (
    <Modal open width={440} title={title} onCancel={close} mask={{ closable: false }} footer={null}>
      {sent ? (
        <SmsWay sent={sent} send={send} check={check} act={t('phone.confirm')} />
      ) : (
        <form
          className="way-form"
          onSubmit={(event) => {
            event.preventDefault()
            void run(async () => {
              setSent(await send())
              return undefined
            })
          }}
        >
          <Field label={t('phone.number')} help={wrong ?? t('phone.numberHelp')} wrong={wrong !== null}>
            {(id, says) => (
              <Input
                id={id}
                size="large"
                type="tel"
                inputMode="tel"
                autoComplete="tel"
                autoFocus
                placeholder="138 0013 8000"
                maxLength={20}
                aria-describedby={says}
                value={phone}
                onChange={(event) => setPhone(event.target.value)}
              />
            )}
          </Field>
          <div className="way-acts">
            <Button type="primary" htmlType="submit" loading={busy} disabled={number.length < 8}>
              {t('sms.send')}
            </Button>
          </div>
        </form>
      )}
    </Modal>
  )
}
