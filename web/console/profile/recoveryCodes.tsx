import { Button, Checkbox, Modal, Tooltip } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { Factors } from '../../api/contract-identity.ts'
import { useText } from '../../text/text.ts'
import { CopyButton } from '../../ui/copy.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Moment } from '../../ui/moment.tsx'
import { bothSaid } from './bothSaid.ts'
import { FactorRow } from './factorRow.tsx'
import { useChange } from './useChange.ts'

/** The codes for the day the phone is lost: made anew, shown once. */
export function RecoveryCodes({ of }: { of: Factors }) {
  const t = useText()
  const { recovery } = of
  const { busy, wrong, run } = useChange()
  const [codes, setCodes] = useState<string[] | null>(null)
  const hasSecond = of.passkeys.length > 0 || of.totp !== null || of.phone !== null
  const make = (): Promise<boolean> =>
    run(async () => {
      const confirming = { summary: bothSaid('recovery.making') }
      setCodes((await post('/v1/me/recovery-codes', {}, { confirming })).codes)
      return undefined
    })
  return (
    <FactorRow
      isOn={(recovery?.left ?? 0) > 0}
      icon="recovery"
      name={t('recovery.title')}
      says={
        wrong ? (
          <span className="bad" role="alert">
            {wrong}
          </span>
        ) : recovery ? (
          <>
            {t('recovery.left', { left: recovery.left })} · {t('recovery.madeAt')}{' '}
            <Moment at={recovery.madeAt} form="day" />
          </>
        ) : (
          t('recovery.help')
        )
      }
    >
      <Tooltip title={hasSecond ? '' : t('recovery.secondFirst')}>
        <Button size="small" loading={busy} disabled={!hasSecond} onClick={() => void make()}>
          {t(recovery ? 'recovery.renew' : 'recovery.make')}
        </Button>
      </Tooltip>
      {codes ? <Shown codes={codes} close={() => setCodes(null)} /> : null}
    </FactorRow>
  )
}

function Shown({ codes, close }: { codes: string[]; close: () => void }) {
  const t = useText()
  const [isKept, setKept] = useState(false)
  const text = codes.join('\n')
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(`Covenant 契付 · ${location.host}\n\n${text}\n`)}`
  return (
    <Modal
      open
      width={480}
      title={t('recovery.shown')}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      className="recovery-dialog"
      footer={
        <Button type="primary" disabled={!isKept} title={isKept ? '' : t('recovery.keepFirst')} onClick={close}>
          {t('recovery.done')}
        </Button>
      }
    >
      <p className="soft dialog-help">{t('recovery.once')}</p>
      <ol className="recovery-codes" aria-label={t('recovery.title')}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className="way-acts">
        <CopyButton text={text} label={t('recovery.copy')}>
          {t('act.copy')}
        </CopyButton>
        <a className="plain" href={file} download="covenant-recovery-codes.txt">
          <Icon name="download" size={13} /> {t('recovery.download')}
        </a>
        <button type="button" className="plain" onClick={() => print()}>
          <Icon name="print" size={13} /> {t('recovery.print')}
        </button>
      </div>
      <Checkbox checked={isKept} onChange={(event) => setKept(event.target.checked)}>
        {t('recovery.kept')}
      </Checkbox>
    </Modal>
  )
}
