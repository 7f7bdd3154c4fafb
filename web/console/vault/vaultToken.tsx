import { useParams } from '@tanstack/react-router'
import { Button, Tooltip } from 'antd'
import { useState } from 'react'
import type { SavedMethod, VaultToken } from '../../api/contract-vault.ts'
import { paths } from '../../paths.ts'
import { type TextKey, useText } from '../../text/text.ts'
import { Digest } from '../../ui/digest.tsx'
import { type Fact, Facts } from '../../ui/facts.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useAsk } from '../ask.ts'
import { Loaded } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { RevealTable } from './listings.tsx'
import { Masked, MethodBadge, schemeName, shownMonth } from './looks.tsx'
import { RevealForm } from './revealForm.tsx'
import './vault.css'

/** One token: what may be known of it, what pays with it, who looked at it. */
export default function VaultTokenPage() {
  const t = useText()
  const { id } = useParams({ strict: false }) as { id: string }
  const ask = useAsk('/v1/vault/tokens/{id}', { params: { id } })
  const up = { to: paths.vault(), name: t('nav.vault') }
  if (!ask.data)
    return (
      <Page title={t('vault.token')} up={up}>
        <Loaded ask={ask}>{() => null}</Loaded>
      </Page>
    )
  const { token, reveals, methods } = ask.data
  return (
    <Page
      title={`${t(`vault.kind.${token.kind}`)} ${token.masked}`}
      head={
        <h1>
          {t(`vault.kind.${token.kind}`)} <Masked of={token} />
        </h1>
      }
      note={token.shreddedAt ? t('vault.shreddedHelp') : null}
      up={up}
      actions={<RevealButton of={token} />}
    >
      <div className="columns">
        <div className="column-main">
          <Panel title={t('vault.look.reveals')} flush>
            <RevealTable of={reveals} />
          </Panel>
        </div>
        <div className="column-side">
          <Panel title={t('vault.token.about')}>
            <Facts of={factsOf(t, token)} />
          </Panel>
          <Panel title={t('vault.token.uses')}>
            <Uses of={methods} />
          </Panel>
        </div>
      </div>
    </Page>
  )
}

const details = ['scheme', 'bin', 'last4', 'form', 'country'] as const

function factsOf(t: (key: TextKey) => string, token: VaultToken): Fact[] {
  const known = details.flatMap((name): Fact[] => {
    const value = token.detail[name]
    return value ? [[t(`vault.token.detail.${name}`), schemeName(value)]] : []
  })
  return [
    [t('vault.col.token'), <Digest key="id" of={token.id} head={12} tail={4} copy={t('act.copy')} />],
    [t('vault.col.kind'), t(`vault.kind.${token.kind}`)],
    ...known,
    [t('vault.col.made'), <Moment key="made" at={token.madeAt} form="full" />],
  ]
}

function RevealButton({ of }: { of: VaultToken }) {
  const t = useText()
  const me = useAsk('/v1/me')
  const [open, setOpen] = useState(false)
  const may = me.data?.may.includes('vault.reveal') ?? false
  const why = of.shreddedAt ? t('vault.shreddedHelp') : may ? '' : t('vault.revealNeeds')
  return (
    <>
      <Tooltip title={why}>
        <Button
          type="primary"
          disabled={why !== ''}
          icon={<Icon name="verify" size={14} />}
          onClick={() => setOpen(true)}
        >
          {t('vault.reveal')}
        </Button>
      </Tooltip>
      {why ? <span className="sr">{why}</span> : null}
      {open ? <RevealForm token={of} close={() => setOpen(false)} /> : null}
    </>
  )
}

function Uses({ of }: { of: SavedMethod[] }) {
  const t = useText()
  if (of.length === 0) return <p className="faint">{t('vault.token.usesNone')}</p>
  return (
    <ul className="vault-uses">
      {of.map((method) => (
        <li key={method.id}>
          <span className="two">
            <span>
              {t(`method.kind.${method.kind}`)} <span className="soft">{schemeName(method.issuer)}</span>
            </span>
            <span className="faint">
              <Digest of={method.holder} head={10} tail={4} />
              {method.expires ? <span className="figures"> · {shownMonth(method.expires)}</span> : null}
            </span>
          </span>
          <MethodBadge of={method} />
        </li>
      ))}
    </ul>
  )
}
