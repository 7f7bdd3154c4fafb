import { formatMoney } from '../ui/format.ts'
import { keepLooks, keptLooks, type Looks } from '../ui/looks.ts'
import { draw, icon, make } from '../ui/make.ts'
import { paint } from '../ui/paint.ts'
import './checkout.css'
import { follow } from './live.ts'
import { doorsOf, isEnded, type Order, Refusal } from './order.ts'
import { type Acts, type Drawn, leftUntil, type Page, textIn } from './page.ts'
import { panel } from './panel.ts'
import { byPasskey, keepPasskey, NotConfirmed } from './passkey.ts'
import { summary } from './summary.ts'
import { type Say, sayIn } from './text.ts'

// The payer's page: one order, drawn anew whenever something about it changes. No framework, no cookie, nobody else's script.

const place = 'covenant.checkout'
const token = decodeURIComponent(location.pathname.replace(/^\/checkout\//, '').replace(/\/$/, ''))
const doors = doorsOf(token)
const root = document.getElementById('root') as HTMLElement
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
const phone = matchMedia('(max-width: 640px)')

let looks: Looks = keptLooks(place)
let page: Omit<Page, 'order' | 'isPhone' | 'aheadMs'> = {
  busy: null,
  notice: null,
  picked: null,
  isSure: false,
  confirm: { step: 'start' },
  enrolment: null,
}
let order: Order | null = null
let isMissing = false
let isLost = false
let aheadMs = 0

const acts: Acts = {
  pick: (wallet) => change({ picked: wallet, notice: null }),
  choose: (wallet) => void act('choose', () => doors.choose(wallet)),
  cancel: () => {
    if (page.isSure) return void act('cancel', doors.cancel)
    change({ isSure: true, notice: null })
    window.setTimeout(() => change({ isSure: false }), 5_000)
  },
  look: () => void act('look', doors.read),
  confirmByPasskey: (trust) => void act('confirm', () => byPasskey(doors, trust)),
  byPhone: () => change({ confirm: { step: 'phone' }, notice: null }),
  sendCode: (phone) => void send(phone),
  confirmByCode: (code, trust) => {
    const { confirm } = page
    if (confirm.step === 'code')
      void act('confirm', async () => {
        const { challenge, phone } = confirm
        const { enrolment, ...confirmed } = await doors.confirm({ challenge, phone, code, trust })
        page = { ...page, enrolment }
        return confirmed
      })
  },
  backToStart: () => change({ confirm: { step: 'start' }, notice: null }),
  enrol: () => {
    const { enrolment } = page
    if (!enrolment) return
    void act('confirm', async () => {
      const kept = await keepPasskey(doors, enrolment)
      page = { ...page, enrolment: null }
      return kept
    })
  },
}

function start(): void {
  render()
  doors.read().then(
    (first) => {
      told(first)
      if (!isEnded(first.phase)) follow(doors, told, lost)
    },
    (error: unknown) => {
      isMissing = error instanceof Refusal && error.status === 404
      isLost = !isMissing
      render()
      if (isLost) window.setTimeout(start, 3_000)
    },
  )
}

/** One act at a time: while the answer of a press is on its way, no other press counts. */
async function act(busy: Page['busy'], ask: () => Promise<Order>): Promise<void> {
  if (page.busy !== null) return
  change({ busy, notice: null })
  const say = sayIn(looks.language)
  try {
    told(await ask())
    change({ busy: null, isSure: false, notice: busy === 'look' && order?.message ? say('asked') : null })
  } catch (error) {
    const problem = error instanceof Refusal ? error.problem : null
    const wasLeft = error instanceof NotConfirmed
    const words = wasLeft ? say('notConfirmed') : problem ? textIn(looks.language, problem) : say('failed')
    change({ busy: null, isSure: false, notice: words })
    doors.read().then(told, () => undefined)
  }
}

/** Asks for a code to a phone; the answer says to which one, without showing it whole. */
async function send(phone: string): Promise<void> {
  if (page.busy !== null) return
  change({ busy: 'confirm', notice: null })
  try {
    const { challenge, masked, resendAt } = await doors.challenge({ way: 'sms', phone: phone.replace(/[\s-]/g, '') })
    change({ busy: null, confirm: { step: 'code', phone, challenge, masked: masked ?? '', resendAt } })
    document.getElementById('code')?.focus()
  } catch (error) {
    const problem = error instanceof Refusal ? error.problem : null
    const say = sayIn(looks.language)
    change({ busy: null, notice: problem ? textIn(looks.language, problem) : say('failed') })
  }
}

function told(next: Order): void {
  const isNewPhase = order !== null && order.phase !== next.phase
  const isSame = order !== null && JSON.stringify({ ...order, now: '' }) === JSON.stringify({ ...next, now: '' })
  order = next
  aheadMs = Date.parse(next.now) - Date.now()
  if (isSame) return
  if (isNewPhase) page = { ...page, isSure: false, notice: null }
  render()
  if (isNewPhase) document.getElementById('title')?.focus({ preventScroll: true })
}

function lost(now: boolean): void {
  if (isLost === now) return
  isLost = now
  render()
}

function change(part: Partial<typeof page>): void {
  page = { ...page, ...part }
  render()
}

let askedLate = false
function tick(): void {
  const shown = document.getElementById('left')
  if (!order || !shown) return
  const { seconds, text } = leftUntil(order.expiresAt, aheadMs)
  shown.textContent = sayIn(looks.language)('timeLeft', { left: text })
  shown.parentElement?.classList.toggle('soon', seconds < 60)
  if (seconds > 0 || askedLate) return
  askedLate = true
  doors.read().then(told, () => undefined)
}

function render(): void {
  const say = sayIn(looks.language)
  const focused = document.activeElement?.id
  document.documentElement.lang = looks.language
  document.title = order
    ? `${formatMoney(order.amount, looks.language)} · ${textIn(looks.language, order.merchant)}`
    : say('brand')
  paint(looks.mode)
  const drawn: Drawn | null = order && {
    page: { ...page, order, isPhone: phone.matches, aheadMs },
    acts,
    say,
    language: looks.language,
    zone,
  }
  root.replaceChildren(
    header(say),
    isLost ? make('p', { class: 'strip', role: 'status' }, say('offline')) : '',
    make(
      'main',
      {},
      ...(drawn
        ? [make('div', { class: `sheet phase-${drawn.page.order.phase}` }, summary(drawn), side(drawn))]
        : [isMissing ? missing(say) : loading(say)]),
    ),
  )
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true })
  tick()
}

const side = (drawn: Drawn): HTMLElement =>
  make('div', { class: 'side' }, panel(drawn), make('p', { class: 'notice', role: 'status' }, drawn.page.notice))

function header(say: Say): HTMLElement {
  const other = looks.language === 'en' ? 'zh-CN' : 'en'
  const mode = looks.mode === 'dark' ? 'light' : 'dark'
  return make(
    'header',
    {},
    make('span', { class: 'brand' }, seal(), say('brand')),
    make(
      'span',
      { class: 'looks' },
      make(
        'button',
        {
          id: 'mode',
          type: 'button',
          class: 'plain',
          'aria-label': say(mode),
          title: say(mode),
          onclick: () => look({ mode }),
        },
        icon(mode === 'dark' ? moon : sun),
      ),
      make(
        'button',
        { id: 'language', type: 'button', class: 'plain', lang: other, onclick: () => look({ language: other }) },
        say('language'),
      ),
    ),
  )
}

function look(part: Partial<Looks>): void {
  looks = { ...looks, ...part }
  keepLooks(place, looks)
  render()
}

const loading = (say: Say): HTMLElement => make('p', { class: 'alone soft', role: 'status' }, say('loading'))
const missing = (say: Say): HTMLElement =>
  make(
    'div',
    { class: 'alone' },
    make('h1', {}, say('notFoundTitle')),
    make('p', { class: 'soft' }, say('notFoundHelp')),
  )

const seal = (): SVGElement =>
  draw(
    'svg',
    { width: 24, height: 24, viewBox: '0 0 32 32', 'aria-hidden': 'true' },
    draw('rect', { x: 1, y: 1, width: 30, height: 30, rx: 5, fill: '#0f8164' }),
    draw(
      'text',
      {
        x: 16,
        y: 22.6,
        'text-anchor': 'middle',
        'font-size': 18.5,
        'font-weight': 600,
        fill: '#fff',
        class: 'seal-glyph',
      },
      '契',
    ),
  )

const sun =
  'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6ZM8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9'
const moon = 'M13 9.6A5.4 5.4 0 0 1 6.4 3a5.4 5.4 0 1 0 6.6 6.6Z'

phone.addEventListener('change', render)
window.setInterval(tick, 1_000)
start()
