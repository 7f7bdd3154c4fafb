import { App, Button, Tooltip } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { Payment } from '../../api/contract-money.ts'
import { useText } from '../../text/text.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { useSay } from '../../ui/language.ts'
import { useForget } from '../ask.ts'
import { useComplain } from '../refuse.ts'
import { RefundForm } from './refundForm.tsx'

type Move = 'refund' | 'cancel' | 'inquire'

const icons: Record<Move, IconName> = { refund: 'undo', cancel: 'close', inquire: 'refresh' }

/** What may be done with this payment now; a button that cannot be pressed says why. */
export function PaymentActions({ payment }: { payment: Payment }) {
  const t = useText()
  const { modal, message } = App.useApp()
  const complain = useComplain()
  const forget = useForget()
  const [busy, setBusy] = useState<Move | null>(null)
  const [refunding, setRefunding] = useState(false)

  const run = async (move: 'cancel' | 'inquire'): Promise<void> => {
    setBusy(move)
    try {
      const ask = { params: { id: payment.id }, key: crypto.randomUUID() }
      const after = await post(move === 'cancel' ? '/v1/payments/{id}/cancel' : '/v1/payments/{id}/inquire', {}, ask)
      message.success(t('payment.now', { state: t(`payment.state.${after.state}`) }))
      await forget()
    } catch (error) {
      complain(error)
    } finally {
      setBusy(null)
    }
  }
  const press = (move: Move): void => {
    if (move === 'refund') setRefunding(true)
    else if (move === 'inquire') void run(move)
    else
      modal.confirm({
        title: t('cancel.title'),
        content: t('cancel.help'),
        okText: t('act.cancel'),
        cancelText: t('act.close'),
        onOk: () => run(move),
      })
  }
  return (
    <>
      {(['inquire', 'cancel', 'refund'] as const).map((move) => (
        <Act key={move} move={move} payment={payment} busy={busy === move} press={() => press(move)} />
      ))}
      {refunding ? <RefundForm payment={payment} close={() => setRefunding(false)} /> : null}
    </>
  )
}

function Act({ move, payment, busy, press }: { move: Move; payment: Payment; busy: boolean; press: () => void }) {
  const t = useText()
  const say = useSay()
  const may = payment.may.includes(move)
  const why = payment.mayNot[move]
  if (!may && !why) return null
  return (
    <Tooltip title={!may && why ? say(why) : ''}>
      <Button
        type={move === 'refund' ? 'primary' : 'default'}
        icon={<Icon name={icons[move]} size={14} />}
        loading={busy}
        disabled={!may}
        onClick={press}
      >
        {t(`act.${move}`)}
      </Button>
    </Tooltip>
  )
}
