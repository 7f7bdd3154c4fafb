import { formatMoment, formatMoney } from '../ui/format.ts'
import { icon, make } from '../ui/make.ts'
import { chosenName, type Drawn, textIn } from './page.ts'
import type { TextKey } from './text.ts'

const drawings = {
  check: 'M3 8.4 6.4 11.8 13 4.8',
  wait: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2ZM8 4.8V8l2.2 1.6',
  phone: 'M4.5 1.8h7v12.4h-7ZM7 12.2h2',
  back: 'M6.5 4 3 7.5 6.5 11M3 7.5h6.5a3.5 3.5 0 0 1 0 7H8',
  close: 'M4 4l8 8M12 4l-8 8',
  alert: 'M8 2.5 14 13H2ZM8 6.3v3.4M8 11.2v.4',
  refresh: 'M13 8a5 5 0 1 1-1.5-3.6M13 2.6v2.6h-2.6',
  print: 'M4.5 6V2.5h7V6M4.5 11h-2V6h11v5h-2M4.5 9h7v4.5h-7Z',
} as const

/** The payer waits: for a password, for the wallet to confirm an end, or for an outcome nobody knows yet. */
export function waiting(drawn: Drawn): HTMLElement {
  const { page, say } = drawn
  const { phase, expiresAt, now } = page.order
  const wallet = chosenName(drawn)
  const isLate = phase === 'ending' && now >= expiresAt
  const [title, help]: [TextKey, TextKey] =
    phase === 'confirming'
      ? ['confirmTitle', 'confirmHelp']
      : phase === 'unknown'
        ? ['unknownTitle', 'unknownHelp']
        : isLate
          ? ['endingLateTitle', 'endingLateHelp']
          : ['endingTitle', 'endingHelp']
  return make(
    'div',
    { class: 'panel centre' },
    make(
      'div',
      { class: `big-mark ${phase === 'confirming' ? 'indigo' : 'ochre'}` },
      icon(phase === 'confirming' ? drawings.phone : phase === 'unknown' ? drawings.alert : drawings.wait, 28),
    ),
    make('h2', { id: 'title', tabindex: -1 }, say(title, { wallet })),
    make('p', { class: 'soft narrow' }, say(help, { wallet })),
    phase === 'confirming' ? null : refresh(drawn),
    cancelButton(drawn),
  )
}

function refresh({ page, acts, say, zone }: Drawn): HTMLElement {
  const { nextInquiryAt } = page.order
  return make(
    'div',
    { class: 'checking' },
    nextInquiryAt
      ? make('p', { class: 'figures faint' }, say('nextAsk', { time: formatMoment(nextInquiryAt, 'time', zone) }))
      : null,
    make(
      'button',
      { id: 'look', type: 'button', class: 'second', disabled: page.busy !== null, onclick: acts.look },
      icon(drawings.refresh, 14),
      say('askAgain'),
    ),
  )
}

/** Nothing changes any more: what became of the order, its receipt, and the way back. */
export function ended(drawn: Drawn): HTMLElement {
  const { page, say, language } = drawn
  const { order } = page
  const values = { wallet: chosenName(drawn), merchant: textIn(language, order.merchant) }
  const { phase } = order
  const isGood = phase === 'paid'
  const mark = isGood ? 'check' : phase === 'refunded' ? 'back' : phase === 'expired' ? 'wait' : 'close'
  return make(
    'div',
    { class: 'panel centre' },
    make(
      'div',
      { class: `big-mark ${isGood ? 'jade' : phase === 'declined' ? 'cinnabar' : 'slate'}` },
      icon(drawings[mark], 28),
    ),
    make('h2', { id: 'title', tabindex: -1 }, say(`${phase}Title` as TextKey, values)),
    isGood ? make('p', { class: 'paid-amount figures' }, formatMoney(order.amount, language)) : null,
    make('p', { class: 'soft narrow' }, say(`${phase}Help` as TextKey, values)),
    receipt(drawn),
    make(
      'div',
      { class: 'ways' },
      order.returnUrl ? make('a', { id: 'return', class: 'primary', href: order.returnUrl }, say('backToShop')) : null,
      order.receipt
        ? make(
            'button',
            { id: 'print', type: 'button', class: 'second', onclick: () => window.print() },
            icon(drawings.print, 14),
            say('print'),
          )
        : null,
    ),
  )
}

function receipt({ page: { order }, say, language, zone }: Drawn): HTMLElement | null {
  const { receipt: facts } = order
  if (!facts) return null
  const rows: [TextKey, string | null, boolean][] = [
    ['merchant', textIn(language, order.merchant), false],
    ['store', order.store && textIn(language, order.store), false],
    ['amount', formatMoney(order.amount, language), true],
    ['partlyRefunded', order.refunded.minor === '0' ? null : formatMoney(order.refunded, language), true],
    ['wallet', order.chosen && textIn(language, order.chosen.name), false],
    ['paidAt', formatMoment(facts.paidAt, 'full', zone), true],
    ['order', facts.order, true],
    ['walletNo', facts.walletNo, true],
    ['payment', facts.payment, true],
  ]
  return make(
    'dl',
    { class: 'receipt', 'aria-label': say('receipt') },
    ...rows.map(([key, value, isFigures]) =>
      value === null
        ? null
        : make('div', {}, make('dt', {}, say(key)), make('dd', { class: isFigures ? 'figures' : null }, value)),
    ),
  )
}

/** Cancelling takes two presses: a thumb may slip. Absent when cancelling is not for the payer to do. */
export function cancelButton({ page, acts, say }: Drawn): HTMLElement | null {
  if (!page.order.may.includes('cancel')) return null
  const isBusy = page.busy === 'cancel'
  return make(
    'button',
    {
      id: 'cancel',
      type: 'button',
      class: `quiet${page.isSure ? ' sure' : ''}`,
      disabled: page.busy !== null,
      onclick: acts.cancel,
    },
    say(isBusy ? 'cancelling' : page.isSure ? 'cancelSure' : 'cancel'),
  )
}
