import { formatMoney } from '../ui/format.ts'
import { icon, make } from '../ui/make.ts'
import { isEnded } from './order.ts'
import { type Drawn, textIn } from './page.ts'

const clock = 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2ZM8 4.8V8l2.2 1.6'
const shield = 'M8 2.2 13 4v4c0 3-2 5-5 5.8C5 13 3 11 3 8V4ZM5.8 8l1.6 1.6L10.4 6.5'

/** Who is paid, what for, how much, and how long there is. */
export function summary({ page: { order }, say, language }: Drawn): HTMLElement {
  // While nobody knows the outcome there is no time left "to pay": paying again is what must not happen.
  const isOpen = !isEnded(order.phase) && order.phase !== 'ending' && order.phase !== 'unknown'
  return make(
    'section',
    { class: 'summary', 'aria-label': say('amount') },
    make('p', { class: 'summary-to' }, say('payTo')),
    make('h1', {}, textIn(language, order.merchant)),
    order.store ? make('p', { class: 'summary-store' }, textIn(language, order.store)) : null,
    make('p', { class: 'summary-amount' }, formatMoney(order.amount, language)),
    make('p', { class: 'summary-goods' }, make('span', {}, say('goods')), order.subject),
    isOpen
      ? make('p', { class: 'summary-left' }, icon(clock, 14), make('span', { id: 'left', class: 'figures' }))
      : null,
    make('p', { class: 'summary-safe' }, icon(shield, 14), make('span', {}, say('secured'))),
    make('span', { class: 'summary-seal', 'aria-hidden': 'true' }, '契'),
  )
}
