import { App, Input, Modal } from 'antd'
import { useDeferredValue, useState } from 'react'
import { fromDecimal, isCurrency, toDecimal } from '../../../src/base/currency.ts'
import { post, Refusal } from '../../api/client.ts'
import type { ApprovalNeed } from '../../api/contract-approvals.ts'
import type { Payment, RefundPreview } from '../../api/contract-money.ts'
import type { Money, Text } from '../../api/values.ts'
import { useText } from '../../text/text.ts'
import { Amount } from '../../ui/amount.tsx'
import { Field } from '../../ui/field.tsx'
import { formatMoney } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { useReader, useSay } from '../../ui/language.ts'
import { useRoles } from '../approvals/states.tsx'
import { useAsk, useForget } from '../ask.ts'
import { Trouble } from '../loaded.tsx'
import { ClauseLink } from '../refs.tsx'
import { useComplain } from '../refuse.ts'

type Props = { payment: Payment; close: () => void }

/** Gives money back, after showing who returns which fee and by which clause. */
export function RefundForm({ payment, close }: Props) {
  const t = useText()
  const { language } = useReader()
  const { currency, minor } = payment.refundable
  const [text, setText] = useState(() => decimalOf(currency, minor))
  const [reason, setReason] = useState('')
  const amount = isCurrency(currency) ? fromDecimal(currency, text.trim()) : null
  const wrong = amount === null || amount <= 0n || amount > BigInt(minor)
  const money = { currency, minor: String(amount) }
  const asked = useDeferredValue(wrong ? null : money.minor)
  const ask = { params: { id: payment.id }, query: { minor: asked ?? undefined } }
  const preview = useAsk('/v1/payments/{id}/refund-preview', ask, { when: asked !== null, keep: true })
  const refused = (preview.data?.refuses.length ?? 0) > 0
  const needs = wrong ? null : (preview.data?.needs ?? null)
  const { refund, busy, unanswered } = useRefund(payment, close)
  return (
    <Modal
      open
      onCancel={close}
      title={t('refund.title')}
      width={620}
      okText={
        wrong ? t('act.refund') : t(needs ? 'refund.ask' : 'refund.confirm', { amount: formatMoney(money, language) })
      }
      cancelText={t('act.close')}
      confirmLoading={busy}
      okButtonProps={{ disabled: wrong || reason.trim() === '' || refused }}
      onOk={() => void refund(money, reason.trim())}
    >
      <div className="form-two">
        <Field
          label={t('refund.amount')}
          help={t('refund.atMost', { amount: formatMoney(payment.refundable, language) })}
          wrong={wrong}
        >
          {(id) => (
            <Input
              id={id}
              value={text}
              inputMode="decimal"
              prefix={currency}
              status={wrong ? 'error' : ''}
              disabled={unanswered}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('refund.reason')}>
          {(id) => (
            <Input
              id={id}
              value={reason}
              maxLength={120}
              placeholder={t('refund.reasonHint')}
              disabled={unanswered}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
      </div>
      {needs ? <Second of={needs} why={preview.data?.measured?.why ?? null} /> : null}
      {unanswered ? <p className="notice notice-plum">{t('refund.unanswered')}</p> : null}
      {preview.error ? <Trouble error={preview.error} /> : null}
      {preview.data && !wrong ? <Preview of={preview.data} payment={payment} /> : null}
    </Modal>
  )
}

// One key as long as nobody answered: the same refund asked again cannot happen twice, so amount and reason stay as they were.
function useRefund(payment: Payment, close: () => void) {
  const t = useText()
  const { message } = App.useApp()
  const complain = useComplain()
  const forget = useForget()
  const [key, setKey] = useState(() => crypto.randomUUID())
  const [busy, setBusy] = useState(false)
  const [unanswered, setUnanswered] = useState(false)
  const refund = async (amount: Money, reason: string): Promise<void> => {
    setBusy(true)
    try {
      const after = await post('/v1/payments/{id}/refunds', { amount, reason }, { params: { id: payment.id }, key })
      message.success(
        t(after.approval && after.refunds.length === payment.refunds.length ? 'refund.asked' : 'refund.done'),
      )
      close()
      await forget()
    } catch (error) {
      complain(error)
      const refused = error instanceof Refusal && error.status >= 400 && error.status < 500
      setUnanswered(!refused)
      if (refused) setKey(crypto.randomUUID())
    } finally {
      setBusy(false)
    }
  }
  return { refund, busy, unanswered }
}

// Said before it is asked: this one is not done alone.
function Second({ of, why }: { of: ApprovalNeed; why: Text | null }) {
  const t = useText()
  const say = useSay()
  const roles = useRoles()
  const { number, checkers } = of
  return (
    <p className="notice notice-ochre">
      <Icon name="approval" size={18} />
      <span>
        {t('refund.needsSecond', { number, count: checkers, roles: roles(of.roles) })} {why ? say(why) : ''}
      </span>
    </p>
  )
}

function Preview({ of, payment }: { of: RefundPreview; payment: Payment }) {
  const t = useText()
  const say = useSay()
  return (
    <div className="preview" aria-live="polite">
      {of.refuses.map((refusal) => (
        <p key={refusal.code} className="notice notice-cinnabar">
          {say(refusal.text)} <ClauseLink path={refusal.path} version={payment.agreement} />
        </p>
      ))}
      <h3>{t('refund.who')}</h3>
      <ul className="preview-lines">
        {of.lines.map((line) => (
          <li key={line.kind + line.path + line.payee.id}>
            <span className={line.returns ? 'returns' : 'keeps'}>
              {t(line.returns ? 'refund.returns' : 'refund.keeps')}
            </span>
            <span>
              {say(line.sentence)}
              <span className="entry-from">
                <ClauseLink path={line.path} version={payment.agreement} />
                <code>{line.how}</code>
              </span>
            </span>
            <Amount of={line.amount} />
          </li>
        ))}
      </ul>
      <h3>{t('refund.effects')}</h3>
      <ul className="preview-effects">
        {of.effects.map((effect) => (
          <li key={effect.party.id}>
            <span>{say(effect.party.name)}</span>
            <Amount of={effect.amount} sign tone />
          </li>
        ))}
      </ul>
    </div>
  )
}

const decimalOf = (currency: string, minor: string): string =>
  isCurrency(currency) ? toDecimal(currency, BigInt(minor)) : minor
