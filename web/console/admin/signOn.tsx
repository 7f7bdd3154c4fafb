import { App, Button, Input, Select, Switch, Tooltip } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { SignOnSettings } from '../../api/contract-admin.ts'
import { useText } from '../../text/text.ts'
import { Badge } from '../../ui/badge.tsx'
import { CopyButton } from '../../ui/copy.tsx'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useSay } from '../../ui/language.ts'
import { Panel } from '../../ui/panel.tsx'
import { useAsk } from '../ask.ts'
import { Loaded } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { useComplain } from '../refuse.ts'
import { useAct } from './act.ts'
import './admin.css'

/** Single sign-on with the institution's own directory of people. */
export default function SignOn() {
  const t = useText()
  const ask = useAsk('/v1/sign-on/settings')
  return (
    <Page title={t('nav.signOn')} note={t('signOn.note')}>
      <Loaded ask={ask} lines={10}>
        {({ settings, redirectPath }) => (
          // Begun anew when somebody else saved, so that nobody overwrites what they have not seen.
          <Settings key={settings?.version ?? 0} of={settings} redirectPath={redirectPath} />
        )}
      </Loaded>
    </Page>
  )
}

type Draft = {
  issuer: string
  clientId: string
  secret: string
  zh: string
  en: string
  claim: string
  /** Each line keeps a number of its own, by which it is known while lines come and go. */
  groups: { line: number; group: string; role: string }[]
  enabled: boolean
}
const draftOf = (of: SignOnSettings | null): Draft => ({
  issuer: of?.issuer ?? '',
  clientId: of?.clientId ?? '',
  secret: '',
  zh: of?.button.zh ?? '',
  en: of?.button.en ?? '',
  claim: of?.groupsClaim ?? 'groups',
  groups: (of?.groupRoles ?? []).map((one, line) => ({ ...one, line })),
  enabled: of?.enabled ?? false,
})
type Part = { draft: Draft; change: (part: Partial<Draft>) => void }

function Settings({ of, redirectPath }: { of: SignOnSettings | null; redirectPath: string }) {
  const t = useText()
  const { act, busy } = useAct()
  const [draft, setDraft] = useState(() => draftOf(of))
  const change = (part: Partial<Draft>): void => setDraft((old) => ({ ...old, ...part }))
  const whole =
    /^https?:\/\/./.test(draft.issuer) &&
    draft.clientId.trim() !== '' &&
    draft.zh.trim() !== '' &&
    draft.en.trim() !== ''
  const save = () => {
    const issuer = draft.issuer.trim()
    const body = {
      issuer,
      client_id: draft.clientId.trim(),
      ...(draft.secret ? { client_secret: draft.secret } : {}),
      button: { zh: draft.zh.trim(), en: draft.en.trim() },
      groups_claim: draft.claim.trim(),
      group_roles: draft.groups.filter(({ group }) => group.trim()).map(({ group, role }) => ({ group, role })),
      enabled: draft.enabled,
      version: of?.version ?? 0,
    }
    const summary = draft.enabled
      ? { zh: `单点登录经由 ${issuer}`, en: `Single sign-on through ${issuer}` }
      : { zh: `停用单点登录（${issuer}）`, en: `Switch off single sign-on (${issuer})` }
    return act(() => post('/v1/sign-on/settings', body, { confirming: { summary } }))
  }
  return (
    <Panel
      title={t('signOn.title')}
      extra={
        <Badge tone={of?.enabled ? 'jade' : 'slate'}>{t(of?.enabled ? 'signOn.state.on' : 'signOn.state.off')}</Badge>
      }
    >
      <Provider draft={draft} change={change} hasSecret={of?.hasSecret ?? false} />
      <div className="once">
        <span className="faint">{t('signOn.redirect')}</span>
        <div className="once-text">
          <code>{location.origin + redirectPath}</code>
          <CopyButton text={location.origin + redirectPath} label={t('act.copy')} />
        </div>
      </div>
      <Groups draft={draft} change={change} />
      <div className="admin-buttons">
        <Button type="primary" disabled={!whole} loading={busy} onClick={() => void save()}>
          {t('admin.save')}
        </Button>
        <Check saved={of !== null} />
      </div>
    </Panel>
  )
}

function Provider({ draft, change, hasSecret }: Part & { hasSecret: boolean }) {
  const t = useText()
  const text = (label: string, name: 'issuer' | 'clientId' | 'zh' | 'en' | 'claim', placeholder = '') => (
    <Field label={label}>
      {(id) => (
        <Input
          id={id}
          value={draft[name]}
          placeholder={placeholder}
          onChange={(event) => change({ [name]: event.target.value })}
        />
      )}
    </Field>
  )
  return (
    <>
      <div className="admin-switch">
        <Switch checked={draft.enabled} aria-label={t('signOn.enabled')} onChange={(enabled) => change({ enabled })} />
        <span>{t('signOn.enabled')}</span>
      </div>
      {text(t('signOn.issuer'), 'issuer', 'https://id.yunhui.example')}
      <div className="form-two">
        {text(t('signOn.clientId'), 'clientId', 'covenant')}
        <Field label={t('signOn.secret')} help={t(hasSecret ? 'signOn.secretKept' : 'signOn.secretNone')}>
          {(id, says) => (
            <Input
              type="password"
              id={id}
              aria-describedby={says}
              value={draft.secret}
              autoComplete="off"
              onChange={(event) => change({ secret: event.target.value })}
            />
          )}
        </Field>
        {text(t('signOn.buttonZh'), 'zh')}
        {text(t('signOn.buttonEn'), 'en')}
      </div>
      {text(t('signOn.claim'), 'claim', 'groups')}
    </>
  )
}

function Groups({ draft, change }: Part) {
  const t = useText()
  const say = useSay()
  const matrix = useAsk('/v1/permission-matrix')
  const roles = (matrix.data?.roles ?? []).filter(({ kind }) => kind === 'institution')
  const set = (line: number, part: Partial<Draft['groups'][number]>): void =>
    change({ groups: draft.groups.map((one) => (one.line === line ? { ...one, ...part } : one)) })
  const add = (): void => {
    const line = Math.max(-1, ...draft.groups.map((one) => one.line)) + 1
    change({ groups: [...draft.groups, { line, group: '', role: roles[1]?.role ?? 'business' }] })
  }
  return (
    <>
      <h3 className="admin-under">{t('signOn.groups')}</h3>
      <p className="faint admin-note">{t('signOn.groupsHelp')}</p>
      <div className="admin-groups">
        {draft.groups.map(({ line, group, role }) => (
          <div className="admin-group" key={line}>
            <Input
              aria-label={t('signOn.group')}
              placeholder={t('signOn.group')}
              value={group}
              onChange={(event) => set(line, { group: event.target.value })}
            />
            <Select
              aria-label={t('admin.role')}
              value={role}
              onChange={(next: string) => set(line, { role: next })}
              options={roles.map((one) => ({ value: one.role, label: say(one.title) }))}
            />
            <Button
              aria-label={t('signOn.dropGroup')}
              title={t('signOn.dropGroup')}
              icon={<Icon name="close" size={12} />}
              onClick={() => change({ groups: draft.groups.filter((one) => one.line !== line) })}
            />
          </div>
        ))}
      </div>
      <div className="admin-buttons">
        <Button onClick={add}>{t('signOn.addGroup')}</Button>
      </div>
    </>
  )
}

function Check({ saved }: { saved: boolean }) {
  const t = useText()
  const { message } = App.useApp()
  const complain = useComplain()
  const check = async (): Promise<void> => {
    try {
      await post('/v1/sign-on/check', {})
      message.success(t('signOn.checkOk'))
    } catch (error) {
      complain(error)
    }
  }
  return (
    <Tooltip title={saved ? '' : t('signOn.checkNot')}>
      <Button disabled={!saved} onClick={() => void check()}>
        {t('signOn.check')}
      </Button>
    </Tooltip>
  )
}
