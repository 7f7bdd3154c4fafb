import { Button, Drawer, Input, InputNumber, Popconfirm, Tooltip } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { ApiKey, ApiKeyShown } from '../../api/contract-admin.ts'
import { useText } from '../../text/text.ts'
import { Facts } from '../../ui/facts.tsx'
import { Field } from '../../ui/field.tsx'
import { useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { useAct } from './act.ts'
import { KeeperBadge, KeyBadge, keeperLeft } from './badges.tsx'
import { usePermissionName } from './names.ts'

type Props = { of: ApiKey; may: boolean; show: (made: ApiKeyShown) => void; close: () => void }

/** One key: what it may do, from where, and how it comes to an end. */
export function ApiKeyCard({ of, may, show, close }: Props) {
  const t = useText()
  const say = useSay()
  const named = usePermissionName()
  const over = of.state === 'revoked' || of.state === 'expired'
  const why = may ? (over ? t('keys.over') : '') : t('admin.needsKeys')
  return (
    <Drawer open onClose={close} title={say(of.name)} size="large">
      <Facts
        of={[
          [t('admin.state'), <KeyBadge key="state" of={of.state} />],
          [t('admin.org'), say(of.org.name)],
          [t('keys.begins'), <code key="shown">{of.shown ? `${of.shown}…` : '—'}</code>],
          [t('keys.used'), of.usedAt ? <Moment key="used" at={of.usedAt} /> : t('keys.unused')],
          [t('keys.made'), <Moment key="made" at={of.createdAt} />],
          [t('keys.keeper'), of.keeper ? <Keeper key="keeper" of={of} /> : t('keys.keeperNone')],
          [t('keys.expires'), of.expiresAt ? <Moment key="ends" at={of.expiresAt} /> : t('keys.noExpiry')],
          [t('keys.signing'), t(`keys.signing.${of.signing}`)],
          [t('keys.addresses'), of.addresses.length > 0 ? of.addresses.join(', ') : t('keys.everywhere')],
        ]}
      />
      {keeperLeft(of) ? <Adopt of={of} may={may} /> : null}
      <h3 className="admin-under">{t('keys.scopes')}</h3>
      <ul className="see-rooms">
        {of.permissions.map((one) => (
          <li key={one}>{named(one)}</li>
        ))}
      </ul>
      <Addresses of={of} why={why} />
      <Rotate of={of} why={why} show={show} />
      <Revoke of={of} why={why} />
    </Drawer>
  )
}

function Keeper({ of }: { of: ApiKey }) {
  const say = useSay()
  return (
    <>
      {of.keeper ? say(of.keeper.name) : null} <KeeperBadge of={of} />
    </>
  )
}

function Adopt({ of, may }: Pick<Props, 'of' | 'may'>) {
  const t = useText()
  const { act, busy } = useAct()
  return (
    <div className="notice notice-cinnabar">
      <p>{t('keys.makerLeftHelp')}</p>
      <p className="notice-side">
        <Tooltip title={may ? '' : t('admin.needsKeys')}>
          <Button
            disabled={!may}
            loading={busy}
            onClick={() => void act(() => post('/v1/api-keys/{id}/adopt', {}, { params: { id: of.id } }))}
          >
            {t('keys.adopt')}
          </Button>
        </Tooltip>
      </p>
    </div>
  )
}

type Part = { of: ApiKey; why: string }

function Addresses({ of, why }: Part) {
  const t = useText()
  const { act, busy } = useAct()
  const [text, setText] = useState(of.addresses.join('\n'))
  const addresses = text.split(/\s+/).filter(Boolean)
  const params = { id: of.id }
  return (
    <>
      <Field label={t('keys.addresses')} help={t('keys.addressesHelp')}>
        {(id, says) => (
          <Input.TextArea
            id={id}
            aria-describedby={says}
            value={text}
            disabled={why !== ''}
            autoSize={{ minRows: 2, maxRows: 8 }}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <div className="admin-buttons">
        <Tooltip title={why}>
          <Button
            disabled={why !== '' || addresses.join() === of.addresses.join()}
            loading={busy}
            onClick={() => void act(() => post('/v1/api-keys/{id}/addresses', { addresses }, { params }))}
          >
            {t('admin.save')}
          </Button>
        </Tooltip>
      </div>
    </>
  )
}

function Rotate({ of, why, show }: Part & Pick<Props, 'show'>) {
  const t = useText()
  const { act, busy } = useAct()
  const [hours, setHours] = useState(24)
  const rotate = () =>
    act(async () => show(await post('/v1/api-keys/{id}/rotate', { overlap_hours: hours }, { params: { id: of.id } })))
  const not = why || (of.state === 'ending' ? t('keys.over') : '')
  return (
    <>
      <h3 className="admin-under">{t('keys.rotate')}</h3>
      <Field label={t('keys.overlap')} help={t('keys.rotateHelp')}>
        {(id, says) => (
          <InputNumber
            id={id}
            aria-describedby={says}
            min={0}
            max={168}
            value={hours}
            disabled={not !== ''}
            onChange={(value) => setHours(value ?? 0)}
          />
        )}
      </Field>
      <div className="admin-buttons">
        <Tooltip title={not}>
          <Button disabled={not !== ''} loading={busy} onClick={() => void rotate()}>
            {t('keys.rotate')}
          </Button>
        </Tooltip>
      </div>
    </>
  )
}

function Revoke({ of, why }: Part) {
  const t = useText()
  const say = useSay()
  const { act, busy } = useAct()
  return (
    <div className="admin-buttons">
      <Popconfirm
        title={t('keys.revokeSure', { name: say(of.name) })}
        okText={t('keys.revoke')}
        cancelText={t('act.close')}
        disabled={why !== ''}
        onConfirm={() => void act(() => post('/v1/api-keys/{id}/revoke', {}, { params: { id: of.id } }))}
      >
        <Tooltip title={why}>
          <Button danger disabled={why !== ''} loading={busy}>
            {t('keys.revoke')}
          </Button>
        </Tooltip>
      </Popconfirm>
    </div>
  )
}
