import { App, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { RoleView } from '../../api/contract-admin.ts'
import { useText } from '../../text/text.ts'
import { Field } from '../../ui/field.tsx'
import { useSay } from '../../ui/language.ts'
import { useForget } from '../ask.ts'
import { useComplain } from '../refuse.ts'

/** Makes a role that begins with the permissions of another. */
export function NewRole({ roles, close }: { roles: RoleView[]; close: () => void }) {
  const t = useText()
  const say = useSay()
  const { message } = App.useApp()
  const complain = useComplain()
  const forget = useForget()
  const [role, setRole] = useState('')
  const [zh, setZh] = useState('')
  const [en, setEn] = useState('')
  const [like, setLike] = useState(roles.find((one) => one.role === 'business')?.role ?? roles[0]?.role ?? '')
  const wrong = role !== '' && !/^[a-z][a-z0-9-]{1,30}$/.test(role)
  const pattern = roles.find((one) => one.role === like)
  const make = async (): Promise<void> => {
    if (!pattern) return
    try {
      const { kind, permissions } = pattern
      const title = { zh: zh.trim(), en: en.trim() }
      const confirming = { summary: { zh: `新建角色「${title.zh}」`, en: `Make the role “${title.en}”` } }
      const { approval } = await post('/v1/roles', { role, kind, title, permissions }, { confirming })
      message.success(t(approval ? 'roles.waits' : 'admin.done'))
      close()
      await forget()
    } catch (error) {
      complain(error)
    }
  }
  return (
    <Modal
      open
      onCancel={close}
      title={t('roles.new')}
      okText={t('roles.new')}
      cancelText={t('act.close')}
      okButtonProps={{ disabled: wrong || !role || !zh.trim() || !en.trim() }}
      onOk={() => void make()}
    >
      <Field label={t('roles.id')} help={t('roles.idHelp')} wrong={wrong}>
        {(id, says) => (
          <Input
            id={id}
            aria-describedby={says}
            value={role}
            status={wrong ? 'error' : ''}
            placeholder="service-desk"
            onChange={(event) => setRole(event.target.value)}
          />
        )}
      </Field>
      <div className="form-two">
        <Field label={t('admin.nameZh')}>
          {(id) => <Input id={id} value={zh} maxLength={40} onChange={(event) => setZh(event.target.value)} />}
        </Field>
        <Field label={t('admin.nameEn')}>
          {(id) => <Input id={id} value={en} maxLength={40} onChange={(event) => setEn(event.target.value)} />}
        </Field>
      </div>
      <Field label={t('roles.like')}>
        {(id) => (
          <Select
            id={id}
            value={like}
            onChange={setLike}
            options={roles.map((one) => ({ value: one.role, label: say(one.title) }))}
          />
        )}
      </Field>
    </Modal>
  )
}
