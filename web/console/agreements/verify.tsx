import { useMutation } from '@tanstack/react-query'
import { type DragEvent, useRef, useState } from 'react'
import { verifyContract } from '../../api/client.ts'
import type { Verdict } from '../../api/contract.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Digest } from '../../ui/digest.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Go } from '../go.tsx'
import { Trouble } from '../loaded.tsx'
import { CheckpointJudged, isCheckpoint } from '../log/checkpointJudged.tsx'
import { ReceiptJudged } from '../log/receiptJudged.tsx'
import { TrustedKey } from '../log/trustedKey.tsx'
import { TrustedWitnesses } from '../log/trustedWitnesses.tsx'
import { Page } from '../page.tsx'
import { VersionBadge } from '../states.tsx'
import { Signed } from './signatures.tsx'

/** Drop a contract or a receipt: who signed what and when; and is the record really in the log, by this machine's own reckoning? */
export default function Verify() {
  const t = useText()
  const [name, setName] = useState<string | null>(null)
  const [receipt, setReceipt] = useState<string | null>(null)
  const verdict = useMutation({ mutationFn: verifyContract })
  const take = async (file: File | undefined): Promise<void> => {
    if (!file) return
    setName(file.name)
    verdict.reset()
    const isContract = (await file.slice(0, 5).text()) === '%PDF-' || file.type === 'application/pdf'
    setReceipt(isContract ? null : await file.slice(0, receiptBytesMax).text())
    if (isContract) verdict.mutate(file)
  }
  return (
    <Page title={t('nav.verify')} note={t('verify.note')}>
      <Drop take={(file) => void take(file)} busy={verdict.isPending} name={name} />
      {verdict.error ? <Trouble error={verdict.error} /> : null}
      {verdict.data ? <Judged of={verdict.data} name={name ?? ''} /> : null}
      {receipt === null ? null : isCheckpoint(receipt) ? (
        <CheckpointJudged text={receipt} name={name ?? ''} />
      ) : (
        <ReceiptJudged text={receipt} name={name ?? ''} />
      )}
      <TrustedKey />
      <TrustedWitnesses />
    </Page>
  )
}

const receiptBytesMax = 4_000_000

function Drop({ take, busy, name }: { take: (file: File | undefined) => void; busy: boolean; name: string | null }) {
  const t = useText()
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files[0])
  }
  return (
    <button
      type="button"
      className={over ? 'drop drop-over' : 'drop'}
      aria-busy={busy}
      onClick={() => input.current?.click()}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Icon name="verify" size={28} />
      <strong>{busy ? t('verify.busy') : t('verify.drop')}</strong>
      <span className="faint">{name ?? t('verify.dropHelp')}</span>
      <input
        ref={input}
        type="file"
        accept="application/pdf,application/json,.json,text/plain,.txt"
        hidden
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => {
          take(event.target.files?.[0])
          event.target.value = '' // the same file may be chosen again
        }}
      />
    </button>
  )
}

function Judged({ of, name }: { of: Verdict; name: string }) {
  const t = useText()
  const say = useSay()
  const good = of.verdict === 'genuine'
  return (
    <div aria-live="polite">
      <section className={good ? 'verdict verdict-good' : 'verdict verdict-bad'}>
        <Icon name={good ? 'check' : 'alert'} size={30} />
        <div>
          <h2>{t(`verdict.${of.verdict}`)}</h2>
          <p>{say(of.reason)}</p>
          <p className="faint">{name}</p>
        </div>
        {of.version ? (
          <p className="verdict-version">
            <Go to={paths.agreement({ id: of.version.agreement, version: of.version.version })}>
              {say(of.version.name)} · {t('version.number', { number: of.version.version })}
            </Go>
            {good ? <VersionBadge of={of.version.state} /> : <span>{t('verify.claims')}</span>}
            {good && !of.version.inForce ? <span>{t('verify.notInForce')}</span> : null}
            <span className="faint">
              {t('agreement.inForceFrom')} <Moment at={of.version.effective} form="day" />
            </span>
          </p>
        ) : null}
      </section>
      <div className="signing">
        <Panel
          title={t('verify.checks')}
          note={of.digest ? <Digest of={of.digest} head={12} tail={8} copy={t('act.copy')} /> : null}
        >
          <ul className="decisions">
            {of.checks.map((check) => (
              <li key={check.code} className={check.passed ? 'pass' : 'fail'}>
                <Icon name={check.passed ? 'check' : 'close'} size={14} />
                <span>
                  <span className="sr">{t(check.passed ? 'check.passed' : 'check.failed')}</span>
                  {say(check.name)}
                  {check.detail ? <span className="faint"> · {say(check.detail)}</span> : null}
                </span>
              </li>
            ))}
          </ul>
        </Panel>
        {of.signatures.map((signature) => (
          <Signed key={signature.party} of={signature} />
        ))}
      </div>
    </div>
  )
}
