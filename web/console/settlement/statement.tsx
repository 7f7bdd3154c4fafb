import { Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { addressOf } from '../../api/client.ts'
import type { Statement as Facts, Settlement } from '../../api/contract-money.ts'
import { useText } from '../../text/text.ts'
import { Amount } from '../../ui/amount.tsx'
import { Digest } from '../../ui/digest.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useSay } from '../../ui/language.ts'
import { Panel } from '../../ui/panel.tsx'
import { useAsk } from '../ask.ts'
import { Loaded } from '../loaded.tsx'

/** The statement as each side receives it: the same lines, seen from either end. */
export function Statement({ of }: { of: Settlement }) {
  const t = useText()
  const say = useSay()
  const merchants = of.nets.filter((net) => net.side === 'merchant')
  const others = [
    { value: 'wallet', label: `${say(of.wallet.name)} · ${t('side.wallet')}` },
    ...merchants.map((net) => ({
      value: `merchant:${net.party.id}`,
      label: `${say(net.party.name)} · ${t('side.merchant')}`,
    })),
  ]
  const [other, setOther] = useState('wallet')
  return (
    <div className="statements">
      <OneSide id={of.id} side="institution" title={t('settlement.ours')} />
      <OneSide
        id={of.id}
        side={other}
        title={
          <Select
            size="small"
            value={other}
            options={others}
            onChange={setOther}
            aria-label={t('settlement.whose')}
            popupMatchSelectWidth={false}
          />
        }
      />
    </div>
  )
}

function OneSide({ id, side, title }: { id: string; side: string; title: ReactNode }) {
  const t = useText()
  const statement = useAsk('/v1/settlements/{id}/statement', { params: { id }, query: { side } }, { keep: true })
  const file = addressOf('/v1/settlements/{id}/statement', { params: { id }, query: { side, format: 'csv' } })
  return (
    <Panel
      title={title}
      extra={
        <a href={file} download className="button-link">
          <Icon name="download" size={13} />
          CSV
        </a>
      }
    >
      <Loaded ask={statement} lines={5}>
        {(found) => <Sheet of={found} label={t('settlement.statement')} />}
      </Loaded>
    </Panel>
  )
}

function Sheet({ of, label }: { of: Facts; label: string }) {
  const t = useText()
  return (
    <>
      <table className="statement" aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{t('col.kind')}</th>
            <th scope="col" className="right">
              {t('col.count')}
            </th>
            <th scope="col" className="right">
              {t('settlement.receives')}
            </th>
            <th scope="col" className="right">
              {t('settlement.paysOut')}
            </th>
          </tr>
        </thead>
        <tbody>
          {of.rows.map((row) => (
            <tr key={row.kind}>
              <th scope="row">{t(`line.${row.kind}`)}</th>
              <td className="right figures">{row.count}</td>
              <td className="right">{row.receives.minor === '0' ? '—' : <Amount of={row.receives} />}</td>
              <td className="right">{row.pays.minor === '0' ? '—' : <Amount of={row.pays} />}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={2}>
              {t('settlement.sum')}
            </th>
            <td className="right">
              <Amount of={of.receives} />
            </td>
            <td className="right">
              <Amount of={of.pays} />
            </td>
          </tr>
          <tr className="statement-net">
            <th scope="row" colSpan={2}>
              {t('settlement.result')}
            </th>
            <td className="right" colSpan={2}>
              <Amount of={of.net} sign className="strong" />
            </td>
          </tr>
        </tfoot>
      </table>
      <p className="faint">
        {t('col.digest')} <Digest of={of.digest} copy={t('act.copy')} />
      </p>
    </>
  )
}
