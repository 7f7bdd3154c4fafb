import { App, Input, Modal } from 'antd'
import { useState } from 'react'
import { useText } from '../../text/text.ts'
import { Field } from '../../ui/field.tsx'
import { useForget } from '../ask.ts'
import { useComplain } from '../refuse.ts'
import './approvals.css'

type Words = { label: string; hint?: string; optional?: true }

type Props = {
  title: string
  /** What is done by it, said before. */
  help: string
  first: Words
  second: Words
  /** Hands it in; answers whether it now waits for somebody else. */
  hand: (first: string, second: string, key: string) => Promise<boolean>
  done: string
  close: () => void
}

/** Two lines of evidence for an act that another person may have to look at. */
export function EvidenceForm({ title, help, first, second, hand, done, close }: Props) {
  const t = useText()
  const { message } = App.useApp()
  const complain = useComplain()
  const forget = useForget()
  const [texts, setTexts] = useState<[string, string]>(['', ''])
  const [key] = useState(() => crypto.randomUUID())
  const [busy, setBusy] = useState(false)
  const isMissing = (words: Words, text: string): boolean => !words.optional && text.trim() === ''
  const missing = isMissing(first, texts[0]) || isMissing(second, texts[1])
  const submit = async (): Promise<void> => {
    setBusy(true)
    try {
      const waits = await hand(texts[0].trim(), texts[1].trim(), key)
      message.success(waits ? t('evidence.asked') : done)
      close()
    } catch (error) {
      complain(error)
    } finally {
      setBusy(false)
      await forget()
    }
  }
  return (
    <Modal
      open
      onCancel={close}
      title={title}
      width={520}
      okText={t('evidence.hand')}
      cancelText={t('act.close')}
      confirmLoading={busy}
      okButtonProps={{ disabled: missing }}
      onOk={() => void submit()}
    >
      <p className="soft">{help}</p>
      <div className="evidence-fields">
        {[first, second].map((words, place) => (
          <Field key={words.label} label={words.label} help={words.hint}>
            {(id) => (
              <Input
                id={id}
                maxLength={place === 0 ? 80 : 400}
                value={texts[place] ?? ''}
                onChange={({ target }) => setTexts(place === 0 ? [target.value, texts[1]] : [texts[0], target.value])}
              />
            )}
          </Field>
        ))}
      </div>
    </Modal>
  )
}
