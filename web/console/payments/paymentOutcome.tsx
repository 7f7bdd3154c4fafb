import { addressOf } from '../../api/client.ts'
import type { Payment, PaymentState } from '../../api/contract-money.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Amount } from '../../ui/amount.tsx'
import { CopyButton } from '../../ui/copy.tsx'
import { formatMoney } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { useReader, useSay } from '../../ui/language.ts'
import { Countdown } from '../../ui/moment.tsx'
import { useAsk } from '../ask.ts'
import { Go } from '../go.tsx'
import { PaymentBadge } from '../states.tsx'
import { PhoneLink } from './phoneLink.tsx'

const moving: PaymentState[] = ['created', 'needs_action', 'processing', 'unknown']
// An order lives 15 minutes; a little longer to hear that it expired.
const asksMost = 960

type Props = { made: Payment; close: () => void; another: () => void }

/** What became of an order just made: its code or its checkout, and its state as it changes. */
export function PaymentOutcome({ made, close, another }: Props) {
  const t = useText()
  const say = useSay()
  const isOver = (payment: Payment | undefined): boolean => payment !== undefined && !moving.includes(payment.state)
  const { data: now = made } = useAsk(
    '/v1/payments/{id}',
    { params: { id: made.id } },
    { everyMs: 1_000, until: (payment, asks) => isOver(payment) || asks >= asksMost },
  )
  return (
    <section className="outcome" aria-label={t('trace.about')}>
      <p className="outcome-amount">
        <Amount of={now.amount} />
      </p>
      <p className="soft">
        {now.subject} · {say(now.merchant.name)}
      </p>
      <p role="status">
        <PaymentBadge of={now.state} />
      </p>
      <Next now={now} checkout={made.checkout} />
      <div className="outcome-foot">
        <code className="faint">{now.order}</code>
        <Go to={paths.payment(now)} onGo={close}>
          {t('order.trace')}
        </Go>
        <button type="button" className="plain link" onClick={another}>
          {t('order.another')}
        </button>
      </div>
    </section>
  )
}

// What the cashier does next, by state.
function Next({ now, checkout }: { now: Payment; checkout: string | null }) {
  const t = useText()
  const say = useSay()
  switch (now.state) {
    case 'unknown':
      return (
        <div className="notice notice-plum" role="alert">
          <Icon name="help" size={20} />
          <div>
            <strong>{t('trace.unknown')}</strong>
            <p>{t('trace.unknownHelp')}</p>
          </div>
        </div>
      )
    case 'created':
    case 'needs_action':
    case 'processing':
      if (checkout) return <Checkout at={new URL(checkout, location.origin).href} />
      if (now.state === 'needs_action' && now.code) return <Code of={now} code={now.code} />
      return (
        <p className="soft">
          {t('order.waiting')} <PhoneLink />
        </p>
      )
    case 'captured':
      return (
        <p className="outcome-paid">
          <Icon name="check" size={28} />
          {t('order.paid')}
        </p>
      )
    default:
      return (
        <>
          {now.evidence.map((text) => (
            <p key={text.en} className="soft">
              {say(text)}
            </p>
          ))}
        </>
      )
  }
}

function Code({ of, code }: { of: Payment; code: string }) {
  const t = useText()
  const say = useSay()
  const { language } = useReader()
  return (
    <>
      <img
        className="outcome-code"
        src={addressOf('/v1/payments/{id}/code.svg', { params: { id: of.id } })}
        alt={t('order.codeOf', { amount: formatMoney(of.amount, language) })}
        width={232}
        height={232}
      />
      <p className="soft">
        {of.wallet ? t('order.scan', { wallet: say(of.wallet.name) }) : null}
        {of.expiresAt ? (
          <>
            {' · '}
            {t('order.left')} <Countdown until={of.expiresAt} />
          </>
        ) : null}
      </p>
      <PhoneLink code={code} className="button-link button-main" />
    </>
  )
}

function Checkout({ at }: { at: string }) {
  const t = useText()
  return (
    <>
      <a href={at} target="_blank" rel="noopener" className="button-link button-main">
        {t('order.checkout')}
      </a>
      <p className="faint">{t('order.checkoutHelp')}</p>
      <p className="outcome-link">
        <code>{at}</code>
        <CopyButton text={at} label={t('act.copy')} />
      </p>
    </>
  )
}
