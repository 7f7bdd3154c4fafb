import { Button, Input } from 'antd'
import { useState } from 'react'
import { useText } from '../../text/text.ts'
import { witnessKeyOf } from '../../ui/cosigners.ts'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Panel } from '../../ui/panel.tsx'
import './log.css'
import { remember, useMemory } from './memory.ts'

const most = 20

/** The keys of witnesses this browser's reader brought from elsewhere: only these say something the institution could not make up. */
export function TrustedWitnesses() {
  const t = useText()
  const { witnesses } = useMemory()
  const [typed, setTyped] = useState('')
  const [isWrong, setIsWrong] = useState(false)
  const isFull = witnesses.length >= most
  const take = async (): Promise<void> => {
    const text = typed.trim()
    if ((await witnessKeyOf(text)) === null) return setIsWrong(true)
    remember({ witnesses: [...new Set([...witnesses, text])] })
    setTyped('')
  }
  const why = isFull ? t('cosigner.full', { most }) : typed.trim() === '' ? t('cosigner.pasteHelp') : ''
  return (
    <Panel title={t('cosigner.trusted')} note={t('cosigner.trustedNote')}>
      {witnesses.map((key) => (
        <div className="trust-box" key={key}>
          <code>{key}</code>
          <span>
            <Button
              size="small"
              icon={<Icon name="close" size={13} />}
              onClick={() => remember({ witnesses: witnesses.filter((one) => one !== key) })}
            >
              {t('receipt.forget')}
            </Button>
          </span>
        </div>
      ))}
      <form
        className="trust-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (why === '') void take()
        }}
      >
        <Field
          label={t('cosigner.paste')}
          wrong={isWrong}
          help={t(isWrong ? 'cosigner.pasteWrong' : 'cosigner.pasteHelp')}
        >
          {(id, says) => (
            <Input
              id={id}
              aria-describedby={says}
              value={typed}
              placeholder="heyi-audit.example/witness+1a2b3c4d+BA…"
              status={isWrong ? 'error' : ''}
              onChange={({ target }) => {
                setTyped(target.value)
                setIsWrong(false)
              }}
            />
          )}
        </Field>
        <Button htmlType="submit" disabled={why !== ''} title={why}>
          {t('cosigner.trust')}
        </Button>
      </form>
    </Panel>
  )
}
