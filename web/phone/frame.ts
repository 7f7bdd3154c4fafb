import { draw, icon, make } from '../ui/make.ts'
import { home } from './home.ts'
import { bill, bills, cards, paid, showCode, who } from './rooms.ts'
import { scan } from './scan.ts'
import { sheet } from './sheet.ts'
import { type Drawn, drawings } from './state.ts'

/** The phone: a device beside a few words on a desk, the whole window on a phone. */
export function frame(drawn: Drawn, video: HTMLVideoElement): HTMLElement {
  const { phone, say } = drawn
  const isAsking = phone.asked !== null
  return make(
    'div',
    { class: 'desk' },
    aside(drawn),
    make(
      'main',
      { class: 'device' },
      statusBar(),
      make('div', { class: 'glass', inert: isAsking }, screenOf(drawn, video)),
      phone.asked ? sheet(drawn, phone.asked) : null,
      make(
        'p',
        { class: phone.toast || phone.isLost ? 'toast' : 'toast quiet', role: 'status' },
        phone.toast ?? (phone.isLost ? say('offline') : ''),
      ),
    ),
  )
}

function screenOf(drawn: Drawn, video: HTMLVideoElement): HTMLElement {
  const { phone } = drawn
  if (phone.wallets.length === 0) return make('div', { class: 'screen' })
  switch (phone.screen) {
    case 'who':
      return who(drawn)
    case 'scan':
      return scan(drawn, video)
    case 'code':
      return showCode(drawn)
    case 'bills':
      return bills(drawn)
    case 'bill':
      return bill(drawn)
    case 'cards':
      return cards(drawn)
    case 'paid':
      return paid(drawn)
    default:
      return home(drawn)
  }
}

// Only on a desk: what this device is, and how to use it.
function aside({ say }: Drawn): HTMLElement {
  return make(
    'aside',
    {},
    make('p', { class: 'brand' }, mark(), say('brand')),
    make('h2', {}, say('about')),
    make('p', {}, say('aboutMore')),
    make(
      'ul',
      {},
      make('li', {}, icon(drawings.scan, 18), say('aboutScan')),
      make('li', {}, icon(drawings.code, 18), say('aboutCode')),
    ),
  )
}

const mark = (): SVGElement =>
  draw(
    'svg',
    { width: 28, height: 28, viewBox: '0 0 32 32', 'aria-hidden': 'true' },
    draw('rect', { width: 32, height: 32, rx: 8, fill: '#1f4fd1' }),
    draw('path', {
      d: 'M7 11h18v13H7zM7 11l13-4v4M19 17.5h6',
      fill: 'none',
      stroke: '#fff',
      'stroke-width': 2,
      'stroke-linejoin': 'round',
    }),
  )

function statusBar(): HTMLElement {
  const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(new Date())
  const battery = draw(
    'svg',
    { width: 46, height: 12, viewBox: '0 0 46 12' },
    draw('path', { d: 'M1 8h2v3H1zM5 6h2v5H5zM9 4h2v7H9zM13 1h2v10h-2z', fill: 'currentColor' }),
    draw('rect', {
      x: 21.5,
      y: 1.5,
      width: 20,
      height: 9,
      rx: 2.5,
      fill: 'none',
      stroke: 'currentColor',
      opacity: 0.6,
    }),
    draw('rect', { x: 23, y: 3, width: 14, height: 6, rx: 1.4, fill: 'currentColor' }),
    draw('rect', { x: 43, y: 4, width: 2, height: 4, rx: 1, fill: 'currentColor', opacity: 0.6 }),
  )
  return make('div', { class: 'status-bar', 'aria-hidden': 'true' }, make('span', { class: 'figures' }, time), battery)
}
