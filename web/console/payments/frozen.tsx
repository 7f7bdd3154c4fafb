import { Button, Tooltip } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { Payment } from '../../api/contract-money.ts'
import { useText } from '../../text/text.ts'
import { Icon } from '../../ui/icon.tsx'
import { useSay } from '../../ui/language.ts'
import { EvidenceForm } from '../approvals/evidenceForm.tsx'

/** Why a payment is frozen, and the way on: the wallet is asked again, with reason and evidence. */
export function Frozen({ payment }: { payment: Payment }) {
  const t = useText()
  const say = useSay()
  const [asking, setAsking] = useState(false)
  if (payment.frozen === null) return null
  const may = payment.may.includes('release') && payment.approval === null
  const why = payment.approval
    ? { zh: t('approval.waitsTitle'), en: t('approval.waitsTitle') }
    : payment.mayNot['release']
  const hand = async (evidence: string, reason: string, key: string): Promise<boolean> => {
    const after = await post('/v1/payments/{id}/release', { evidence, reason }, { params: { id: payment.id }, key })
    return after.approval !== null
  }
  return (
    <div className="notice notice-cinnabar" role="status">
      <Icon name="alert" size={20} />
      <div>
        <strong>{t('release.frozen')}</strong>
        <p>
          {say(payment.frozen)} · {t('release.frozenHelp')}
        </p>
      </div>
      <p className="notice-side">
        <Tooltip title={may || !why ? '' : say(why)}>
          <Button disabled={!may} onClick={() => setAsking(true)}>
            {t('release.act')}
          </Button>
        </Tooltip>
      </p>
      {asking ? (
        <EvidenceForm
          title={t('release.act')}
          help={t('release.help')}
          first={{ label: t('release.evidence') }}
          second={{ label: t('release.reason') }}
          hand={hand}
          done={t('release.done')}
          close={() => setAsking(false)}
        />
      ) : null}
    </div>
  )
}
