import { type Child, make } from '../ui/make.ts'
import type { Say } from './text.ts'

export type Step = { name: 'phone' } | { name: 'code'; phone: string; challenge: string; masked: string }

export type SignInActs = {
  send(phone: string): void
  confirm(code: string): void
  byPasskey(): void
  back(): void
}

/** A phone and its code, or a passkey. */
export function signInPart(step: Step, acts: SignInActs, say: Say, isBusy: boolean): HTMLElement {
  return make(
    'section',
    { class: 'card door' },
    make('h1', { id: 'title', tabindex: -1 }, say('signInTitle')),
    make('p', { class: 'soft' }, say('signInHelp')),
    step.name === 'phone' ? phoneForm(acts, say, isBusy) : codeForm(step.masked, acts, say, isBusy),
  )
}

function phoneForm(acts: SignInActs, say: Say, isBusy: boolean): HTMLElement {
  const phone = make('input', {
    id: 'phone',
    type: 'tel',
    autocomplete: 'tel webauthn',
    inputmode: 'tel',
    maxlength: 20,
    required: true,
  })
  return form(
    () => acts.send(phone.value.replace(/[\s-]/g, '')),
    make('label', { for: 'phone' }, say('phone')),
    phone,
    make('button', { type: 'submit', class: 'primary', 'aria-disabled': isBusy }, say('sendCode')),
    make(
      'button',
      { type: 'button', class: 'second', onclick: acts.byPasskey, 'aria-disabled': isBusy },
      say('byPasskey'),
    ),
  )
}

function codeForm(masked: string, acts: SignInActs, say: Say, isBusy: boolean): HTMLElement {
  const code = make('input', {
    id: 'code',
    type: 'text',
    autocomplete: 'one-time-code',
    inputmode: 'numeric',
    pattern: '[0-9]{6}',
    maxlength: 6,
    required: true,
  })
  return form(
    () => acts.confirm(code.value),
    make('p', {}, say('codeSent', { phone: masked })),
    make('label', { for: 'code' }, say('code')),
    code,
    make('a', { class: 'link', href: '/inbox', target: '_blank', rel: 'noreferrer' }, say('sandboxInbox')),
    make('button', { type: 'submit', class: 'primary', 'aria-disabled': isBusy }, say('signIn')),
    make('button', { type: 'button', class: 'quiet', onclick: acts.back }, say('otherPhone')),
  )
}

const form = (onsubmit: () => void, ...children: Child[]): HTMLElement =>
  make(
    'form',
    {
      class: 'form',
      onsubmit: (event: Event) => {
        event.preventDefault()
        onsubmit()
      },
    },
    ...children,
  )
