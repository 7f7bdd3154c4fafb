import { App, Button, Dropdown, Tooltip } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { VaultKeys, VaultRotation } from '../../api/contract-vault.ts'
import { type TextKey, useText } from '../../text/text.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { WaitingHere } from '../approvals/waitingHere.tsx'
import { useAsk, useForget } from '../ask.ts'
import { useComplain } from '../refuse.ts'
import { purposeName } from './looks.tsx'

const tones: Record<VaultKeys['keys'][number]['state'], Tone> = { active: 'jade', retired: 'ochre', destroyed: 'slate' }

/** The master key, data keys by purpose, rotations, and ciphertexts that were refused. */
export function VaultKeysPanel({ of }: { of: VaultKeys }) {
  const t = useText()
  return (
    <>
      <WaitingHere within="vault-keys" />
      <Panel title={t('vault.keys')} extra={<Rotate />}>
        <p className="vault-master">
          <span className="faint">{t('vault.keys.master')}</span>
          <span>{t(`vault.keys.master.${of.master.kind}`)}</span>
          <code title={of.master.id}>{of.master.id.replace(/^\w+:/, '')}</code>
        </p>
        <ul className="vault-keys">
          {of.keys.map((key) => (
            <li key={`${key.tenant} ${key.purpose} ${key.personal} ${key.state} ${key.suite}`}>
              <span className="two">
                <span>{purposeName(t, key.purpose)}</span>
                <span className="faint">
                  {key.suite.toUpperCase()} ·{' '}
                  {key.personal
                    ? `${t('vault.keys.personal')}, ${t('vault.keys.count', { count: key.keys })}`
                    : t('vault.keys.version', { version: key.version })}
                </span>
                <span className="faint">
                  {t(key.keys > 1 ? 'vault.keys.made' : 'vault.keys.madeOne')} <Moment at={key.firstAt} form="day" />
                  {key.keys > 1 && key.lastAt.slice(0, 10) !== key.firstAt.slice(0, 10) ? (
                    <>
                      {' – '}
                      <Moment at={key.lastAt} form="day" />
                    </>
                  ) : null}
                  {key.state === 'retired' ? ` · ${t('vault.keys.retiredHelp')}` : ''}
                </span>
              </span>
              <Badge tone={tones[key.state]}>{t(`vault.keys.state.${key.state}`)}</Badge>
            </li>
          ))}
        </ul>
      </Panel>
      <Rotations of={of.rotations} />
      <Refusals of={of.refusals} />
    </>
  )
}

function Rotate() {
  const t = useText()
  const { modal, message } = App.useApp()
  const complain = useComplain()
  const forget = useForget()
  const me = useAsk('/v1/me')
  const [busy, setBusy] = useState(false)
  const may = me.data?.may.includes('vault.manage') ?? false
  const rotate = async (body: { what: 'data' | 'master' | 'search'; suite?: 'sm4-gcm' }): Promise<void> => {
    setBusy(true)
    try {
      const { approval } = await post('/v1/vault/rotate', body)
      message.success(t(approval ? 'approval.asked' : 'vault.rotate.asked'))
      await forget()
    } catch (error) {
      complain(error)
    } finally {
      setBusy(false)
    }
  }
  const choices = {
    data: { what: 'data' },
    sm4: { what: 'data', suite: 'sm4-gcm' },
    master: { what: 'master' },
    search: { what: 'search' },
  } as const
  const press = (name: keyof typeof choices): void => {
    modal.confirm({
      title: t(`vault.rotate.${name}`),
      content: t(name === 'search' ? 'vault.rotate.searchHelp' : 'vault.rotate.help'),
      okText: t('vault.rotate.confirm'),
      cancelText: t('act.close'),
      onOk: () => rotate(choices[name]),
    })
  }
  const items = (['data', 'sm4', 'master', 'search'] as const).map((key) => ({ key, label: t(`vault.rotate.${key}`) }))
  return (
    <Tooltip title={may ? '' : t('vault.rotate.needs')}>
      <Dropdown
        disabled={!may}
        trigger={['click']}
        menu={{ items, onClick: ({ key }) => press(key as keyof typeof choices) }}
      >
        <Button size="small" loading={busy} disabled={!may} icon={<Icon name="refresh" size={13} />}>
          {t('vault.rotate')}
        </Button>
      </Dropdown>
    </Tooltip>
  )
}

function Rotations({ of }: { of: VaultRotation[] }) {
  const t = useText()
  return (
    <Panel title={t('vault.rotations')}>
      {of.length === 0 ? <p className="faint">{t('vault.rotation.none')}</p> : null}
      <ul className="vault-keys">
        {of.slice(0, 4).map((rotation) => (
          <li key={rotation.id}>
            <span className="two">
              <span>
                {t(`vault.rotation.${rotation.what}`)}
                {rotation.suite ? <span className="faint"> {rotation.suite.toUpperCase()}</span> : null}
              </span>
              <span className="faint">
                {t(rotation.what === 'search' ? 'vault.rotation.turned' : 'vault.rotation.progress', {
                  done: rotation.keysDone,
                  total: rotation.keysTotal,
                  values: rotation.valuesDone,
                })}
              </span>
              {rotation.doneAt || rotation.what === 'search' ? null : <Progress of={rotation} />}
              <span className="faint">
                <Moment at={rotation.askedAt} />
              </span>
            </span>
            <Badge tone={rotation.doneAt ? 'jade' : 'indigo'} hollow={!rotation.doneAt}>
              {t(rotation.doneAt ? 'vault.rotation.done' : 'vault.rotation.running')}
            </Badge>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Progress({ of }: { of: VaultRotation }) {
  const share = of.keysTotal === 0 ? 1 : Math.min(1, of.keysDone / of.keysTotal)
  return (
    <span className="bar">
      <i style={{ width: `${share * 100}%` }} />
    </span>
  )
}

const reasons = ['form', 'unknown_key', 'place', 'not_authentic', 'data_key'] as const
const reasonKey = (because: string): TextKey | null => {
  const known = reasons.find((one) => one === because)
  return known ? `vault.keys.because.${known}` : null
}

function Refusals({ of }: { of: VaultKeys['refusals'] }) {
  const t = useText()
  if (of.length === 0)
    return (
      <p className="vault-quiet">
        <Icon name="check" size={14} /> {t('vault.keys.refusalsNone')}
      </p>
    )
  return (
    <Panel title={t('vault.keys.refusals')}>
      <ul className="vault-keys">
        {of.map(({ because, count, lastAt }) => {
          const key = reasonKey(because)
          return (
            <li key={because}>
              <span className="two">
                <span>{key ? t(key) : because}</span>
                <span className="faint">
                  <Moment at={lastAt} />
                </span>
              </span>
              <Badge tone="cinnabar">{count}</Badge>
            </li>
          )
        })}
      </ul>
    </Panel>
  )
}
