import { formatMoney } from '../ui/format.ts'
import { icon, make, qrPicture } from '../ui/make.ts'
import { confirm, confirmed } from './confirm.ts'
import { cancelButton, ended, waiting } from './outcome.ts'
import { chosenName, type Drawn, textIn } from './page.ts'
import { spinner } from './spinner.ts'

const arrow = 'M2.5 8h11M9.5 4l4 4-4 4'
const outside = 'M9.5 2.5h4v4M13.5 2.5 7.5 8.5M11.5 9.5v4h-9v-9h4'

/** What the payer does now, or is told. */
export function panel(drawn: Drawn): HTMLElement {
  const { phase } = drawn.page.order
  switch (phase) {
    case 'choose':
      return drawn.page.order.authentication.state === 'required' ? confirm(drawn) : choose(drawn)
    case 'preparing':
      return preparing(drawn)
    case 'scan':
      return drawn.page.isPhone ? tap(drawn) : scan(drawn)
    case 'confirming':
    case 'ending':
    case 'unknown':
      return waiting(drawn)
    default:
      return ended(drawn)
  }
}

function choose(drawn: Drawn): HTMLElement {
  const { page, acts, say, language } = drawn
  const { wallets, amount } = page.order
  const picked =
    wallets.find(({ wallet, refusal }) => wallet === page.picked && !refusal) ?? wallets.find(({ refusal }) => !refusal)
  const isBusy = page.busy !== null
  return make(
    'form',
    {
      class: 'panel',
      onsubmit: (event: Event) => {
        event.preventDefault()
        if (picked) acts.choose(picked.wallet)
      },
    },
    make('h2', { id: 'title', tabindex: -1 }, say('chooseTitle')),
    confirmed(drawn),
    wallets.length === 0 ? make('p', { class: 'note ochre' }, say('noWallet')) : null,
    make(
      'div',
      { class: 'methods', role: 'radiogroup', 'aria-labelledby': 'title' },
      ...wallets.map((offer, place) => method(drawn, offer, offer === picked, place === 0 && wallets.length > 1)),
    ),
    picked
      ? make(
          'button',
          { id: 'pay', type: 'submit', class: 'primary', disabled: isBusy, 'aria-busy': isBusy },
          page.busy === 'choose' ? spinner() : null,
          page.busy === 'choose'
            ? say('asking', { wallet: textIn(language, picked.name) })
            : say('payNow', { amount: formatMoney(amount, language) }),
          page.busy === 'choose' ? null : icon(arrow),
        )
      : null,
    cancelButton(drawn),
  )
}

function method(
  { page, acts, say, language }: Drawn,
  offer: Drawn['page']['order']['wallets'][number],
  isPicked: boolean,
  isFirst: boolean,
): HTMLElement {
  const name = textIn(language, offer.name)
  const id = `method-${offer.wallet}`
  return make(
    'label',
    { class: `method${isPicked ? ' picked' : ''}${offer.refusal ? ' refused' : ''}`, for: id },
    make('input', {
      id,
      type: 'radio',
      name: 'wallet',
      value: offer.wallet,
      checked: isPicked,
      'aria-label': name,
      'aria-describedby': `${id}-why`,
      disabled: offer.refusal !== null || page.busy !== null,
      onchange: () => acts.pick(offer.wallet),
    }), // prettier: one input
    make('span', { class: 'method-mark', 'aria-hidden': 'true' }, [...name][0]),
    make(
      'span',
      { class: 'method-words' },
      make('strong', {}, name, isFirst ? make('em', {}, say('first')) : null),
      make('small', { id: `${id}-why` }, textIn(language, offer.refusal ?? offer.reason)),
    ),
  )
}

function preparing(drawn: Drawn): HTMLElement {
  const { say } = drawn
  return make(
    'div',
    { class: 'panel centre' },
    make('div', { class: 'big-mark indigo' }, spinner(28)),
    make('h2', { id: 'title', tabindex: -1 }, say('asking', { wallet: chosenName(drawn) })),
    make('p', { class: 'soft' }, say('askingMore')),
  )
}

function scan(drawn: Drawn): HTMLElement {
  const { page, say } = drawn
  const { code } = page.order
  const wallet = chosenName(drawn)
  return make(
    'div',
    { class: 'panel centre' },
    make('h2', { id: 'title', tabindex: -1 }, say('scanTitle', { wallet })),
    code ? codeBox(drawn, wallet) : null,
    make('p', { class: 'soft narrow' }, say('scanHelp', { wallet })),
    code?.open?.isSandbox ? openLink(drawn, 'link', say('sandboxPhone')) : null,
    cancelButton(drawn),
  )
}

// On the phone itself there is nothing to scan with: the wallet is opened, and the code is for another phone.
function tap(drawn: Drawn): HTMLElement {
  const { page, say } = drawn
  const wallet = chosenName(drawn)
  const canOpen = Boolean(page.order.code?.open)
  return make(
    'div',
    { class: 'panel centre' },
    make('h2', { id: 'title', tabindex: -1 }, say(canOpen ? 'openWallet' : 'scanTitle', { wallet })),
    make('p', { class: 'soft narrow' }, say(canOpen ? 'openHelp' : 'scanHelp', { wallet })),
    canOpen ? openLink(drawn, 'primary', say('openWallet', { wallet })) : null,
    canOpen
      ? make('details', { class: 'other' }, make('summary', {}, say('otherPhone')), codeBox(drawn, wallet))
      : codeBox(drawn, wallet),
    cancelButton(drawn),
  )
}

function codeBox({ page: { order }, say, language }: Drawn, wallet: string): HTMLElement | null {
  const amount = formatMoney(order.amount, language)
  if (!order.code) return null
  return make(
    'div',
    { class: 'code-box' },
    qrPicture(order.code, say('codeOf', { wallet, amount })),
    make('p', { class: 'code-amount figures' }, amount),
  )
}

const openLink = ({ page: { order } }: Drawn, look: string, text: string): HTMLElement =>
  make(
    'a',
    {
      id: 'open',
      class: look,
      href: order.code?.open?.url,
      target: order.code?.open?.isSandbox ? '_blank' : null,
      rel: 'noopener',
    },
    text,
    icon(outside, 14),
  )
