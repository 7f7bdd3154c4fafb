import { Button } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { Reconciliation, ReconciliationItem } from '../../api/contract-money.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { formatMoney } from '../../ui/format.ts'
import { useReader } from '../../ui/language.ts'
import { EvidenceForm } from '../approvals/evidenceForm.tsx'
import { Go } from '../go.tsx'

/** Writes an open difference off with its evidence; says so while it waits for another person. */
export function WriteOff({ row, of }: { row: ReconciliationItem; of: Reconciliation }) {
  const t = useText()
  const { language } = useReader()
  const [isOpen, setOpen] = useState(false)
  if (row.approval) return <Go to={paths.approval({ id: row.approval })}>{t('item.waits')}</Go>
  if (row.state !== 'open' || !of.may.includes('resolve')) return null
  const hand = async (evidence: string, note: string, key: string): Promise<boolean> => {
    const params = { id: of.id, item: row.id }
    const day = await post('/v1/reconciliations/{id}/rows/{item}/resolve', { note, evidence }, { params, key })
    return day.approvals.some(({ object }) => object === row.id)
  }
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t('item.writeOff')}
      </Button>
      {isOpen ? (
        <EvidenceForm
          title={`${t('item.writeOff')} ${formatMoney(row.difference, language)}`}
          help={t('item.writeOffHelp')}
          first={{ label: t('item.evidence') }}
          second={{ label: t('item.note') }}
          hand={hand}
          done={t('item.writtenOff')}
          close={() => setOpen(false)}
        />
      ) : null}
    </>
  )
}
