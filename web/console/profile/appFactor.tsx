import { Button, Modal } from 'antd'
import { useEffect, useEffectEvent, useState } from 'react'
import { post } from '../../api/client.ts'
import type { Factors } from '../../api/contract-identity.ts'
import { useText } from '../../text/text.ts'
import { CopyButton } from '../../ui/copy.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Qr } from '../../ui/qr.tsx'
import { bare, CodeField } from '../session/codeField.tsx'
import { bothSaid } from './bothSaid.ts'
import { FactorRow, RemoveButton } from './factorRow.tsx'
import { useChange } from './useChange.ts'

/** The authenticator app: set up by a QR code, confirmed by a first code. */
export function AppFactor({ of: { totp } }: { of: Factors }) {
  const t = useText()
  const [adding, setAdding] = useState(false)
  return (
    <FactorRow
      isOn={totp !== null}
      kept={totp?.kept ?? null}
      icon="clock"
      name={t('totp.title')}
      says={
        totp ? (
          <>
            {t('factor.since')} <Moment at={totp.confirmedAt} form="day" />
          </>
        ) : (
          t('totp.help')
        )
      }
    >
      {totp ? (
        <RemoveButton
          what={t('totp.title')}
          kept={totp.kept}
          remove={() => post('/v1/me/totp/remove', {}, { confirming: { summary: bothSaid('totp.removing') } })}
        />
      ) : (
        <Button size="small" onClick={() => setAdding(true)}>
          {t('totp.add')}
        </Button>
      )}
      {adding ? <AddApp close={() => setAdding(false)} /> : null}
    </FactorRow>
  )
}

function AddApp({ close }: { close: () => void }) {
  const t = useText()
  const { busy, wrong, run } = useChange()
  const [begun, setBegun] = useState<{ secret: string; uri: string } | null>(null)
  const [code, setCode] = useState('')
  const confirming = { summary: bothSaid('totp.adding') }
  const begin = useEffectEvent(() =>
    run(async () => {
      setBegun(await post('/v1/me/totp', {}, { confirming }))
      return undefined
    }),
  )
  // A secret is made once for each dialog.
  useEffect(() => void begin(), [])
  const confirm = async (): Promise<void> => {
    if (await run(() => post('/v1/me/totp/confirm', { code: bare(code) }, { confirming }), t('totp.added'))) close()
  }
  const spaced = begun?.secret.replace(/(.{4})(?=.)/g, '$1 ') ?? ''
  return (
    <Modal
      open
      width={480}
      title={t('totp.add')}
      onCancel={close}
      mask={{ closable: false }}
      okText={t('totp.confirm')}
      cancelText={t('act.close')}
      confirmLoading={busy}
      okButtonProps={{ disabled: bare(code).length !== 6, title: bare(code).length === 6 ? '' : t('totp.codeFirst') }}
      onOk={() => void confirm()}
    >
      {begun ? (
        <div className="app-setup">
          <Qr of={begun.uri} label={t('totp.qr')} />
          <div>
            <p className="soft">{t('totp.scan')}</p>
            <p className="faint">{t('totp.byHand')}</p>
            <p className="app-secret">
              <code>{spaced}</code> <CopyButton text={begun.secret} label={t('totp.copy')} />
            </p>
            <CodeField label={t('totp.code')} value={code} change={setCode} wrong={wrong} />
          </div>
        </div>
      ) : (
        <p className={wrong ? 'bad' : 'faint'} role={wrong ? 'alert' : 'status'}>
          {wrong ?? t('state.loading')}
        </p>
      )}
    </Modal>
  )
}
