import { formatMoment, formatMoney } from '../ui/format.ts'
import { type Child, icon, make, qrPicture } from '../ui/make.ts'
import { qrOf } from '../ui/qrOf.ts'
import { barCode } from './barCode.ts'
import { billRows, face, looksButtons, refundOf } from './home.ts'
import { amountOf, type Drawn, drawings, isReturned, type Screen, textIn } from './state.ts'

// The screens behind the first: who pays, the code to show, bills, cards, and what was just paid.

/** A screen with a title and a way back. */
export function room(
  { acts, say }: Drawn,
  title: string,
  back: Screen,
  look: string,
  ...children: Child[]
): HTMLElement {
  return make(
    'div',
    { class: `screen room ${look}` },
    make(
      'header',
      { class: 'room-head' },
      make(
        'button',
        { id: 'back', type: 'button', class: 'round', 'aria-label': say('back'), onclick: () => acts.go(back) },
        icon(drawings.back, 20),
      ),
      make('h1', {}, title),
      make('span', { class: 'round' }),
    ),
    ...children,
  )
}

export function who(drawn: Drawn): HTMLElement {
  const { phone, acts, say, language } = drawn
  return make(
    'div',
    { class: 'screen who' },
    make('div', { class: 'who-top' }, looksButtons(drawn)),
    make('h1', {}, say('who')),
    make('p', { class: 'soft' }, say('whoHelp')),
    make(
      'ul',
      { class: 'rows card' },
      ...phone.wallets.map((wallet) =>
        make(
          'li',
          {},
          make(
            'button',
            {
              id: `who-${wallet.id}`,
              type: 'button',
              class: 'row',
              'aria-current': wallet.id === phone.shopper ? 'true' : null,
              onclick: () => acts.become(wallet.id),
            },
            face(textIn(language, wallet.name)),
            make(
              'span',
              { class: 'grow' },
              make('span', { class: 'row-name' }, textIn(language, wallet.name)),
              make('small', {}, wallet.logonId),
            ),
            make(
              'span',
              { class: 'row-amount figures' },
              wallet.funds[0] ? formatMoney(wallet.funds[0].left, language) : '',
            ),
            icon(drawings.next, 13),
          ),
        ),
      ),
    ),
  )
}

export function showCode(drawn: Drawn): HTMLElement {
  const { phone, acts, say, wallet, language } = drawn
  const digits = phone.code?.digits ?? ''
  const spaced = digits.replace(/(\d{4})(?=\d)/g, '$1 ')
  return room(
    drawn,
    say('codeTitle'),
    'home',
    'blue',
    make(
      'section',
      { class: 'card code-card' },
      digits
        ? make(
            'div',
            { class: 'code-white' },
            barCode(digits, say('barOf', { code: digits })),
            make('p', { id: 'digits', class: 'digits figures' }, spaced),
            qrPicture(qrOf(digits), say('codeOf')),
          )
        : make('div', { class: 'code-white code-none' }),
      make('p', { class: 'soft' }, say('codeHelp')),
      make('p', { id: 'seconds', class: 'faint figures' }),
      make(
        'div',
        { class: 'pair' },
        make(
          'button',
          { id: 'again', type: 'button', class: 'textual', onclick: acts.code },
          icon(drawings.refresh, 14),
          say('refresh'),
        ),
        make(
          'button',
          { id: 'copy', type: 'button', class: 'textual', onclick: () => acts.copy(digits) },
          icon(drawings.copy, 14),
          say('copy'),
        ),
      ),
      make(
        'p',
        { class: 'code-fund' },
        icon(drawings.cards, 15),
        say('payWith'),
        make('strong', {}, wallet?.funds[0] ? textIn(language, wallet.funds[0].name) : ''),
      ),
    ),
  )
}

export const bills = (drawn: Drawn): HTMLElement =>
  room(
    drawn,
    drawn.say('bills'),
    'home',
    '',
    make('div', { class: 'cards' }, make('section', { class: 'card' }, billRows(drawn, drawn.phone.bills))),
  )

export function bill(drawn: Drawn): HTMLElement {
  const { phone, say, language, zone } = drawn
  const trade = phone.bills.find(({ orderNo }) => orderNo === phone.shown?.orderNo) ?? phone.shown
  if (!trade) return bills(drawn)
  return room(
    drawn,
    say('bill'),
    'bills',
    '',
    make(
      'section',
      { class: 'card bill' },
      face(trade.subject),
      make('p', {}, textIn(language, trade.merchant)),
      make('p', { class: 'bill-amount figures' }, `−${amountOf(drawn, trade.amount)}`),
      refundOf(drawn, trade),
      make(
        'dl',
        {},
        ...[
          [say('state'), say(isReturned(trade) ? 'stateClosed' : 'statePaid')],
          [say('goods'), trade.subject],
          [say('time'), formatMoment(trade.at, 'full', zone)],
          [say('order'), trade.orderNo],
        ].map(([name, value]) => make('div', {}, make('dt', {}, name), make('dd', { class: 'figures' }, value))),
      ),
    ),
  )
}

export function cards(drawn: Drawn): HTMLElement {
  const { say, wallet, language } = drawn
  return room(
    drawn,
    say('cards'),
    'home',
    '',
    make(
      'div',
      { class: 'cards' },
      make('p', { class: 'soft pad' }, say('cardsHelp')),
      ...(wallet?.funds ?? []).map((fund) =>
        make(
          'section',
          { class: `plastic ${fund.channel === 'ALIPAYACCOUNT' ? 'plastic-balance' : 'plastic-bank'}` },
          make(
            'span',
            { class: 'plastic-name' },
            icon(fund.channel === 'ALIPAYACCOUNT' ? drawings.cards : drawings.bank, 20),
            textIn(language, fund.name),
          ),
          make('strong', { class: 'figures' }, amountOf(drawn, fund.left)),
          make('small', {}, `${textIn(language, wallet?.name ?? { zh: '', en: '' })} · ${wallet?.logonId ?? ''}`),
        ),
      ),
      make('p', { class: 'foot' }, say('sandbox')),
    ),
  )
}

export function paid({ phone, acts, say, language }: Drawn): HTMLElement {
  const trade = phone.shown
  return make(
    'div',
    { class: 'screen paid' },
    make('div', { class: 'paid-mark' }, icon(drawings.check, 36)),
    make('h1', { id: 'paid' }, say('paid')),
    trade ? make('p', { class: 'paid-amount figures' }, formatMoney(trade.amount, language)) : null,
    trade ? make('p', { class: 'soft' }, textIn(language, trade.merchant)) : null,
    trade ? make('p', { class: 'faint' }, trade.subject) : null,
    make('p', { class: 'soft paid-help' }, say('paidHelp')),
    make('button', { id: 'done', type: 'button', class: 'wide second', onclick: () => acts.go('home') }, say('done')),
  )
}
