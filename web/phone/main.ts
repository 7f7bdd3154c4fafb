import { keepLooks, keptLooks, type Looks } from '../ui/looks.ts'
import { make } from '../ui/make.ts'
import './phone.css'
import './home.css'
import './rooms.css'
import './sheet.css'
import './narrow.css'
import { bills, confirm, newCode, PhoneRefusal, pending, scan as scanCode, wallets } from './api.ts'
import { frame } from './frame.ts'
import { openCamera, readQr } from './readQr.ts'
import { fundFor } from './sheet.ts'
import { type Acts, isPaid, type Phone, type Screen, textIn } from './state.ts'
import { type Say, sayIn } from './text.ts'

// The browser phone of the sandbox: one state, drawn anew whenever it changes. It speaks only to the simulated wallet it came from.

const place = 'covenant.phone'
const shopperPlace = 'covenant.phone.shopper'
const codeSeconds = 55 // a code lives a minute; the next one is fetched before it ends
const lookMs = 2_000
const frameMs = 250

const root = document.getElementById('root') as HTMLElement
const video = make('video', { autoplay: true, muted: true, playsinline: true })
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone

let looks: Looks = keptLooks(place)
let waitingCode = new URLSearchParams(location.search).get('code')
let phone: Phone = {
  screen: 'home',
  wallets: [],
  shopper: null,
  pending: [],
  bills: [],
  asked: null,
  fund: null,
  pin: '',
  isPaying: false,
  shown: null,
  code: null,
  pasted: '',
  camera: 'off',
  isHidden: false,
  isLost: false,
  toast: null,
} // prettier: one state

const say: Say = (key, values) => sayIn(looks.language)(key, values)
const walletNow = () => phone.wallets.find(({ id }) => id === phone.shopper) ?? null

const acts: Acts = {
  go,
  become,
  change,
  scan: (code) => void scan(code),
  pick: (file) => void pick(file),
  camera: () => void camera(),
  ask: (trade) => change({ asked: trade, pin: '', fund: fundFor(walletNow(), trade), toast: null }),
  close: () => change({ asked: null, pin: '' }),
  type,
  code: () => void code(),
  copy: (text) =>
    void navigator.clipboard?.writeText(text).then(
      () => toast(say('copied')),
      () => undefined,
    ),
  look: (part) => {
    looks = { ...looks, ...part }
    keepLooks(place, looks)
    render()
  },
}

async function start(): Promise<void> {
  render()
  try {
    const all = await wallets()
    const kept = localStorage.getItem(shopperPlace)
    const known = all.find(({ id }) => id === kept)
    change({ wallets: all, isLost: false, screen: known ? 'home' : 'who' })
    if (known) become(known.id)
    window.setInterval(() => void look(), lookMs)
    window.setInterval(tick, 1_000)
  } catch {
    change({ isLost: true })
    window.setTimeout(() => void start(), lookMs)
  }
}

function become(shopper: string): void {
  localStorage.setItem(shopperPlace, shopper)
  change({ shopper, screen: 'home', pending: [], bills: [], code: null, asked: null })
  const code = waitingCode
  waitingCode = null
  // Read once: a reload must not open the payment again.
  if (code !== null) history.replaceState(null, '', location.pathname)
  void look().then(() => (code === null ? undefined : scan(code)))
}

function go(screen: Screen): void {
  if (phone.screen === 'scan') stopCamera()
  change({ screen, toast: null, pasted: '', camera: 'off' })
  if (screen === 'code') void code()
}

/** Asks what has happened: balances, payments a till has started, and new bills. Drawn only when something did. */
async function look(): Promise<void> {
  const { shopper } = phone
  if (!shopper || document.hidden) return
  try {
    const [all, open, made] = await Promise.all([wallets(), pending(shopper), bills(shopper)])
    if (phone.shopper !== shopper || phone.isPaying) return
    const news = { wallets: all, pending: open, bills: made, isLost: false }
    const { wallets: w, pending: p, bills: b, isLost } = phone
    if (JSON.stringify(news) === JSON.stringify({ wallets: w, pending: p, bills: b, isLost })) return
    const before = phone
    change(news)
    if (before.screen === 'code' && before.code) noticeCharge(before)
  } catch {
    if (!phone.isLost) change({ isLost: true })
  }
}

// A shown code was charged: above the free limit it waits for the password, below it is paid already.
function noticeCharge(before: Phone): void {
  const isNew = (known: { orderNo: string }[]) => (one: { orderNo: string }) =>
    !known.some(({ orderNo }) => orderNo === one.orderNo)
  const waiting = phone.pending.find(isNew(before.pending))
  if (waiting) {
    if (!phone.asked) acts.ask(waiting)
    return
  }
  const made = phone.bills.find(isNew(before.bills))
  if (made && Date.parse(made.at) >= (before.code?.madeAt ?? 0)) change({ screen: 'paid', shown: made, code: null })
}

async function scan(code: string): Promise<void> {
  if (!phone.shopper) return
  try {
    const trade = await scanCode(phone.shopper, code)
    stopCamera()
    if (isPaid(trade)) return change({ screen: 'paid', shown: trade })
    change({ screen: 'home', camera: 'off', pasted: '' })
    acts.ask(trade)
  } catch (error) {
    toast(refusalText(error))
  }
}

async function pick(file: File): Promise<void> {
  const code = await readQr(file).catch(() => null)
  if (code === null) return toast(say('imageNone'))
  await scan(code)
}

async function camera(): Promise<void> {
  const opened = await openCamera()
  if (!('stream' in opened)) return change({ camera: opened.refused ? 'refused' : 'none' })
  video.srcObject = opened.stream
  if (phone.screen !== 'scan') return stopCamera()
  await video.play().catch(() => undefined)
  change({ camera: 'on' })
  void watch()
}

async function watch(): Promise<void> {
  while (phone.camera === 'on' && phone.screen === 'scan' && !phone.asked) {
    const code = await readQr(video).catch(() => null)
    if (code !== null) await scan(code)
    await new Promise((resolve) => window.setTimeout(resolve, frameMs))
  }
}

function stopCamera(): void {
  for (const track of (video.srcObject as MediaStream | null)?.getTracks() ?? []) track.stop()
  video.srcObject = null
}

function type(pin: string): void {
  const digits = pin.replace(/\D/g, '').slice(0, 6)
  change({ pin: digits, toast: null })
  if (digits.length === 6) void pay()
}

async function pay(): Promise<void> {
  const { asked, shopper, fund, pin, isPaying } = phone
  if (!asked || !shopper || fund === null || isPaying) return
  change({ isPaying: true })
  try {
    const made = await confirm(shopper, asked.tradeToken, pin, fund)
    change({ isPaying: false, asked: null, pin: '', code: null, screen: 'paid', shown: made })
    void look()
  } catch (error) {
    const isOver =
      error instanceof PhoneRefusal && ['already_paid', 'order_closed', 'nothing_pending'].includes(error.code)
    change({ isPaying: false, pin: '', asked: isOver ? null : asked })
    toast(refusalText(error))
  }
}

async function code(): Promise<void> {
  const { shopper } = phone
  if (!shopper) return
  try {
    const made = await newCode(shopper)
    if (phone.shopper === shopper) change({ code: { digits: made.code, madeAt: Date.now() } })
  } catch (error) {
    toast(refusalText(error))
  }
}

function tick(): void {
  if (phone.screen !== 'code' || !phone.code || phone.asked) return
  const left = codeSeconds - Math.floor((Date.now() - phone.code.madeAt) / 1_000)
  if (left <= 0) {
    acts.code()
    return
  }
  const shown = document.getElementById('seconds')
  if (shown) shown.textContent = say('codeSeconds', { seconds: String(left) })
}

const refusalText = (error: unknown): string =>
  error instanceof PhoneRefusal && error.text
    ? textIn(looks.language, error.text)
    : say(error instanceof PhoneRefusal && error.code === 'unreachable' ? 'offline' : 'failed')

let toasting = 0
function toast(text: string): void {
  window.clearTimeout(toasting)
  change({ toast: text })
  toasting = window.setTimeout(() => change({ toast: null }), 4_000)
}

function change(part: Partial<Phone>): void {
  phone = { ...phone, ...part }
  render()
}

let drawnScreen: Screen | null = null
let drawnSheet: string | null = null
function render(): void {
  const focused = document.activeElement?.id
  const scrolled = root.querySelector('.screen')?.scrollTop ?? 0
  document.documentElement.lang = looks.language
  document.documentElement.dataset['mode'] = looks.mode
  document.documentElement.style.colorScheme = looks.mode
  document.title = say('brand')
  root.replaceChildren(frame({ phone, acts, say, language: looks.language, looks, zone, wallet: walletNow() }, video))
  const screen = root.querySelector('.screen')
  if (screen && drawnScreen === phone.screen) screen.scrollTop = scrolled
  drawnScreen = phone.screen
  // A sheet rises once, not with every digit.
  if (phone.asked && phone.asked.orderNo === drawnSheet) root.querySelector('.veil')?.classList.add('again')
  drawnSheet = phone.asked?.orderNo ?? null
  const wanted =
    phone.asked && !phone.isPaying
      ? document.getElementById(focused ?? '')?.closest('.sheet')
        ? focused
        : 'pin'
      : focused
  if (wanted) document.getElementById(wanted)?.focus({ preventScroll: true })
  const pin = document.getElementById('pin') as HTMLInputElement | null
  pin?.setSelectionRange(pin.value.length, pin.value.length)
  tick()
}

void start()
