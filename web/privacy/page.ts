import type { ConsumerMe } from '../api/contract-identity.ts'
import type {
  Consent,
  DeletionPlan,
  OwnWard,
  PrivacyOverview,
  PrivacyRequest,
  PrivacyUse,
  Receiver,
  RequestKind,
  WardForm,
} from '../api/contract-privacy.ts'
import type { SavedMethod } from '../api/contract-vault.ts'
import type { Text } from '../api/values.ts'
import type { Language } from '../ui/language.ts'
import { type Child, make } from '../ui/make.ts'
import type { Say } from './text.ts'

export const tabs = ['uses', 'requests', 'mine', 'wards'] as const
export type Tab = (typeof tabs)[number]

/** What is known of the person who is signed in. */
export type Known = {
  me: ConsumerMe
  overview: PrivacyOverview
  consents: Consent[]
  requests: PrivacyRequest[]
  methods: SavedMethod[]
  plan: DeletionPlan | null
  wards: OwnWard[]
}

/** The child a guardian decides for at the moment. */
export type ForWard = { id: string; name: string }

export type Acts = {
  withdraw(consent: string, name: Text): void
  give(use: PrivacyUse, receiver: Receiver | null): void
  toggle(use: PrivacyUse): void
  ask(kind: RequestKind, words: string): void
  pickKind(kind: RequestKind): void
  cancel(request: string): void
  removeMethod(id: string): void
  addPasskey(): void
  takeCopy(): void
  registerWard(child: WardForm): void
  cancelWard(id: string): void
  openWard(ward: ForWard | null): void
}

/** Everything a part of the page is drawn from. */
export type Drawn = {
  known: Known
  acts: Acts
  say: Say
  language: Language
  isBusy: boolean
  kind: RequestKind
  /** Set where `known` has the uses and consents of a child. */
  forWard: ForWard | null
}

export const textIn = (language: Language, { zh, en }: Text): string => (language === 'en' ? en : zh)

const zone = 'Asia/Shanghai'

/** A calendar day of the institution; the last day before `time` when that is a midnight that is no longer in. */
export const dayIn = (language: Language, time: string, isEnd = false): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: zone }).format(Date.parse(time) - (isEnd ? 1 : 0))

export const timeIn = (language: Language, time: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone: zone }).format(
    Date.parse(time),
  )

/** A card with a heading. */
export const card = (title: string, help: string | null, ...children: Child[]): HTMLElement =>
  make('section', { class: 'card' }, make('h2', {}, title), help && make('p', { class: 'soft' }, help), ...children)

/** A button that counts one press at a time. */
export const button = (words: string, onclick: () => void, look: string, isBusy: boolean): HTMLElement =>
  make('button', { type: 'button', class: look, onclick, 'aria-disabled': isBusy }, words)

export const badge = (tone: string, words: string): HTMLElement => make('span', { class: `tag tag-${tone}` }, words)

/** Names and values. */
export const facts = (of: readonly [string, Child][]): HTMLElement =>
  make(
    'dl',
    { class: 'facts' },
    ...of.map(([name, value]) => make('div', {}, make('dt', {}, name), make('dd', {}, value))),
  )
