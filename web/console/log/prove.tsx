import { Button, Tooltip } from 'antd'
import { useState } from 'react'
import { get } from '../../api/client.ts'
import type { LogReceipt, LogRecord } from '../../api/contract-log.ts'
import { useText } from '../../text/text.ts'
import { hex } from '../../ui/hash.ts'
import { Icon } from '../../ui/icon.tsx'
import { type Judgement, judgeReceipt } from '../../ui/judgeReceipt.ts'
import { leafOf, type ReceiptRecord } from '../../ui/provedLeaf.ts'
import { useComplain } from '../refuse.ts'
import { Cosigners, useCosigners } from './cosigners.tsx'
import { Judged } from './judged.tsx'
import { useMemory } from './memory.ts'
import { ProofDrawing } from './proofDrawing.tsx'
import { saveReceipt } from './receiptButton.tsx'

/** Proves on this machine that the record stands in the log, and gives the proof to take home. */
export function Prove({ of }: { of: LogRecord }) {
  const t = useText()
  const complain = useComplain()
  const { key: trusted, handOvers } = useMemory()
  const [busy, setBusy] = useState(false)
  const [receipt, setReceipt] = useState<LogReceipt | null>(null)
  const [judged, setJudged] = useState<Judgement | null>(null)
  const [isOther, setIsOther] = useState(false)
  const cosigners = useCosigners(judged?.receipt?.checkpoint ?? null)
  const isHere = Boolean(globalThis.crypto?.subtle)
  const why = of.index === null ? t('log.verifyWait') : isHere ? '' : t('receipt.notHere')
  const fetched = async (): Promise<LogReceipt> => {
    const found = receipt ?? (await get('/v1/log/records/{id}/receipt', { params: { id: of.id } }))
    setReceipt(found)
    return found
  }
  const prove = async (key: string | null): Promise<void> => {
    setBusy(true)
    try {
      const result = await judgeReceipt(await fetched(), key, undefined, handOvers)
      // What the page shows must be what the receipt proves, or the server shows one thing and proves another.
      setIsOther(hex(await leafOf(shown(of))) !== result.leaf)
      setJudged(result)
    } catch (error) {
      complain(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className="prove">
      <h3>{t('log.proof')}</h3>
      <p className="faint">{t('log.verifyNote')}</p>
      <div className="prove-acts">
        <Tooltip title={why}>
          <Button
            type="primary"
            disabled={why !== ''}
            loading={busy}
            icon={<Icon name="verify" size={14} />}
            onClick={() => void prove(trusted)}
          >
            {t(judged ? 'log.verifyAgain' : 'log.verify')}
          </Button>
        </Tooltip>
        <Tooltip title={of.index === null ? t('log.verifyWait') : t('log.receiptNote')}>
          <Button
            disabled={of.index === null}
            icon={<Icon name="download" size={14} />}
            onClick={() => void fetched().then((found) => saveReceipt(found, of.object || of.id), complain)}
          >
            {t('log.receipt')}
          </Button>
        </Tooltip>
      </div>
      {judged && isOther ? (
        <p className="said said-bad" role="alert">
          <Icon name="alert" size={14} />
          {t('log.shownOther')}
        </p>
      ) : null}
      {judged ? <Judged of={judged} onTrust={(key) => void prove(key)} small /> : null}
      {judged?.receipt ? <Cosigners of={cosigners} /> : null}
      {judged?.checkpoint && judged.verdict !== 'altered' ? (
        <ProofDrawing leaf={judged.leaf} rungs={judged.rungs} />
      ) : null}
    </section>
  )
}

const shown = ({ index: _index, leaf: _leaf, ...record }: LogRecord): ReceiptRecord =>
  ({ ...record, at: Date.parse(record.at) }) as ReceiptRecord
