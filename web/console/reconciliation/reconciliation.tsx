import { useParams } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { Reconciliation as Facts, MatchType } from '../../api/contract-money.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Amount } from '../../ui/amount.tsx'
import { Digest } from '../../ui/digest.tsx'
import { formatCount } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { useReader, useSay } from '../../ui/language.ts'
import { Panel } from '../../ui/panel.tsx'
import { useAsk, useForget } from '../ask.ts'
import { Go } from '../go.tsx'
import { Loaded } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { VersionLink } from '../refs.tsx'
import { useComplain } from '../refuse.ts'
import { MatchBadge, matchTone, ReconciliationBadge } from '../states.tsx'
import { Items } from './items.tsx'

/** One day of one wallet's file: what matched, what differs, and what the agreement says of each fee. */
export default function Reconciliation() {
  const t = useText()
  const say = useSay()
  const { id } = useParams({ strict: false }) as { id: string }
  const [type, setType] = useState<MatchType | ''>('')
  const reconciliation = useAsk('/v1/reconciliations/{id}', { params: { id } })
  return (
    <Loaded ask={reconciliation} lines={14}>
      {(found) => (
        <Page
          title={`${say(found.wallet.name)} ${found.day}`}
          head={
            <h1>
              {say(found.wallet.name)} <span className="figures">{found.day}</span>{' '}
              <ReconciliationBadge of={found.state} />
            </h1>
          }
          note={
            found.file ? (
              <>
                <code>{found.file}</code>{' '}
                {found.fileDigest ? <Digest of={found.fileDigest} copy={t('act.copy')} /> : null}
              </>
            ) : (
              t('reconciliation.noFile')
            )
          }
          up={{ to: paths.reconciliations(), name: t('nav.reconciliations') }}
          actions={<Actions of={found} />}
        >
          <Sums of={found} />
          <Types of={found} chosen={type} choose={setType} />
          <Items of={found} type={type} />
        </Page>
      )}
    </Loaded>
  )
}

function Actions({ of }: { of: Facts }) {
  const t = useText()
  const { message } = App.useApp()
  const complain = useComplain()
  const forget = useForget()
  const [busy, setBusy] = useState(false)
  const run = async (): Promise<void> => {
    setBusy(true)
    try {
      await post('/v1/reconciliations', { wallet: of.wallet.id, day: of.day }, { key: crypto.randomUUID() })
      message.success(t('reconciliation.done'))
      await forget()
    } catch (error) {
      complain(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      {of.settlement ? (
        <Go to={paths.settlement({ id: of.settlement })} className="button-link">
          {t('reconciliation.settlement')}
        </Go>
      ) : null}
      {of.may.includes('run') ? (
        <Button type="primary" icon={<Icon name="refresh" size={14} />} loading={busy} onClick={() => void run()}>
          {t('reconciliation.run')}
        </Button>
      ) : null}
    </>
  )
}

/** Ours beside theirs, and what is between. */
function Sums({ of }: { of: Facts }) {
  const t = useText()
  const { ours, theirs, feesOurs, feesTheirs } = of.totals
  const between = (a: typeof ours, b: typeof ours) => ({
    currency: a.currency,
    minor: String(BigInt(b.minor) - BigInt(a.minor)),
  })
  const rows: [string, typeof ours, typeof ours][] = [
    [t('reconciliation.amounts'), ours, theirs],
    [t('reconciliation.fees'), feesOurs, feesTheirs],
  ]
  return (
    <Panel title={t('reconciliation.sums')} extra={<VersionLink of={of.version} />}>
      <table className="statement" aria-label={t('reconciliation.sums')}>
        <thead>
          <tr>
            <th scope="col">{t('col.kind')}</th>
            <th scope="col" className="right">
              {t('reconciliation.ours')}
            </th>
            <th scope="col" className="right">
              {t('reconciliation.theirs')}
            </th>
            <th scope="col" className="right">
              {t('col.difference')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, a, b]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="right">
                <Amount of={a} />
              </td>
              <td className="right">
                <Amount of={b} />
              </td>
              <td className="right">
                <Amount of={between(a, b)} sign className={a.minor === b.minor ? 'faint' : 'loss strong'} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

function Types({ of, chosen, choose }: { of: Facts; chosen: MatchType | ''; choose: (type: MatchType | '') => void }) {
  const t = useText()
  const { language } = useReader()
  return (
    <fieldset className="types">
      <legend className="sr">{t('reconciliation.types')}</legend>
      {of.types.map((row) => (
        <button
          key={row.type}
          type="button"
          className={`type type-${row.count === 0 ? 'none' : matchTone(row.type)}`}
          aria-pressed={chosen === row.type}
          disabled={row.count === 0}
          onClick={() => choose(chosen === row.type ? '' : row.type)}
        >
          <span className="figure figures">{formatCount(row.count, language)}</span>
          <MatchBadge of={row.type} />
          <Amount of={row.amount} className="faint" />
        </button>
      ))}
    </fieldset>
  )
}
