import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { Factors, PasskeyRow } from '../../api/contract-identity.ts'
import { useText } from '../../text/text.ts'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Nothing } from '../loaded.tsx'
import { addressByName, knowsPasskeys, makePasskey } from '../session/device.ts'
import { bothSaid } from './bothSaid.ts'
import { deviceWords } from './deviceWords.ts'
import { FactorRow, RemoveButton } from './factorRow.tsx'
import { useChange } from './useChange.ts'

/** The person's passkeys: add one on this device, name it, remove it. */
export function Passkeys({ of: { passkeys } }: { of: Factors }) {
  const t = useText()
  const [adding, setAdding] = useState(false)
  const byName = addressByName()
  const why = byName ? `${t('signIn.byName')} ${new URL(byName).host}` : knowsPasskeys() ? '' : t('signIn.passkeyNot')
  return (
    <Panel
      title={t('passkeys.title')}
      note={t('passkeys.note')}
      extra={
        <Button
          type="primary"
          icon={<Icon name="passkey" size={14} />}
          disabled={why !== ''}
          title={why}
          onClick={() => setAdding(true)}
        >
          {t('passkeys.add')}
        </Button>
      }
    >
      {passkeys.length === 0 ? (
        <Nothing icon="passkey" title={t('passkeys.none')} help={why || t('passkeys.noneHelp')} />
      ) : (
        <ul className="factors">
          {passkeys.map((row) => (
            <Passkey key={row.id} of={row} />
          ))}
        </ul>
      )}
      {adding ? <AddPasskey close={() => setAdding(false)} /> : null}
    </Panel>
  )
}

function Passkey({ of: { id, name, createdAt, usedAt, backedUp, kept } }: { of: PasskeyRow }) {
  const t = useText()
  return (
    <FactorRow
      isOn
      kept={kept}
      icon="passkey"
      name={name}
      says={
        <>
          {t('passkeys.since')} <Moment at={createdAt} form="day" /> ·{' '}
          {usedAt ? (
            <>
              {t('factor.used')} <Moment at={usedAt} />
            </>
          ) : (
            t('factor.unused')
          )}{' '}
          · {t(backedUp ? 'passkeys.backedUp' : 'passkeys.bound')}
        </>
      }
    >
      <RenameButton id={id} name={name} />
      <RemoveButton
        what={name}
        kept={kept}
        remove={() =>
          post(
            '/v1/me/passkeys/{id}/remove',
            {},
            { params: { id }, confirming: { summary: bothSaid('factor.removeTitle', { what: name }) } },
          )
        }
      />
    </FactorRow>
  )
}

function AddPasskey({ close }: { close: () => void }) {
  const t = useText()
  const { busy, wrong, run } = useChange()
  const [name, setName] = useState(() => deviceWords(navigator.userAgent) ?? '')
  const add = async (): Promise<void> => {
    const confirming = { summary: bothSaid('passkeys.adding', { name: name.trim() }) }
    const isDone = await run(async () => {
      const made = await makePasskey(await post('/v1/me/passkeys/options', {}, { confirming }))
      return await post('/v1/me/passkeys', { ...made, name: name.trim() }, { confirming })
    }, t('passkeys.added'))
    if (isDone) close()
  }
  return (
    <NameDialog
      title={t('passkeys.add')}
      help={t('passkeys.addHelp')}
      act={t('passkeys.create')}
      {...{ name, setName, busy, wrong, close, done: add }}
    />
  )
}

function RenameButton({ id, name: old }: { id: string; name: string }) {
  const t = useText()
  const { busy, wrong, run } = useChange()
  const [name, setName] = useState<string | null>(null)
  const rename = async (): Promise<void> => {
    const words = (name ?? '').trim()
    const isDone = await run(
      () => post('/v1/me/passkeys/{id}/name', { name: words }, { params: { id } }),
      t('passkeys.renamed'),
    )
    if (isDone) setName(null)
  }
  return (
    <>
      <Button size="small" aria-label={t('passkeys.renameNamed', { name: old })} onClick={() => setName(old)}>
        {t('passkeys.rename')}
      </Button>
      {name === null ? null : (
        <NameDialog
          title={t('passkeys.rename')}
          help=""
          act={t('passkeys.rename')}
          close={() => setName(null)}
          done={rename}
          {...{ name, setName, busy, wrong }}
        />
      )}
    </>
  )
}

type Naming = {
  title: string
  help: string
  act: string
  name: string
  setName: (name: string) => void
  busy: boolean
  wrong: string | null
  close: () => void
  done: () => Promise<void>
}

function NameDialog({ title, help, act, name, setName, busy, wrong, close, done }: Naming) {
  const t = useText()
  const isEmpty = name.trim() === ''
  return (
    <Modal
      open
      width={440}
      title={title}
      onCancel={close}
      okText={act}
      cancelText={t('act.close')}
      confirmLoading={busy}
      okButtonProps={{ disabled: isEmpty, title: isEmpty ? t('passkeys.nameFirst') : '' }}
      onOk={() => void done()}
    >
      {help ? <p className="soft dialog-help">{help}</p> : null}
      <Field label={t('passkeys.name')} help={wrong ?? t('passkeys.nameHelp')} wrong={wrong !== null}>
        {(id, says) => (
          <Input
            id={id}
            aria-describedby={says}
            value={name}
            maxLength={60}
            autoFocus
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
    </Modal>
  )
}
