import { Button, Input, Select } from 'antd'
import { type FormEvent, useState } from 'react'
import { post } from '../../api/client.ts'
import type { TokenKind } from '../../api/contract-vault.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Icon } from '../../ui/icon.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useGo } from '../go.tsx'
import { useComplain } from '../refuse.ts'
import { tokenKinds } from './looks.tsx'

/** Finds a token by its id or by exactly its value, which travels in the body of the question and in no address. */
export function FindToken() {
  const t = useText()
  const go = useGo()
  const complain = useComplain()
  const [kind, setKind] = useState<TokenKind>('card')
  const [value, setValue] = useState('')
  const [busy, setBusy] = useState(false)
  const [missing, setMissing] = useState(false)
  const find = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const asked = value.trim()
    if (/^tok_[0-9a-z]{26}$/.test(asked)) return go(paths.vaultToken({ id: asked }))
    setBusy(true)
    try {
      const { items } = await post('/v1/vault/search', { kind, value: asked })
      setMissing(items.length === 0)
      if (items[0]) go(paths.vaultToken(items[0]))
    } catch (error) {
      complain(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Panel title={t('vault.find')} note={t('vault.findHelp')}>
      <form className="vault-find" onSubmit={(event) => void find(event)}>
        <Select<TokenKind>
          value={kind}
          aria-label={t('vault.findKind')}
          options={tokenKinds.map((one) => ({ value: one, label: t(`vault.kind.${one}`) }))}
          onChange={setKind}
        />
        <Input
          value={value}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          placeholder={t('vault.findBox')}
          aria-label={t('vault.findBox')}
          onChange={(event) => {
            setValue(event.target.value)
            setMissing(false)
          }}
        />
        <Button
          type="primary"
          htmlType="submit"
          loading={busy}
          disabled={value.trim().length < 2}
          title={value.trim().length < 2 ? t('vault.findBox') : ''}
          icon={<Icon name="search" size={14} />}
        >
          {t('vault.findDo')}
        </Button>
      </form>
      {missing ? (
        <p className="vault-missing" role="status">
          {t('vault.findNone')}
        </p>
      ) : null}
    </Panel>
  )
}
