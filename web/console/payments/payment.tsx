import { useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useMemo, useState } from 'react'
import type { Payment as PaymentFacts, Trace } from '../../api/contract-money.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Amount } from '../../ui/amount.tsx'
import { CopyButton } from '../../ui/copy.tsx'
import { Digest } from '../../ui/digest.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useSay } from '../../ui/language.ts'
import { Countdown, Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Waiting } from '../approvals/states.tsx'
import { useAsk } from '../ask.ts'
import { Go } from '../go.tsx'
import { Loaded } from '../loaded.tsx'
import { ReceiptButton } from '../log/receiptButton.tsx'
import { Page } from '../page.tsx'
import { PaymentBadge } from '../states.tsx'
import { PaymentActions } from './actions.tsx'
import { Decisions } from './decisions.tsx'
import { Frozen } from './frozen.tsx'
import { strandsOf } from './strand.ts'
import { TraceFlow } from './traceFlow.tsx'
import { TraceSteps } from './traceSteps.tsx'

/** The trace of one payment: which clause made which amount, and what was said to whom. */
export default function Payment() {
  const t = useText()
  const { id } = useParams({ strict: false }) as { id: string }
  const trace = useAsk('/v1/payments/{id}/trace', { params: { id } }, { everyMs: 15_000 })
  return (
    <Loaded ask={trace} lines={14}>
      {(found) => (
        <Page
          title={found.payment.subject}
          head={<Head payment={found.payment} />}
          up={{ to: paths.payments(), name: t('nav.payments') }}
          actions={<PaymentActions payment={found.payment} />}
        >
          <Waiting of={found.payment.approval} />
          <Frozen payment={found.payment} />
          {found.payment.state === 'unknown' ? <Unknown payment={found.payment} /> : null}
          <Body trace={found} />
        </Page>
      )}
    </Loaded>
  )
}

function Head({ payment }: { payment: PaymentFacts }) {
  const t = useText()
  const say = useSay()
  return (
    <>
      <h1 className="trace-amount">
        <Amount of={payment.amount} />
        <PaymentBadge of={payment.state} />
      </h1>
      <p className="soft trace-what">
        <strong>{payment.subject}</strong>
        <span>{say(payment.merchant.name)}</span>
        {payment.wallet ? (
          <Go to={paths.wallet({ id: payment.wallet.id })}>{say(payment.wallet.name)}</Go>
        ) : (
          <span className="faint">{t('payment.noWallet')}</span>
        )}
        <Moment at={payment.createdAt} form="full" />
      </p>
    </>
  )
}

// Honest about not knowing: money may have moved, so nobody should pay or refund by guess.
function Unknown({ payment }: { payment: PaymentFacts }) {
  const t = useText()
  return (
    <div className="notice notice-plum" role="status">
      <Icon name="help" size={20} />
      <div>
        <strong>{t('trace.unknown')}</strong>
        <p>{t('trace.unknownHelp')}</p>
      </div>
      {payment.nextInquiryAt ? (
        <p className="notice-side">
          {t('trace.nextInquiry')} <Countdown until={payment.nextInquiryAt} />
        </p>
      ) : null}
    </div>
  )
}

function Body({ trace }: { trace: Trace }) {
  const strands = useMemo(() => strandsOf(trace), [trace])
  const [lit, setLit] = useState<string | null>(null)
  const flow = <TraceFlow trace={trace} strands={strands} lit={lit} onLit={setLit} />
  const steps = <TraceSteps of={trace.steps} />
  // Before anything is booked, what was said is the story; afterwards what was written down is.
  const isBooked = trace.entries.length > 0
  return (
    <div className="trace">
      <div className="trace-main">{isBooked ? flow : steps}</div>
      <div className="trace-side">
        <About trace={trace} />
        <Decisions of={trace.decisions} version={trace.agreement} />
        {isBooked ? steps : flow}
      </div>
    </div>
  )
}

function About({ trace }: { trace: Trace }) {
  const t = useText()
  const say = useSay()
  const { payment, agreement } = trace
  const copy = t('act.copy')
  return (
    <Panel title={t('trace.about')} extra={<Exports trace={trace} />}>
      <Facts
        of={[
          [t('col.id'), <Digest key="id" of={payment.id} head={10} copy={copy} />],
          [t('col.order'), <Digest key="order" of={payment.order} head={18} tail={4} copy={copy} />],
          [t('col.walletNo'), payment.walletNo ? <Digest key="no" of={payment.walletNo} head={8} copy={copy} /> : '—'],
          [t('col.product'), t(`product.${payment.product}`)],
          [t('col.store'), payment.store ? say(payment.store.name) : '—'],
          [t('col.payer'), payment.payer ?? '—'],
          [
            t('col.agreement'),
            agreement ? (
              <Go key="agreement" to={paths.agreement({ id: agreement.agreement, version: agreement.version })}>
                {say(agreement.name)} · {t('version.number', { number: agreement.version })}
              </Go>
            ) : (
              '—'
            ),
          ],
          [t('col.digest'), agreement ? <Digest key="digest" of={agreement.digest} copy={copy} /> : '—'],
          [
            t('nav.log'),
            <Go key="log" to={paths.log({ object: payment.id })}>
              {t('log.history')}
            </Go>,
          ],
        ]}
      />
      {payment.refunds.map((refund) => (
        <p key={refund.id} className="refund-line">
          <span>
            <Moment at={refund.at} /> · {t('trace.refundOf', { reason: refund.reason })}
          </span>
          <Amount of={refund.amount} />
        </p>
      ))}
    </Panel>
  )
}

// Before it has ended there is nothing to give a receipt of.
const moving: readonly PaymentFacts['state'][] = ['created', 'needs_action', 'processing', 'unknown']

// The same question for a terminal, and the whole answer as a file.
function Exports({ trace }: { trace: Trace }) {
  const t = useText()
  const address = `${location.origin}/v1/payments/${trace.payment.id}/trace`
  const save = (): void => {
    const file = new Blob([JSON.stringify(trace, null, 2)], { type: 'application/json' })
    const link = document.createElement('a')
    link.href = URL.createObjectURL(file)
    link.download = `${trace.payment.id}.json`
    link.click()
    URL.revokeObjectURL(link.href)
  }
  return (
    <>
      <ReceiptButton of={trace.payment.id} size="small" isReady={!moving.includes(trace.payment.state)} />
      <CopyButton text={`curl --cookie "$COVENANT_COOKIE" '${address}'`} label={t('act.copyCurl')}>
        cURL
      </CopyButton>
      <Button
        size="small"
        type="text"
        icon={<Icon name="download" size={13} />}
        aria-label={t('act.downloadTrace')}
        title={t('act.downloadTrace')}
        onClick={save}
      />
    </>
  )
}
