import { Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import { useText } from '../../text/text.ts'
import { witnessKeyOf } from '../../ui/cosigners.ts'
import { Field } from '../../ui/field.tsx'
import { useSay } from '../../ui/language.ts'
import { useAct } from '../admin/act.ts'
import { useAsk } from '../ask.ts'

/** Registers the key of a witness under the partner or auditor it belongs to. */
export function RegisterWitness({ close }: { close: () => void }) {
  const t = useText()
  const say = useSay()
  const { act, busy } = useAct()
  const partners = useAsk('/v1/partners', { query: { limit: 100 } })
  const [key, setKey] = useState('')
  const [org, setOrg] = useState('auditor')
  const [isWrong, setIsWrong] = useState(false)
  const text = key.trim()
  const options = [
    { value: 'auditor', label: t('witness.auditor') },
    ...(partners.data?.items ?? []).map((one) => ({ value: one.id, label: say(one.name) })),
  ]
  const register = async (): Promise<void> => {
    if ((await witnessKeyOf(text)) === null) return setIsWrong(true)
    if (await act(() => post('/v1/log/witnesses', { key: text, org }, { key: crypto.randomUUID() }))) close()
  }
  return (
    <Modal
      open
      onCancel={close}
      title={t('witness.register')}
      okText={t('witness.register')}
      cancelText={t('act.close')}
      confirmLoading={busy}
      okButtonProps={{ disabled: text === '' }}
      onOk={() => void register()}
    >
      <p className="faint">{t('witness.registerHelp')}</p>
      <Field label={t('witness.org')}>
        {(id) => (
          <Select
            id={id}
            style={{ width: '100%' }}
            value={org}
            showSearch={{ optionFilterProp: 'label' }}
            onChange={setOrg}
            options={options}
          />
        )}
      </Field>
      <Field
        label={t('cosigner.paste')}
        wrong={isWrong}
        help={t(isWrong ? 'cosigner.pasteWrong' : 'cosigner.pasteHelp')}
      >
        {(id, says) => (
          <Input
            id={id}
            aria-describedby={says}
            value={key}
            status={isWrong ? 'error' : ''}
            onChange={({ target }) => {
              setKey(target.value)
              setIsWrong(false)
            }}
          />
        )}
      </Field>
    </Modal>
  )
}
