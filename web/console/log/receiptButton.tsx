import { Button, Tooltip } from 'antd'
import { useState } from 'react'
import { get } from '../../api/client.ts'
import type { LogReceipt } from '../../api/contract-log.ts'
import { useText } from '../../text/text.ts'
import { Icon } from '../../ui/icon.tsx'
import { useComplain } from '../refuse.ts'

/** The newest receipt of a payment, an agreement or a consent, as a file that verifies offline. */
export function ReceiptButton({
  of,
  size = 'middle',
  isReady = true,
}: {
  of: string
  size?: 'small' | 'middle'
  isReady?: boolean
}) {
  const t = useText()
  const complain = useComplain()
  const [busy, setBusy] = useState(false)
  const take = async (): Promise<void> => {
    setBusy(true)
    try {
      saveReceipt(await get('/v1/receipts/{object}', { params: { object: of } }), of)
    } catch (error) {
      complain(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Tooltip title={t(isReady ? 'log.receiptNote' : 'log.receiptWait')}>
      <Button
        size={size}
        loading={busy}
        disabled={!isReady}
        icon={<Icon name="verify" size={13} />}
        onClick={() => void take()}
      >
        {t('log.receipt')}
      </Button>
    </Tooltip>
  )
}

/** Hands a receipt to the person as a file. */
export function saveReceipt(receipt: LogReceipt, name: string): void {
  const file = new Blob([JSON.stringify(receipt, null, 2)], { type: 'application/json' })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = `receipt-${name.replace(/[^\w-]/g, '-')}.json`
  link.click()
  URL.revokeObjectURL(link.href)
}
