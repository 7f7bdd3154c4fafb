import { Select } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import { useState } from 'react'
import type { LineKind, Settlement, SettlementLine } from '../../api/contract-money.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Amount } from '../../ui/amount.tsx'
import { useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Rows } from '../../ui/rows.tsx'
import { usePages } from '../ask.ts'
import { Go, useGo } from '../go.tsx'
import { Loaded, Nothing } from '../loaded.tsx'
import { ClauseLink } from '../refs.tsx'
import { Turn } from '../turn.tsx'

const kinds: LineKind[] = ['capture', 'refund', 'merchant-fee', 'wallet-fee', 'revenue-share', 'adjustment']

/** The lines of a settlement day, each with its clause and arithmetic. */
export function Lines({ of }: { of: Settlement }) {
  const t = useText()
  const go = useGo()
  const [kind, setKind] = useState('')
  const pages = usePages('/v1/settlements/{id}/lines', { params: { id: of.id }, query: { kind } }, 25)
  const columns = useColumns(of)
  const options = [
    { value: '', label: t('settlement.allKinds') },
    ...kinds.map((one) => ({ value: one as string, label: t(`line.${one}`) })),
  ]
  return (
    <Panel
      title={t('settlement.lines')}
      flush
      extra={
        <Select
          size="small"
          value={kind}
          options={options}
          onChange={setKind}
          aria-label={t('col.kind')}
          popupMatchSelectWidth={false}
        />
      }
    >
      <Loaded ask={pages.reply} lines={8}>
        {({ items }) => (
          <>
            <Rows<SettlementLine>
              label={t('settlement.lines')}
              rows={items}
              columns={columns}
              keyOf={(row) => row.id}
              card={(row) => <Card row={row} of={of} />}
              onOpen={(row) => go(paths.payment({ id: row.payment }))}
              loading={pages.reply.isPlaceholderData}
              empty={<Nothing title={t('settlement.noLines')} />}
            />
            <Turn of={pages} />
          </>
        )}
      </Loaded>
    </Panel>
  )
}

function useColumns(of: Settlement): ColumnsType<SettlementLine> {
  const t = useText()
  const say = useSay()
  return [
    { title: t('col.time'), render: (_, row) => <Moment at={row.at} /> },
    {
      title: t('col.order'),
      render: (_, row) => (
        <Go to={paths.payment({ id: row.payment })}>
          <code>{row.order}</code>
        </Go>
      ),
    },
    { title: t('col.kind'), render: (_, row) => t(`line.${row.kind}`) },
    {
      title: t('col.way'),
      render: (_, row) => (
        <span className="soft">
          {say(row.payer.name)} → {say(row.payee.name)}
        </span>
      ),
    },
    { title: t('col.clause'), render: (_, row) => <ClauseLink path={row.path} version={of.version} /> },
    {
      title: t('col.how'),
      render: (_, row) =>
        row.how ? (
          <code className="soft how" title={row.how}>
            {row.how}
          </code>
        ) : (
          <span className="faint">—</span>
        ),
    },
    { title: t('col.amount'), align: 'right', render: (_, row) => <Amount of={row.amount} className="strong" /> },
  ]
}

function Card({ row, of }: { row: SettlementLine; of: Settlement }) {
  const t = useText()
  const say = useSay()
  return (
    <div className="row-card">
      <span className="row-card-line">
        <strong>{t(`line.${row.kind}`)}</strong>
        <Amount of={row.amount} className="strong" />
      </span>
      <span className="row-card-line soft">
        <span>
          {say(row.payer.name)} → {say(row.payee.name)}
        </span>
        <ClauseLink path={row.path} version={of.version} />
      </span>
      <span className="row-card-line faint">
        <Moment at={row.at} />
        <Go to={paths.payment({ id: row.payment })}>
          <code>{row.order}</code>
        </Go>
      </span>
    </div>
  )
}
