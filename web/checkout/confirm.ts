import { formatMoney } from '../ui/format.ts'
import { icon, make } from '../ui/make.ts'
import { cancelButton } from './outcome.ts'
import { type Drawn, leftUntil, textIn } from './page.ts'
import { spinner } from './spinner.ts'

const shield = 'M8 1.5 13.5 3.5v4c0 3.4-2.3 6-5.5 7-3.2-1-5.5-3.6-5.5-7v-4L8 1.5ZM5.6 8l1.7 1.7 3.2-3.4'

/** The payer confirms with us, before any wallet is asked: exactly this amount, to exactly this payee. */
export function confirm(drawn: Drawn): HTMLElement {
  const { page, say, language } = drawn
  const { amount, merchant, authentication } = page.order
  return make(
    'div',
    { class: 'panel' },
    make('h2', { id: 'title', tabindex: -1 }, say('confirmYouTitle')),
    make('p', { class: 'soft because' }, textIn(language, authentication.because)),
    make(
      'dl',
      { class: 'linked' },
      make('div', {}, make('dt', {}, say('amount')), make('dd', { class: 'figures' }, formatMoney(amount, language))),
      make('div', {}, make('dt', {}, say('payTo')), make('dd', {}, textIn(language, merchant))),
    ),
    step(drawn),
    cancelButton(drawn),
  )
}

function step(drawn: Drawn): HTMLElement {
  switch (drawn.page.confirm.step) {
    case 'start':
      return start(drawn)
    case 'phone':
      return phone(drawn)
    default:
      return code(drawn)
  }
}

function start(drawn: Drawn): HTMLElement {
  const { page, acts, say, language } = drawn
  const isBusy = page.busy !== null
  return make(
    'form',
    {
      class: 'confirm',
      onsubmit: (event: Event) => {
        event.preventDefault()
        acts.confirmByPasskey(isTrusted())
      },
    },
    trustBox(drawn),
    make(
      'button',
      { id: 'confirm', type: 'submit', class: 'primary', disabled: isBusy, 'aria-busy': isBusy },
      page.busy === 'confirm' ? spinner() : icon(shield),
      say('confirmByPasskey', { amount: formatMoney(page.order.amount, language) }),
    ),
    make(
      'button',
      { id: 'by-phone', type: 'button', class: 'second', disabled: isBusy, onclick: acts.byPhone },
      say('confirmByPhone'),
    ),
  )
}

function phone(drawn: Drawn): HTMLElement {
  const { page, acts, say } = drawn
  const isBusy = page.busy !== null
  return make(
    'form',
    {
      class: 'confirm',
      onsubmit: (event: Event) => {
        event.preventDefault()
        acts.sendCode(typed('phone'))
      },
    },
    make('label', { for: 'phone' }, say('phone')),
    make('input', {
      id: 'phone',
      name: 'phone',
      type: 'tel',
      autocomplete: 'tel',
      inputmode: 'tel',
      required: true,
      placeholder: '138 0013 8000',
    }),
    make('button', { id: 'send', type: 'submit', class: 'primary', disabled: isBusy }, say('sendCode')),
    back(drawn),
  )
}

function code(drawn: Drawn): HTMLElement {
  const { page, acts, say } = drawn
  const { confirm: at } = page
  if (at.step !== 'code') return phone(drawn)
  const isBusy = page.busy !== null
  const wait = at.resendAt === null ? null : leftUntil(at.resendAt, page.aheadMs)
  return make(
    'form',
    {
      class: 'confirm',
      onsubmit: (event: Event) => {
        event.preventDefault()
        acts.confirmByCode(typed('code').replace(/\s/g, ''), isTrusted())
      },
    },
    make('label', { for: 'code' }, say('codeSent', { phone: at.masked })),
    make('input', {
      id: 'code',
      name: 'code',
      autocomplete: 'one-time-code',
      inputmode: 'numeric',
      maxlength: 6,
      pattern: '[0-9]{6}',
      required: true,
      class: 'figures',
    }),
    page.order.authentication.isSandbox
      ? make('p', { class: 'soft small' }, make('a', { href: '/sandbox/inbox', target: '_blank' }, say('sandboxInbox')))
      : null,
    trustBox(drawn),
    make('button', { id: 'confirm', type: 'submit', class: 'primary', disabled: isBusy }, say('confirmCode')),
    make(
      'button',
      {
        id: 'resend',
        type: 'button',
        class: 'quiet',
        disabled: isBusy || (wait !== null && wait.seconds > 0),
        onclick: () => acts.sendCode(at.phone),
      },
      wait !== null && wait.seconds > 0 ? say('resendIn', { left: wait.text }) : say('resend'),
    ),
    back(drawn),
  )
}

const back = ({ acts, say }: Drawn): HTMLElement =>
  make('button', { id: 'back', type: 'button', class: 'quiet', onclick: acts.backToStart }, say('otherWay'))

// Trusting a payee is a choice of its own, made with the authentication it takes.
function trustBox({ page, say, language }: Drawn): HTMLElement | null {
  if (!page.order.authentication.mayTrust) return null
  return make(
    'label',
    { class: 'trust', for: 'trust' },
    make('input', { id: 'trust', type: 'checkbox', name: 'trust' }),
    make('span', {}, say('trust', { merchant: textIn(language, page.order.merchant) })),
  )
}

const typed = (id: string): string => (document.getElementById(id) as HTMLInputElement | null)?.value ?? ''
const isTrusted = (): boolean => (document.getElementById('trust') as HTMLInputElement | null)?.checked ?? false

/** Said above the wallets once the payer was recognised; who came by code may keep a passkey for next time. */
export function confirmed({ page, acts, say }: Drawn): HTMLElement | null {
  const { state, method } = page.order.authentication
  if (state !== 'done') return null
  return make(
    'p',
    { class: 'note jade' },
    icon(shield),
    make('span', {}, say(method === 'passkey' ? 'confirmedByPasskey' : 'confirmedByCode')),
    method === 'sms' && page.enrolment
      ? make(
          'button',
          { id: 'enrol', type: 'button', class: 'plain', disabled: page.busy !== null, onclick: acts.enrol },
          say('enrol'),
        )
      : null,
  )
}
