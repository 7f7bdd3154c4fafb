import { Input, Modal } from 'antd'
import { useState } from 'react'
import { useText } from '../../text/text.ts'
import { Field } from '../../ui/field.tsx'

type Props = {
  title: string
  label: string
  most: number
  close: () => void
  /** True when it was done. */
  then: (words: string) => Promise<boolean>
}

/** Asks for the reason of something before it is done. */
export function AskWhy({ title, label, most, close, then }: Props) {
  const t = useText()
  const [words, setWords] = useState('')
  const [busy, setBusy] = useState(false)
  const good = words.trim() !== ''
  const run = async (): Promise<void> => {
    setBusy(true)
    if (await then(words.trim())) close()
    else setBusy(false)
  }
  return (
    <Modal
      open
      title={title}
      okText={title}
      confirmLoading={busy}
      okButtonProps={{ disabled: !good, title: good ? '' : t('negotiation.rejectNeeds') }}
      onOk={() => void run()}
      onCancel={close}
    >
      <Field label={label}>
        {(id) => <Input id={id} maxLength={most} value={words} onChange={(event) => setWords(event.target.value)} />}
      </Field>
    </Modal>
  )
}
