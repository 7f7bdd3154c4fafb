import { Button, Modal, Tooltip } from 'antd'
import { useState } from 'react'
import type { Payment } from '../../api/contract-money.ts'
import { useText } from '../../text/text.ts'
import { formatMoney } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { useReader } from '../../ui/language.ts'
import { useAsk, useForget } from '../ask.ts'
import { type Draft, emptyDraft, minorOf, type Place } from './draft.ts'
import { NewPaymentFields } from './newPaymentFields.tsx'
import { PaymentOutcome } from './paymentOutcome.tsx'
import { useStart } from './startPayment.ts'

/** Starts a payment from the console; whoever may not is told who may. */
export function NewPayment() {
  const t = useText()
  const me = useAsk('/v1/me')
  const [forms, setForms] = useState(0)
  const [open, setOpen] = useState(false)
  const may = me.data?.may.includes('payments.create') ?? false
  const begin = (): void => {
    setForms(forms + 1)
    setOpen(true)
  }
  return (
    <>
      <Tooltip title={may || !me.data ? '' : t('payments.newNot')}>
        <Button type="primary" disabled={!may} onClick={begin} icon={<Icon name="payment" size={14} />}>
          {t('payments.new')}
        </Button>
      </Tooltip>
      {open ? <Order key={forms} close={() => setOpen(false)} another={begin} /> : null}
    </>
  )
}

// One order from empty form to outcome; another order is another of these, with its own number and key.
function Order({ close, another }: { close: () => void; another: () => void }) {
  const t = useText()
  const { language } = useReader()
  const forget = useForget()
  const live = useAsk('/v1/partners', { query: { stage: 'live', limit: 100 } })
  const wallets = (live.data?.items ?? []).map(({ wallet, name }) => ({ id: wallet, name }))
  const [typed, setTyped] = useState<Draft>(emptyDraft)
  // With one wallet live there is nothing to choose, so it stands there chosen.
  const draft = { ...typed, wallet: typed.wallet ?? (wallets.length === 1 ? (wallets[0]?.id ?? null) : null) }
  const [made, setMade] = useState<Payment | null>(null)
  const { start, busy, unanswered, wrong, refusal, mend } = useStart((payment) => {
    setMade(payment)
    if (payment.checkout) open(payment.checkout, '_blank', 'noopener')
    void forget()
  })
  // What happened meanwhile shows in the list behind.
  const leave = (): void => {
    close()
    if (made) void forget()
  }
  const change = (part: Partial<Draft>): void => {
    setTyped((old) => ({ ...old, ...part }))
    mend(Object.keys(part) as Place[])
  }
  const minor = minorOf(draft.amount)
  return (
    <Modal
      open
      onCancel={leave}
      title={t('payments.new')}
      width={640}
      mask={{ closable: false }}
      // The outcome brings its own ways on, away from where the second half of a double click would fall.
      {...(made ? { footer: null } : {})}
      okText={
        minor ? t('order.createOf', { amount: formatMoney({ currency: 'CNY', minor }, language) }) : t('order.create')
      }
      cancelText={t('act.close')}
      confirmLoading={busy}
      onOk={() => void start(draft)}
    >
      {made ? (
        <PaymentOutcome made={made} close={leave} another={another} />
      ) : (
        <NewPaymentFields draft={draft} change={change} wallets={wallets} wrong={wrong} locked={busy || unanswered}>
          {unanswered ? (
            <p className="notice notice-plum" role="alert">
              {t('order.unanswered')}
            </p>
          ) : refusal ? (
            <p className="notice notice-cinnabar" role="alert">
              {refusal}
            </p>
          ) : null}
        </NewPaymentFields>
      )}
    </Modal>
  )
}
