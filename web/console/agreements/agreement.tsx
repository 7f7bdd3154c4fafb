import { useParams, useSearch } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { useEffect, useState } from 'react'
import { addressOf } from '../../api/client.ts'
import type { AgreementVersion, Agreement as Facts } from '../../api/contract.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Icon } from '../../ui/icon.tsx'
import { useReader, useSay } from '../../ui/language.ts'
import { Waiting } from '../approvals/states.tsx'
import { useAsk } from '../ask.ts'
import { Go } from '../go.tsx'
import { Loaded } from '../loaded.tsx'
import { ReceiptButton } from '../log/receiptButton.tsx'
import { Page } from '../page.tsx'
import { DryRun } from '../projection/dryRun.tsx'
import { VersionBadge } from '../states.tsx'
import { Changes } from './changes.tsx'
import { Clause, type ProseIn } from './clause.tsx'
import { Signatures } from './signatures.tsx'
import { Versions } from './versions.tsx'

/** A signed version: what the program executes beside what the people read, value by value. */
export default function Agreement() {
  const { id } = useParams({ strict: false }) as { id: string }
  const search: { version?: unknown } = useSearch({ strict: false })
  const agreement = useAsk('/v1/agreements/{id}', { params: { id } })
  return (
    <Loaded ask={agreement} lines={14}>
      {(found) => <Version agreement={found} number={Number(search.version ?? found.version)} />}
    </Loaded>
  )
}

function Version({ agreement, number }: { agreement: Facts; number: number }) {
  const t = useText()
  const say = useSay()
  const version = useAsk('/v1/agreements/{id}/versions/{n}', { params: { id: agreement.id, n: number } })
  return (
    <Page
      title={say(agreement.name)}
      head={
        <h1>
          {say(agreement.name)} <span className="faint">{t('version.number', { number })}</span>{' '}
          {version.data ? <VersionBadge of={version.data.state} /> : null}
        </h1>
      }
      up={{ to: paths.agreements(), name: t('nav.agreements') }}
      actions={
        <>
          <Go to={paths.agreementLife({ id: agreement.id })} className="button-link">
            {t('life.title')}
          </Go>
          <Paper of={version.data} id={agreement.id} />
        </>
      }
    >
      <Waiting of={version.data?.approval} />
      <Versions of={agreement} shown={number} />
      <DryRun id={agreement.id} version={number} />
      <Loaded ask={version} lines={18}>
        {(found) => (
          <>
            <Changes of={found} />
            <Body of={found} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Paper({ of, id }: { of: AgreementVersion | undefined; id: string }) {
  const t = useText()
  if (!of?.contract) return null
  const address = addressOf('/v1/agreements/{id}/versions/{n}/contract.pdf', { params: { id, n: of.version } })
  return (
    <>
      <Go to={paths.verify()} className="button-link">
        <Icon name="verify" size={14} />
        {t('nav.verify')}
      </Go>
      <ReceiptButton of={id} isReady={of.state === 'in-force' || of.state === 'superseded'} />
      <a className="button-link button-main" href={address} download={`${id}-v${of.version}.pdf`}>
        <Icon name="download" size={14} />
        {t('agreement.download')}
      </a>
    </>
  )
}

function Body({ of }: { of: AgreementVersion }) {
  const t = useText()
  const say = useSay()
  const { language } = useReader()
  const [prose, setProse] = useState<ProseIn>(language === 'en' ? 'en' : 'zh')
  const aim = useAim(of)
  const options = [
    { value: 'zh' as const, label: '中文' },
    { value: 'en' as const, label: 'English' },
    { value: 'both' as const, label: t('agreement.both') },
  ]
  return (
    <>
      <Signatures of={of} />
      <div className="clauses-head">
        <h2>{t('agreement.terms')}</h2>
        <span className="faint">{t('agreement.termsNote')}</span>
        <Segmented<ProseIn>
          size="small"
          value={prose}
          options={options}
          onChange={setProse}
          aria-label={t('agreement.proseIn')}
        />
      </div>
      <div className="clauses">
        <nav className="clauses-nav" aria-label={t('agreement.contents')}>
          {of.clauses.map((clause, at) => (
            <a key={clause.clause} href={`#/clauses/${clause.clause}`}>
              <span className="figures faint">{at + 1}</span> {say(clause.title)}
              {clause.changed ? <i className="changed" title={t('agreement.changed')} /> : null}
            </a>
          ))}
        </nav>
        <div className="clauses-list">
          {of.clauses.map((clause, at) => (
            <Clause
              key={clause.clause}
              number={at + 1}
              clause={clause}
              terms={of.terms.clauses[clause.clause]}
              prose={prose}
              aim={aim}
            />
          ))}
        </div>
      </div>
    </>
  )
}

/** The pointer after # of the address: scrolled to once the clauses are drawn, and lit. */
function useAim(of: AgreementVersion): string | null {
  const [aim, setAim] = useState<string | null>(() => aimed())
  useEffect(() => {
    const turn = (): void => setAim(aimed())
    addEventListener('hashchange', turn)
    return () => removeEventListener('hashchange', turn)
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version is drawn anew
  useEffect(() => {
    if (!aim) return
    const clause = aim.split('/').slice(0, 3).join('/')
    const place = document.getElementById(aim) ?? document.getElementById(clause)
    place?.scrollIntoView({ block: aim === clause ? 'start' : 'center' })
  }, [aim, of])
  return aim
}

const aimed = (): string | null => decodeURIComponent(location.hash.slice(1)) || null
