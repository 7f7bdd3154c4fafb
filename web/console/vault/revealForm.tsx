import { Input, Modal } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { VaultToken } from '../../api/contract-vault.ts'
import { useText } from '../../text/text.ts'
import { CopyButton } from '../../ui/copy.tsx'
import { Field } from '../../ui/field.tsx'
import { useForget } from '../ask.ts'
import { useComplain } from '../refuse.ts'
import { Masked } from './looks.tsx'

const reasonLeast = 5

/** Asks why, then shows the value once; it lives only in this dialog and is gone when it closes. */
export function RevealForm({ token, close }: { token: VaultToken; close: () => void }) {
  const t = useText()
  const complain = useComplain()
  const forget = useForget()
  const [reason, setReason] = useState('')
  const [value, setValue] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const short = reason.trim().length < reasonLeast
  const look = async (): Promise<void> => {
    setBusy(true)
    try {
      const why = reason.trim()
      // What the step-up shows beside its digest: whose value, and why.
      const summary = {
        zh: `查看 ${token.masked} 的明文。理由：${why}`,
        en: `See the value of ${token.masked}. Reason: ${why}`,
      }
      const doing = { params: { id: token.id }, confirming: { summary } }
      const seen = await post('/v1/vault/tokens/{id}/reveal', { reason: why }, doing)
      setValue(seen.value)
      await forget()
    } catch (error) {
      complain(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      onCancel={close}
      title={t('vault.revealTitle')}
      okText={value === null ? t('vault.reveal') : t('act.close')}
      cancelText={t('act.close')}
      cancelButtonProps={{ style: value === null ? {} : { display: 'none' } }}
      confirmLoading={busy}
      okButtonProps={{ disabled: value === null && short }}
      onOk={() => (value === null ? void look() : close())}
    >
      <p className="vault-asked">
        {t(`vault.kind.${token.kind}`)} <Masked of={token} />
      </p>
      {value === null ? (
        <>
          <p className="soft vault-asked">{t('vault.revealHelp')}</p>
          <Field label={t('vault.revealReason')} help={t('vault.revealReasonHelp')}>
            {(id, says) => (
              <Input.TextArea
                id={id}
                aria-describedby={says}
                value={reason}
                rows={3}
                maxLength={300}
                placeholder={t('vault.revealReasonHint')}
                onChange={(event) => setReason(event.target.value.replace(/\n/g, ' '))}
              />
            )}
          </Field>
        </>
      ) : (
        <div className="vault-clear" role="status">
          <span className="faint">{t('vault.revealed')}</span>
          <strong className="figures">{value}</strong>
          <CopyButton text={value} label={t('vault.revealCopied')} />
        </div>
      )}
    </Modal>
  )
}
