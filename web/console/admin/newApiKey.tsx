import { Checkbox, Input, InputNumber, Modal, Select } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { ApiKeyShown, Signing } from '../../api/contract-admin.ts'
import { useText } from '../../text/text.ts'
import { Field } from '../../ui/field.tsx'
import { useReader } from '../../ui/language.ts'
import { useAsk } from '../ask.ts'
import { useAct } from './act.ts'
import { usePermissionName } from './names.ts'
import { kindOfOrg, OrgSelect } from './orgSelect.tsx'

type Draft = {
  zh: string
  en: string
  org: string
  scopes: string[]
  addresses: string
  days: number | null
  signing: Signing
  publicKey: string
}
const empty: Draft = {
  zh: '',
  en: '',
  org: 'institution',
  scopes: [],
  addresses: '',
  days: 90,
  signing: 'none',
  publicKey: '',
}
const dayMs = 86_400_000

/** Makes a key; offers only what its organisation can have and its maker has. */
export function NewApiKeyForm({ show, close }: { show: (made: ApiKeyShown) => void; close: () => void }) {
  const t = useText()
  const { aheadMs } = useReader()
  const { act, busy } = useAct()
  const [draft, setDraft] = useState(empty)
  const change = (part: Partial<Draft>): void => setDraft((old) => ({ ...old, ...part }))
  const offered = useOffered(draft.org)
  const scopes = draft.scopes.filter((one) => offered.includes(one))
  const keyMissing = draft.signing === 'ed25519' && !/^whpk_[A-Za-z0-9+/]{43}=$/.test(draft.publicKey.trim())
  const make = () =>
    act(async () => {
      const { days, signing, org } = draft
      const expires = days ? { expires_at: new Date(Date.now() + aheadMs + days * dayMs).toISOString() } : {}
      const name = { zh: draft.zh.trim(), en: draft.en.trim() }
      const body = {
        name,
        org,
        permissions: scopes,
        addresses: draft.addresses.split(/\s+/).filter(Boolean),
        signing,
        ...expires,
        ...(signing === 'ed25519' ? { public_key: draft.publicKey.trim() } : {}),
      }
      const summary = { zh: `签发接口密钥「${name.zh}」`, en: `Issue the API key “${name.en}”` }
      const made = await post('/v1/api-keys', body, { confirming: { summary } })
      if (made.id && made.text) show({ id: made.id, text: made.text, signingSecret: made.signingSecret })
      else close()
      return made
    })
  return (
    <Modal
      open
      onCancel={close}
      width={640}
      title={t('keys.new')}
      okText={t('keys.new')}
      cancelText={t('act.close')}
      confirmLoading={busy}
      okButtonProps={{ disabled: !draft.zh.trim() || !draft.en.trim() || scopes.length === 0 || keyMissing }}
      onOk={() => void make()}
    >
      <Whose draft={draft} change={change} />
      <Scopes offered={offered} scopes={scopes} change={change} />
      <How draft={draft} change={change} keyMissing={keyMissing} />
    </Modal>
  )
}

type Part = { draft: Draft; change: (part: Partial<Draft>) => void }

function useOffered(org: string): string[] {
  const me = useAsk('/v1/me')
  const matrix = useAsk('/v1/permission-matrix')
  const may = me.data?.may ?? []
  const rows = (matrix.data?.rows ?? []).filter(({ kinds }) => kinds.includes(kindOfOrg(org)))
  return rows.map(({ permission }) => permission).filter((one) => may.includes(one))
}

function Whose({ draft, change }: Part) {
  const t = useText()
  return (
    <>
      <div className="form-two">
        <Field label={t('admin.nameZh')}>
          {(id) => (
            <Input id={id} value={draft.zh} maxLength={40} onChange={(event) => change({ zh: event.target.value })} />
          )}
        </Field>
        <Field label={t('admin.nameEn')}>
          {(id) => (
            <Input id={id} value={draft.en} maxLength={60} onChange={(event) => change({ en: event.target.value })} />
          )}
        </Field>
      </div>
      <Field label={t('admin.org')}>
        {(id) => <OrgSelect id={id} value={draft.org} onChange={(org) => change({ org })} />}
      </Field>
    </>
  )
}

function Scopes({ offered, scopes, change }: Pick<Part, 'change'> & { offered: string[]; scopes: string[] }) {
  const t = useText()
  const named = usePermissionName()
  const tick = (one: string): void =>
    change({ scopes: scopes.includes(one) ? scopes.filter((each) => each !== one) : [...scopes, one] })
  return (
    <>
      <h3 className="admin-under">
        {t('keys.pickScopes')} <span className="faint">{t('keys.scopesCount', { count: scopes.length })}</span>
      </h3>
      <div className="admin-scopes">
        {offered.map((one) => (
          <Checkbox key={one} checked={scopes.includes(one)} onChange={() => tick(one)}>
            {named(one)}
          </Checkbox>
        ))}
      </div>
    </>
  )
}

function How({ draft, change, keyMissing }: Part & { keyMissing: boolean }) {
  const t = useText()
  return (
    <>
      <div className="form-two">
        <Field label={t('keys.days')} help={t('keys.daysHelp')}>
          {(id, says) => (
            <InputNumber
              id={id}
              aria-describedby={says}
              min={1}
              max={3_650}
              value={draft.days}
              style={{ width: '100%' }}
              onChange={(days) => change({ days })}
            />
          )}
        </Field>
        <Field label={t('keys.signing')} help={t('keys.signingHelp')}>
          {(id, says) => (
            <Select<Signing>
              id={id}
              aria-describedby={says}
              style={{ width: '100%' }}
              value={draft.signing}
              onChange={(signing) => change({ signing })}
              options={(['none', 'hmac', 'ed25519'] as const).map((one) => ({
                value: one,
                label: t(`keys.signing.${one}`),
              }))}
            />
          )}
        </Field>
      </div>
      {draft.signing === 'ed25519' ? (
        <Field label={t('keys.publicKey')} wrong={keyMissing && draft.publicKey !== ''}>
          {(id) => (
            <Input id={id} value={draft.publicKey} onChange={(event) => change({ publicKey: event.target.value })} />
          )}
        </Field>
      ) : null}
      <Field label={t('keys.addresses')} help={t('keys.addressesHelp')}>
        {(id, says) => (
          <Input.TextArea
            id={id}
            aria-describedby={says}
            value={draft.addresses}
            autoSize={{ minRows: 2, maxRows: 6 }}
            onChange={(event) => change({ addresses: event.target.value })}
          />
        )}
      </Field>
    </>
  )
}
