import { Button, Input } from 'antd'
import { useState } from 'react'
import { useText } from '../../text/text.ts'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Panel } from '../../ui/panel.tsx'
import './log.css'
import { remember, useMemory } from './memory.ts'

/** The key of the log that this browser trusts: shown, forgotten, or pasted from where the institution published it. */
export function TrustedKey() {
  const t = useText()
  const { key } = useMemory()
  const [typed, setTyped] = useState('')
  const text = typed.trim()
  const isWrong = text !== '' && !/^[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]{43,44}={0,2}$/.test(text)
  return (
    <Panel title={t('receipt.trusted')} note={t('receipt.trustNote')}>
      {key ? (
        <div className="trust-box">
          <code>{key}</code>
          <span>
            <Button
              size="small"
              icon={<Icon name="close" size={13} />}
              onClick={() => remember({ key: null, head: null, handOvers: [] })}
            >
              {t('receipt.forget')}
            </Button>
          </span>
        </div>
      ) : (
        <form
          className="trust-form"
          onSubmit={(event) => {
            event.preventDefault()
            if (text === '' || isWrong) return
            remember({ key: text })
            setTyped('')
          }}
        >
          <Field
            label={t('receipt.paste')}
            wrong={isWrong}
            help={t(isWrong ? 'receipt.pasteWrong' : 'receipt.pasteHelp')}
          >
            {(id, says) => (
              <Input
                id={id}
                aria-describedby={says}
                value={typed}
                placeholder="yunhui.example/log+1a2b3c4d+AQ…"
                status={isWrong ? 'error' : ''}
                onChange={({ target }) => setTyped(target.value)}
              />
            )}
          </Field>
          <Button htmlType="submit" disabled={text === '' || isWrong} title={text === '' ? t('receipt.pasteHelp') : ''}>
            {t('receipt.trust')}
          </Button>
        </form>
      )}
    </Panel>
  )
}
