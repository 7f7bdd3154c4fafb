import { Segmented } from 'antd'
import { useState } from 'react'
import { useText } from '../../text/text.ts'
import { useAsk } from '../ask.ts'
import { Loaded } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { FindToken } from './findToken.tsx'
import { MethodRows, RevealRows, TokenRows } from './listings.tsx'
import { VaultKeysPanel } from './vaultKeys.tsx'
import './vault.css'

const looks = ['tokens', 'methods', 'reveals'] as const
type Look = (typeof looks)[number]

/** The vault: tokens and saved methods masked, who looked at what, and how the keys stand. */
export default function Vault() {
  const t = useText()
  const [look, setLook] = useState<Look>('tokens')
  const keys = useAsk('/v1/vault/keys', {}, { everyMs: 10_000 })
  const options = looks.map((value) => ({ value, label: t(`vault.look.${value}`) }))
  return (
    <Page
      title={t('nav.vault')}
      note={t('vault.note')}
      actions={<Segmented<Look> value={look} options={options} onChange={setLook} aria-label={t('vault.look')} />}
    >
      <div className="columns">
        <div className="column-main">
          <FindToken />
          {look === 'tokens' ? <TokenRows /> : look === 'methods' ? <MethodRows /> : <RevealRows />}
        </div>
        <div className="column-side">
          <Loaded ask={keys} lines={10}>
            {(found) => <VaultKeysPanel of={found} />}
          </Loaded>
        </div>
      </div>
    </Page>
  )
}
