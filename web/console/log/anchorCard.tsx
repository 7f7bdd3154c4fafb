import { Button } from 'antd'
import { useState } from 'react'
import type { LogAnchor } from '../../api/contract-log.ts'
import { paths } from '../../paths.ts'
import { type TextKey, useText } from '../../text/text.ts'
import { CopyButton } from '../../ui/copy.tsx'
import { Digest } from '../../ui/digest.tsx'
import { type Fact, Facts } from '../../ui/facts.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Go } from '../go.tsx'
import { useComplain } from '../refuse.ts'
import { type AnchorFound, checkAnchor, dataOf } from './anchorCheck.ts'
import './log.css'
import { useMemory } from './memory.ts'

/** One anchor: what it says, what this machine can check of it, and the command that checks the rest. */
export function AnchorCard({ of }: { of: LogAnchor }) {
  const t = useText()
  const complain = useComplain()
  const { key: trusted } = useMemory()
  const [busy, setBusy] = useState(false)
  const [found, setFound] = useState<AnchorFound | null>(null)
  const isHere = Boolean(globalThis.crypto?.subtle)
  const check = async (): Promise<void> => {
    setBusy(true)
    try {
      setFound(await checkAnchor(of, trusted))
    } catch (error) {
      complain(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="record">
      <Facts of={useAnchorFacts(of)} />
      <p className="faint">{t('anchors.serverSaid')}</p>
      <h3>{t('anchors.check')}</h3>
      <p className="faint">{t(isHere ? 'anchors.checkNote' : 'receipt.notHere')}</p>
      <div className="prove-acts">
        <Button
          type="primary"
          disabled={!isHere}
          loading={busy}
          icon={<Icon name="verify" size={14} />}
          onClick={() => void check()}
        >
          {t('anchors.check')}
        </Button>
      </div>
      {found ? <Found of={found} /> : null}
      <h3>{t('anchors.byCommand')}</h3>
      {of.kind === 'timestamp' ? <ByOpenssl of={of} text={found?.text ?? null} /> : <ByNode of={of} />}
    </div>
  )
}

function useAnchorFacts(of: LogAnchor): Fact[] {
  const t = useText()
  const copy = t('act.copy')
  const facts: Fact[] = [
    [t('anchors.kind'), t(of.kind === 'timestamp' ? 'anchors.timestamp' : 'anchors.chain')],
    [t('col.state'), t(`anchors.state.${of.state}`)],
    [t('anchors.size'), of.size.toLocaleString('en-US')],
    [t('log.root'), <Digest key="root" of={of.root} head={16} tail={8} copy={copy} />],
    [t('anchors.at'), <Moment key="at" at={of.stampedAt ?? of.at} form="full" />],
  ]
  if (of.authority) facts.push([t('anchors.by'), of.authority])
  if (of.transaction)
    facts.push(
      ['chainId', String(of.chain)],
      [t('anchors.transaction'), <Digest key="tx" of={of.transaction} head={16} tail={8} copy={copy} />],
      [t('anchors.block'), of.block === null ? '—' : of.block.toLocaleString('en-US')],
    )
  facts.push([
    t('alarms.history'),
    <Go key="log" to={paths.log({ record: of.record })}>
      {t('log.open')}
    </Go>,
  ])
  return facts
}

function Found({ of }: { of: AnchorFound }) {
  const t = useText()
  const steps: [words: TextKey, passed: boolean | null][] = [
    [of.isSigned === null ? 'anchors.step.signatureOpen' : 'anchors.step.signature', of.isSigned],
    ['anchors.step.root', of.isRoot],
  ]
  if (of.isImprint !== null) steps.push(['anchors.step.imprint', of.isImprint])
  if (of.data !== null) steps.push(['anchors.step.data', true])
  return (
    <ol className="decisions judged-steps" aria-live="polite" aria-label={t('receipt.steps')}>
      {steps.map(([words, passed]) => (
        <li key={words} className={passed === null ? 'open' : passed ? 'pass' : 'fail'}>
          <Icon name={passed === null ? 'clock' : passed ? 'check' : 'close'} size={14} />
          <span>
            <span className="sr">{t(passed === null ? 'check.open' : passed ? 'check.passed' : 'check.failed')} </span>
            {t(words)}
          </span>
        </li>
      ))}
    </ol>
  )
}

function ByOpenssl({ of, text }: { of: LogAnchor; text: string | null }) {
  const t = useText()
  const complain = useComplain()
  const file = `checkpoint-${of.size}.txt`
  const command = `openssl ts -verify -data ${file} -in stamp-${of.record}.tsr -CAfile tsa-root.pem`
  const take = async (): Promise<void> => save(file, text ?? (await checkAnchor(of, null)).text)
  return (
    <>
      <p className="faint">{t('anchors.stampCommand')}</p>
      <div className="prove-acts">
        <a className="button-link" href={`/v1/log/anchors/${of.record}/stamp`} download={`stamp-${of.record}.tsr`}>
          <Icon name="download" size={13} />
          {t('anchors.stampFile')}
        </a>
        <Button size="small" icon={<Icon name="download" size={13} />} onClick={() => void take().catch(complain)}>
          {t('anchors.textFile')}
        </Button>
      </div>
      <Command text={command} />
    </>
  )
}

function ByNode({ of }: { of: LogAnchor }) {
  const t = useText()
  const asked = { jsonrpc: '2.0', id: 1, method: 'eth_getTransactionByHash', params: [of.transaction] }
  const command = `curl -s https://YOUR-NODE -H 'content-type: application/json' -d '${JSON.stringify(asked)}'`
  return (
    <>
      <p className="faint">{t('anchors.chainCommand')}</p>
      <Command text={command} />
      <p className="faint">{t('anchors.data')}</p>
      <Command text={dataOf(of.size, of.root)} />
    </>
  )
}

function Command({ text }: { text: string }) {
  const t = useText()
  return (
    <div className="typed-box">
      <code className="typed">{text}</code>
      <CopyButton text={text} label={t('act.copy')} />
    </div>
  )
}

function save(name: string, text: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
