import { formatMoment, formatMoney } from '../ui/format.ts'
import { icon, make } from '../ui/make.ts'
import type { Trade } from './api.ts'
import { amountOf, type Drawn, drawings, isReturned, type Screen, textIn } from './state.ts'
import type { TextKey } from './text.ts'

const doors: [Screen, TextKey, keyof typeof drawings][] = [
  ['scan', 'scan', 'scan'],
  ['code', 'payCode', 'code'],
  ['bills', 'bills', 'bills'],
  ['cards', 'cards', 'cards'],
]

/** The first screen: four doors, what waits for a password, the balance, and the latest bills. */
export function home(drawn: Drawn): HTMLElement {
  const { phone, acts, say, wallet, language } = drawn
  return make(
    'div',
    { class: 'screen home' },
    make('h1', { class: 'sr' }, say('brand')),
    make(
      'header',
      { class: 'crown' },
      make(
        'div',
        { class: 'crown-top' },
        make(
          'button',
          { id: 'who', type: 'button', class: 'me', 'aria-label': say('switchWho'), onclick: () => acts.go('who') },
          face(wallet ? textIn(language, wallet.name) : '?'),
          make('span', {}, wallet ? textIn(language, wallet.name) : ''),
          icon(drawings.down, 13),
        ),
        looksButtons(drawn),
      ),
      make(
        'nav',
        { class: 'doors' },
        ...doors.map(([screen, key, drawing]) =>
          make(
            'button',
            { id: `go-${screen}`, type: 'button', onclick: () => acts.go(screen) },
            icon(drawings[drawing], 26),
            make('span', {}, say(key)),
          ),
        ),
      ),
    ),
    make(
      'div',
      { class: 'cards' },
      ...phone.pending.map((trade) => waitingCard(drawn, trade)),
      balance(drawn),
      make(
        'section',
        { class: 'card' },
        make(
          'div',
          { class: 'card-head' },
          make('h2', {}, say('recent')),
          phone.bills.length > 0
            ? make(
                'button',
                { id: 'all', type: 'button', class: 'textual', onclick: () => acts.go('bills') },
                say('all'),
                icon(drawings.next, 12),
              )
            : null,
        ),
        billRows(drawn, phone.bills.slice(0, 4)),
      ),
      make('p', { class: 'foot' }, say('sandbox')),
    ),
  )
}

export function looksButtons({ acts, say, looks }: Drawn): HTMLElement {
  const mode = looks.mode === 'dark' ? 'light' : 'dark'
  const language = looks.language === 'en' ? 'zh-CN' : 'en'
  return make(
    'span',
    { class: 'looks' },
    make(
      'button',
      { id: 'mode', type: 'button', 'aria-label': say(mode), title: say(mode), onclick: () => acts.look({ mode }) },
      icon(mode === 'dark' ? drawings.moon : drawings.sun),
    ),
    make(
      'button',
      { id: 'language', type: 'button', lang: language, onclick: () => acts.look({ language }) },
      say('language'),
    ),
  )
}

export const face = (name: string): HTMLElement => make('span', { class: 'face', 'aria-hidden': 'true' }, [...name][0])

function waitingCard({ acts, say, language }: Drawn, trade: Trade): HTMLElement {
  return make(
    'section',
    { class: 'card waiting' },
    icon(drawings.bell, 20),
    make(
      'span',
      { class: 'grow' },
      make('strong', {}, say('pending')),
      make('small', {}, `${textIn(language, trade.merchant)} · ${formatMoney(trade.amount, language)}`),
    ),
    make(
      'button',
      { id: `ask-${trade.orderNo}`, type: 'button', class: 'small-button', onclick: () => acts.ask(trade) },
      say('pendingGo'),
    ),
  )
}

function balance(drawn: Drawn): HTMLElement {
  const { phone, acts, say, wallet } = drawn
  const fund = wallet?.funds[0]
  const label = say(phone.isHidden ? 'show' : 'hide')
  return make(
    'section',
    { class: 'card balance' },
    make(
      'span',
      { class: 'grow' },
      make(
        'span',
        { class: 'balance-label' },
        say('balance'),
        make(
          'button',
          {
            id: 'eye',
            type: 'button',
            class: 'eye',
            'aria-label': label,
            title: label,
            onclick: () => acts.change({ isHidden: !phone.isHidden }),
          },
          icon(phone.isHidden ? drawings.shut : drawings.eye),
        ),
      ),
      make('strong', { class: 'figures balance-amount' }, fund ? amountOf(drawn, fund.left) : '—'),
    ),
    make(
      'button',
      { id: 'to-cards', type: 'button', class: 'textual', onclick: () => acts.go('cards') },
      say('cards'),
      icon(drawings.next, 12),
    ),
  )
}

export function billRows(drawn: Drawn, trades: Trade[]): HTMLElement {
  const { say, acts, language, zone } = drawn
  if (trades.length === 0)
    return make(
      'div',
      { class: 'empty' },
      icon(drawings.bills, 34),
      make('p', {}, say('noBills')),
      make('small', {}, say('noBillsHelp')),
    )
  return make(
    'ul',
    { class: 'rows' },
    ...trades.map((trade) =>
      make(
        'li',
        {},
        make(
          'button',
          {
            id: `bill-${trade.orderNo}`,
            type: 'button',
            class: 'row',
            onclick: () => acts.change({ screen: 'bill', shown: trade }),
          },
          face(trade.subject),
          make(
            'span',
            { class: 'grow' },
            make('span', { class: 'row-name' }, trade.subject),
            make('small', {}, `${textIn(language, trade.merchant)} · ${formatMoment(trade.at, 'short', zone)}`),
          ),
          make(
            'span',
            { class: 'row-amount' },
            make('strong', { class: 'figures' }, `−${amountOf(drawn, trade.amount)}`),
            refundOf(drawn, trade),
          ),
        ),
      ),
    ),
  )
}

export function refundOf(drawn: Drawn, trade: Trade): HTMLElement | null {
  if (trade.refunded.minor === '0') return null
  return make(
    'small',
    { class: 'back-again' },
    isReturned(trade) ? drawn.say('refundedAll') : drawn.say('refunded', { amount: amountOf(drawn, trade.refunded) }),
  )
}
