import { startAuthentication, startRegistration } from '@simplewebauthn/browser'
import type { ConsumerMe } from '../api/contract-identity.ts'
import type { ConsentAsked, PrivacyUse, Receiver, RequestKind } from '../api/contract-privacy.ts'
import { keepLooks, keptLooks, type Looks } from '../ui/looks.ts'
import { icon, make } from '../ui/make.ts'
import { paint } from '../ui/paint.ts'
import { doors, Refusal } from './doors.ts'
import { minePart } from './mine.ts'
import { type Acts, type ForWard, type Known, type Tab, tabs, textIn } from './page.ts'
import './privacy.css'
import { requestsPart } from './requests.ts'
import { type Step, signInPart } from './signIn.ts'
import { type Say, sayIn } from './text.ts'
import { usesPart } from './uses.ts'
import { clearWardDraft, wardsPart } from './wards.ts'

// A person's own privacy centre: phone first, no framework, nobody else's script.

const kept = 'covenant.privacy'
const root = document.getElementById('root') as HTMLElement

type State = {
  looks: Looks
  step: Step
  known: Known | null
  tab: Tab
  /** The child a guardian decides for, with what is used of it. */
  child: (ForWard & Pick<Known, 'overview' | 'consents'>) | null
  kind: RequestKind
  isBusy: boolean
  isLost: boolean
  isOpening: boolean
  notice: string
}
let state: State = {
  looks: keptLooks(kept),
  step: { name: 'phone' },
  known: null,
  tab: (tabs as readonly string[]).includes(location.hash.slice(1)) ? (location.hash.slice(1) as Tab) : 'uses',
  child: null,
  kind: 'access',
  isBusy: false,
  isLost: false,
  isOpening: true,
  notice: '',
}
const change = (part: Partial<State>): void => {
  state = { ...state, ...part }
  render()
}
const say: Say = (key, values) => sayIn(state.looks.language)(key, values)

/** One act at a time; what it answers in words is said aloud. */
async function act(work: () => Promise<string>): Promise<void> {
  if (state.isBusy) return
  change({ isBusy: true, notice: '' })
  try {
    change({ notice: await work(), isBusy: false })
  } catch (error) {
    const problem = error instanceof Refusal ? error.problem : null
    const isDevice = !(error instanceof Refusal)
    change({
      isBusy: false,
      notice: problem ? textIn(state.looks.language, problem) : say(isDevice ? 'notConfirmed' : 'failed'),
    })
    if (problem?.status === 401) change({ known: null })
  }
}

async function load(me: ConsumerMe): Promise<void> {
  const [overview, consents, requests, methods, plan, wards] = await Promise.all([
    doors.overview(),
    doors.consents(),
    doors.requests(),
    doors.methods().catch(() => ({ items: [], next: null })),
    doors.plan().catch(() => null),
    doors.wards().catch(() => ({ items: [], next: null })),
  ])
  const [{ items: asked }, { items: given }] = [requests, consents]
  const known = { me, overview, consents: given, requests: asked, methods: methods.items, plan, wards: wards.items }
  change({ known, isOpening: false, isLost: false })
}
const again = async (): Promise<void> => {
  if (state.child) return await loadChild(state.child)
  if (state.known) await load(state.known.me)
}

async function loadChild({ id, name }: ForWard): Promise<void> {
  const [overview, consents] = await Promise.all([doors.overview(id), doors.consents(id)])
  change({ child: { id, name, overview, consents: consents.items } })
}

const acts: Acts = {
  withdraw: (consent, name) =>
    void act(async () => {
      await doors.withdraw(consent)
      await again()
      return say('withdrawnSaid', { name: textIn(state.looks.language, name) })
    }),
  give: (use, receiver) =>
    void act(async () => {
      await give(use, receiver)
      await again()
      return say('givenSaid', { name: textIn(state.looks.language, use.name) })
    }),
  toggle: (use) =>
    void act(async () => {
      await (use.standing === 'refused' ? doors.allow(use.id, state.child?.id) : doors.refuse(use.id, state.child?.id))
      await again()
      return say('done')
    }),
  ask: (kind, words) =>
    void act(async () => {
      await doors.open(kind, words === '' ? null : words)
      await again()
      return say('state_received')
    }),
  pickKind: (kind) => change({ kind }),
  cancel: (request) =>
    void act(async () => {
      await doors.cancel(request)
      await again()
      return say('state_cancelled')
    }),
  removeMethod: (id) =>
    void act(async () => {
      await doors.removeMethod(id)
      await again()
      return say('done')
    }),
  takeCopy: () =>
    void act(async () => {
      saveAs('covenant-my-data.json', await doors.takeCopy())
      return say('copyTaken')
    }),
  registerWard: (child) =>
    void act(async () => {
      await doors.registerWard(child)
      clearWardDraft()
      await again()
      return say('wardRegistered')
    }),
  cancelWard: (id) =>
    void act(async () => {
      await doors.cancelWard(id)
      await again()
      return say('ward_cancelled')
    }),
  openWard: (ward) =>
    void act(async () => {
      if (ward) await loadChild(ward)
      go(ward ? 'uses' : 'wards', ward !== null)
      return ''
    }),
  addPasskey: () =>
    void act(async () => {
      const { challenge, options } = await doors.newPasskey()
      const response = await startRegistration({ optionsJSON: options })
      await load(await doors.addPasskey({ challenge, response, name: say('thisDevice') }))
      return say('done')
    }),
}

function saveAs(name: string, what: object): void {
  const href = URL.createObjectURL(new Blob([JSON.stringify(what, null, 2)], { type: 'application/json' }))
  make('a', { href, download: name }).click()
  // The browser has begun to read it when the click returns.
  URL.revokeObjectURL(href)
}

async function give(use: PrivacyUse, receiver: Receiver | null): Promise<void> {
  const scopes = (receiver ? receiver.categories : use.scopes).map(({ id }) => id)
  const asked: ConsentAsked = { purpose: use.id, scopes, recipient: receiver?.id ?? null, text: use.text?.digest ?? '' }
  if (state.child) asked.ward = state.child.id
  const how = { language: state.looks.language, place: 'privacy-centre' } as const
  if (!use.written) return void (await doors.give({ ...asked, ...how }))
  const { challenge, options } = await doors.beginSigning(asked)
  const response = await startAuthentication({ optionsJSON: options })
  await doors.give({ ...asked, ...how, signed: { challenge, response } })
}

const signing = {
  send: (phone: string) =>
    void act(async () => {
      const { challenge, masked } = await doors.sendCode(phone)
      change({ step: { name: 'code', phone, challenge, masked } })
      document.getElementById('code')?.focus()
      return ''
    }),
  confirm: (code: string) =>
    void act(async () => {
      if (state.step.name !== 'code') return ''
      const { phone, challenge } = state.step
      await load(await doors.signIn({ by: 'code', phone, challenge, code }))
      return ''
    }),
  byPasskey: () =>
    void act(async () => {
      const { challenge, options } = await doors.passkeyOptions()
      const response = await startAuthentication({ optionsJSON: options })
      await load(await doors.signIn({ by: 'passkey', challenge, response }))
      return ''
    }),
  back: () => change({ step: { name: 'phone' }, notice: '' }),
}

const leave = (): void =>
  void act(async () => {
    await doors.signOut()
    clearWardDraft()
    change({ known: null, child: null, step: { name: 'phone' } })
    return ''
  })

function start(): void {
  change({ isOpening: true, isLost: false })
  doors.me().then(load, (error: unknown) => {
    const isLost = !(error instanceof Refusal) || error.status === 0 || error.status >= 500
    change({ isOpening: false, isLost })
  })
}

function render(): void {
  const focused = document.activeElement?.id
  document.documentElement.lang = state.looks.language
  document.title = say('brand')
  paint(state.looks.mode)
  const note = make('p', { class: 'toast', role: 'status' }, state.notice)
  root.replaceChildren(header(), make('main', {}, ...body()), note)
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true })
}

function body(): HTMLElement[] {
  const { isOpening, isLost, isBusy, tab, kind, looks, child } = state
  if (isLost)
    return [
      make(
        'div',
        { class: 'card door' },
        make('h1', {}, say('offline')),
        make('button', { type: 'button', class: 'second', onclick: start }, say('again')),
      ),
    ]
  if (isOpening) return [make('p', { class: 'soft alone', role: 'status' }, say('loading'))]
  if (!state.known) return [signInPart(state.step, signing, say, isBusy)]
  // What is a child's is shown among the uses only; requests and one's own data stay one's own.
  const forWard = tab === 'uses' ? child : null
  const known = forWard ? { ...state.known, overview: forWard.overview, consents: forWard.consents } : state.known
  const drawn = { known, acts, say, language: looks.language, isBusy, kind, forWard }
  const parts = { uses: usesPart, requests: requestsPart, mine: minePart, wards: wardsPart }
  return [tabBar(), ...parts[tab](drawn)]
}

/** Turns to a part of the page; a child that one decided for is left, unless it is kept. */
function go(tab: Tab, keepsChild = false): void {
  history.replaceState(null, '', `#${tab}`)
  change({ tab, notice: '', ...(keepsChild ? {} : { child: null }) })
  scrollTo(0, 0)
  document.getElementById('title')?.focus({ preventScroll: true })
}

function tabBar(): HTMLElement {
  const names = { uses: 'tabUses', requests: 'tabRequests', mine: 'tabMine', wards: 'tabWards' } as const
  return make(
    'nav',
    { class: 'tabs', 'aria-label': say('tabs') },
    ...tabs.map((tab) =>
      make(
        'button',
        { type: 'button', id: `tab-${tab}`, 'aria-current': tab === state.tab ? 'page' : null, onclick: () => go(tab) },
        say(names[tab]),
      ),
    ),
  )
}

function header(): HTMLElement {
  const { language, mode: now } = state.looks
  const other = language === 'en' ? 'zh-CN' : 'en'
  const mode = now === 'dark' ? 'light' : 'dark'
  const look = (part: Partial<Looks>): void => {
    const looks = { ...state.looks, ...part }
    keepLooks(kept, looks)
    change({ looks, notice: '' })
  }
  return make(
    'header',
    {},
    make('span', { class: 'brand' }, make('span', { class: 'mark', 'aria-hidden': 'true' }, '契'), say('brand')),
    make(
      'span',
      { class: 'looks' },
      state.known && make('span', { class: 'who faint' }, state.known.me.phone),
      state.known && make('button', { id: 'leave', type: 'button', class: 'plain', onclick: leave }, say('signOut')),
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

const sun =
  'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6ZM8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9'
const moon = 'M13 9.6A5.4 5.4 0 0 1 6.4 3a5.4 5.4 0 1 0 6.6 6.6Z'

start()
