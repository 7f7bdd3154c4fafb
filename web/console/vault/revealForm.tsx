import { Input, Modal, Select } from 'antd'
import { useEffect, useState } from 'react'
import { post } from '../../api/client.ts'
import type { RevealPurpose, VaultToken } from '../../api/contract-vault.ts'
import { useText } from '../../text/text.ts'
import { CopyButton } from '../../ui/copy.tsx'
import { Field } from '../../ui/field.tsx'
import { useReader, useSay } from '../../ui/language.ts'
import { Countdown } from '../../ui/moment.tsx'
import { useAsk, useForget } from '../ask.ts'
import { useComplain } from '../refuse.ts'
import { Masked } from './looks.tsx'

const reasonLeast = 5
// Long enough to compare a card number, short enough for a screen that is left alone.
const shownMs = 60_000

/** Asks why, then shows the value once; it lives only in this dialog and is gone when it closes or its minute is over. */
export function RevealForm({ token, close }: { token: VaultToken; close: () => void }) {
  const t = useText()
  const complain = useComplain()
  const forget = useForget()
  const [reason, setReason] = useState('')
  const [picked, setPicked] = useState<string | null>(null)
  const { purposes, first } = usePurposes(token.id)
  const purpose = picked ?? first
  const [value, setValue] = useState<string | null>(null)
  const [gone, setGone] = useState(false)
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    if (value === null) return undefined
    const timer = setTimeout(() => {
      setValue(null)
      setGone(true)
    }, shownMs)
    return () => clearTimeout(timer)
  }, [value])
  const isOver = value !== null || gone
  const short = reason.trim().length < reasonLeast ? 'vault.revealReasonHelp' : null
  const missing = isOver ? null : purpose === null ? 'vault.revealNoPurpose' : short
  const look = async (): Promise<void> => {
    if (purpose === null) return
    setBusy(true)
    try {
      const why = reason.trim()
      // What the step-up shows beside its digest: whose value, and why.
      const summary = {
        zh: `查看 ${token.masked} 的明文。理由：${why}`,
        en: `See the value of ${token.masked}. Reason: ${why}`,
      }
      const doing = { params: { id: token.id }, confirming: { summary } }
      const seen = await post('/v1/vault/tokens/{id}/reveal', { purpose, reason: why }, doing)
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
      okText={isOver ? t('act.close') : t('vault.reveal')}
      cancelText={t('act.close')}
      cancelButtonProps={{ style: isOver ? { display: 'none' } : {} }}
      confirmLoading={busy}
      okButtonProps={{ disabled: missing !== null, title: missing === null ? '' : t(missing) }}
      onOk={() => (isOver ? close() : void look())}
    >
      <p className="vault-asked">
        {t(`vault.kind.${token.kind}`)} <Masked of={token} />
      </p>
      {gone ? (
        <p className="notice notice-ochre" role="status">
          {t('vault.revealGone')}
        </p>
      ) : value === null ? (
        <Why picking={{ purposes, purpose, change: setPicked }} reason={reason} change={setReason} />
      ) : (
        <Clear value={value} />
      )}
    </Modal>
  )
}

function Clear({ value }: { value: string }) {
  const t = useText()
  const { aheadMs } = useReader()
  const until = useState(() => new Date(Date.now() + aheadMs + shownMs).toISOString())[0]
  return (
    <div className="vault-clear">
      <span className="faint">{t('vault.revealed')}</span>
      <strong className="figures" role="status">
        {value}
      </strong>
      <CopyButton text={value} label={t('vault.revealCopied')} />
      <span className="faint vault-clear-left">
        {t('vault.revealLeft')} <Countdown until={until} />
      </span>
    </div>
  )
}

function Reason({ reason, change }: { reason: string; change: (reason: string) => void }) {
  const t = useText()
  return (
    <Field label={t('vault.revealReason')} help={t('vault.revealReasonHelp')}>
      {(id, says) => (
        <Input.TextArea
          id={id}
          aria-describedby={says}
          value={reason}
          rows={3}
          maxLength={300}
          placeholder={t('vault.revealReasonHint')}
          onChange={(event) => change(event.target.value.replace(/\n/g, ' '))}
        />
      )}
    </Field>
  )
}

/** What the value is used for, and the first of it that is allowed. */
function usePurposes(id: string): { purposes: readonly RevealPurpose[]; first: string | null } {
  const purposes = useAsk('/v1/vault/tokens/{id}/purposes', { params: { id } }).data?.items ?? []
  return { purposes, first: purposes.find(({ isAllowed }) => isAllowed)?.id ?? null }
}

type Picking = { purposes: readonly RevealPurpose[]; purpose: string | null; change: (id: string) => void }

function Why({ picking, reason, change }: { picking: Picking; reason: string; change: (reason: string) => void }) {
  const t = useText()
  return (
    <>
      <p className="soft vault-asked">{t('vault.revealHelp')}</p>
      <PurposeSelect {...picking} />
      <Reason reason={reason} change={change} />
    </>
  )
}

/** For what the value is looked at: what the person did not allow cannot be picked, and says so. */
function PurposeSelect({ purposes, purpose, change }: Picking) {
  const t = useText()
  const say = useSay()
  const options = purposes.map(({ id, name, basis, isAllowed }) => ({
    value: id,
    disabled: !isAllowed,
    label: `${say(name)} · ${t(isAllowed ? `consent.basis.${basis}` : 'vault.revealNotAllowed')}`,
  }))
  return (
    <Field label={t('vault.revealPurpose')} help={purpose === null ? t('vault.revealNoPurpose') : undefined}>
      {(id) => <Select id={id} value={purpose} options={options} onChange={change} style={{ width: '100%' }} />}
    </Field>
  )
}
