import { Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Field } from '../../ui/field.tsx'
import { useSay } from '../../ui/language.ts'
import { useAsk } from '../ask.ts'
import { useAct } from './act.ts'
import { kindOfOrg, OrgSelect } from './orgSelect.tsx'
import { ShownOnce } from './shownOnce.tsx'

/** Invites somebody by a link that is shown once. */
export function InviteUser({ close }: { close: () => void }) {
  const t = useText()
  const say = useSay()
  const { act, busy } = useAct()
  const matrix = useAsk('/v1/permission-matrix')
  const [zh, setZh] = useState('')
  const [en, setEn] = useState('')
  const [org, setOrg] = useState('institution')
  const [chosen, setRole] = useState<string | null>(null)
  const [email, setEmail] = useState('')
  const [link, setLink] = useState<string | null>(null)
  const roles = (matrix.data?.roles ?? []).filter(({ kind }) => kind === kindOfOrg(org))
  const role = roles.some((one) => one.role === chosen) ? chosen : null
  const invite = (): Promise<boolean> =>
    act(async () => {
      const name = { zh: zh.trim(), en: en.trim() }
      const address = email.trim() ? { email: email.trim() } : {}
      const title = roles.find((one) => one.role === role)?.title ?? name
      const summary = { zh: `邀请 ${name.zh}：${title.zh}`, en: `Invite ${name.en}: ${title.en}` }
      const body = { name, role: role ?? '', org, ...address }
      const { token } = await post('/v1/invitations', body, { confirming: { summary } })
      // Behind the hash, which browsers send to nobody.
      setLink(`${location.origin}${paths.invitation()}#${token}`)
    })
  if (link) return <Link to={link} close={close} />
  return (
    <Modal
      open
      onCancel={close}
      title={t('users.invite')}
      okText={t('users.inviteMake')}
      cancelText={t('act.close')}
      confirmLoading={busy}
      okButtonProps={{ disabled: !zh.trim() || !en.trim() || !role }}
      onOk={() => void invite()}
    >
      <p className="faint">{t('users.inviteHelp')}</p>
      <div className="form-two">
        <Names zh={zh} en={en} setZh={setZh} setEn={setEn} />
        <Field label={t('admin.org')}>{(id) => <OrgSelect id={id} value={org} onChange={setOrg} />}</Field>
        <Field label={t('admin.role')}>
          {(id) => (
            <Select
              id={id}
              style={{ width: '100%' }}
              value={role}
              onChange={setRole}
              options={roles.map((one) => ({ value: one.role, label: say(one.title) }))}
            />
          )}
        </Field>
      </div>
      <Field label={t('users.emailOptional')} help={t('users.emailHelp')}>
        {(id, says) => (
          <Input
            id={id}
            aria-describedby={says}
            type="email"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
    </Modal>
  )
}

function Link({ to, close }: { to: string; close: () => void }) {
  const t = useText()
  const title = t('users.linkTitle')
  return <ShownOnce title={title} help={t('users.linkHelp')} secrets={[[title, to]]} close={close} />
}

type Names = { zh: string; en: string; setZh: (zh: string) => void; setEn: (en: string) => void }

function Names({ zh, en, setZh, setEn }: Names) {
  const t = useText()
  return (
    <>
      <Field label={t('admin.nameZh')}>
        {(id) => <Input id={id} value={zh} maxLength={40} onChange={(event) => setZh(event.target.value)} />}
      </Field>
      <Field label={t('admin.nameEn')}>
        {(id) => <Input id={id} value={en} maxLength={60} onChange={(event) => setEn(event.target.value)} />}
      </Field>
    </>
  )
}
