import { formatMoney } from '../ui/format.ts'
import { icon, make } from '../ui/make.ts'
import type { Trade, Wallet } from './api.ts'
import { type Drawn, drawings, textIn } from './state.ts'

const pinLength = 6

/** Asks for the password of one payment: whom, what for, how much, from which fund. Six digits pay. */
export function sheet(drawn: Drawn, trade: Trade): HTMLElement {
  const { phone, acts, say, language, wallet } = drawn
  return make(
    'div',
    { class: 'veil' },
    make(
      'section',
      { class: 'sheet', role: 'dialog', 'aria-modal': 'true', 'aria-labelledby': 'sheet-title' },
      make(
        'header',
        {},
        make(
          'button',
          {
            id: 'close',
            type: 'button',
            class: 'round',
            'aria-label': say('close'),
            disabled: phone.isPaying,
            onclick: acts.close,
          },
          icon(drawings.close, 18),
        ),
        make('h2', { id: 'sheet-title' }, say('confirmTitle')),
        make('span', { class: 'round' }),
      ),
      make('p', { class: 'sheet-payee' }, textIn(language, trade.merchant)),
      make('p', { id: 'amount', class: 'sheet-amount figures' }, formatMoney(trade.amount, language)),
      make('dl', {}, make('div', {}, make('dt', {}, say('goods')), make('dd', {}, trade.subject))),
      funds(drawn, trade, wallet),
      pin(drawn),
    ),
  )
}

/** The fund a payment is taken from when nobody chooses: the first with enough. */
export const fundFor = (wallet: Wallet | null, trade: Trade): string | null =>
  wallet?.funds.find(({ left }) => BigInt(left.minor) >= BigInt(trade.amount.minor))?.id ?? null

function funds({ phone, acts, say, language }: Drawn, trade: Trade, wallet: Wallet | null): HTMLElement {
  return make(
    'fieldset',
    { class: 'funds', disabled: phone.isPaying },
    make('legend', {}, say('payWith')),
    ...(wallet?.funds ?? []).map((fund) => {
      const isEnough = BigInt(fund.left.minor) >= BigInt(trade.amount.minor)
      const left = isEnough ? say('left', { left: formatMoney(fund.left, language) }) : say('tooLittle')
      return make(
        'label',
        { class: isEnough ? null : 'too-little' },
        icon(fund.id === 'balance' ? drawings.cards : drawings.bank, 18),
        make('span', { class: 'grow' }, textIn(language, fund.name), make('small', {}, left)),
        make('input', {
          id: `fund-${fund.id}`,
          type: 'radio',
          name: 'fund',
          value: fund.id,
          checked: phone.fund === fund.id,
          disabled: !isEnough,
          onchange: () => acts.change({ fund: fund.id }),
        }),
      )
    }),
  )
}

function pin({ phone, acts, say, wallet }: Drawn): HTMLElement {
  const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '', '0', 'erase']
  const press = (key: string): void => acts.type(key === 'erase' ? phone.pin.slice(0, -1) : phone.pin + key)
  const isOff = phone.isPaying || phone.fund === null
  return make(
    'div',
    { class: 'pin' },
    make(
      'label',
      { for: 'pin' },
      phone.isPaying ? say('paying') : say('pin'),
      make('small', {}, say('pinHint', { pin: wallet?.pinHint ?? '' })),
    ),
    make(
      'div',
      { class: 'boxes' },
      ...Array.from({ length: pinLength }, (_, place) =>
        make('span', { class: place < phone.pin.length ? 'full' : null, 'aria-hidden': 'true' }),
      ),
      make('input', {
        id: 'pin',
        type: 'password',
        inputmode: 'none',
        autocomplete: 'off',
        maxlength: pinLength,
        value: phone.pin,
        disabled: isOff,
        oninput: (event: Event) => acts.type((event.target as HTMLInputElement).value),
      }), // prettier: one input
    ),
    make(
      'div',
      { class: 'keys' },
      ...keys.map((key) =>
        key === ''
          ? make('span')
          : make(
              'button',
              {
                type: 'button',
                id: `key-${key}`,
                disabled: isOff,
                'aria-label': key === 'erase' ? say('erase') : null,
                onclick: () => press(key),
              },
              key === 'erase' ? icon(drawings.erase, 22) : key,
            ),
      ),
    ),
  )
}
