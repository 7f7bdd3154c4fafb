import type { Consent } from '../api/contract-privacy.ts'
import { make } from '../ui/make.ts'
import { badge, button, card, type Drawn, textIn, timeIn } from './page.ts'

/** Take it away, saved methods, passkeys, and what was agreed to when. */
export function minePart(drawn: Drawn): HTMLElement[] {
  const { say, known, language, acts, isBusy } = drawn
  return [
    make(
      'div',
      { class: 'lead' },
      make('h1', { id: 'title', tabindex: -1 }, say('mineTitle')),
      make('p', { class: 'soft' }, say('loginAt', { time: timeIn(language, known.me.assurance.at) })),
    ),
    card(
      say('exportTitle'),
      say('exportHelp'),
      make('p', { class: 'act' }, button(say('download'), acts.takeCopy, 'primary', isBusy)),
    ),
    card(
      say('methodsTitle'),
      say('methodsHelp'),
      known.methods.length === 0
        ? make('p', { class: 'faint' }, say('noMethods'))
        : make(
            'ul',
            { class: 'list' },
            ...known.methods.map((method) =>
              make(
                'li',
                {},
                make(
                  'span',
                  {},
                  make('strong', {}, method.masked),
                  make('small', {}, [method.issuer, method.label].filter(Boolean).join(' · ')),
                  method.isDefault && badge('jade', say('default')),
                ),
                button(say('remove'), () => acts.removeMethod(method.id), 'quiet', isBusy),
              ),
            ),
          ),
    ),
    card(
      say('passkeysTitle'),
      known.me.passkeys.length === 0 ? say('noPasskeys') : null,
      make(
        'ul',
        { class: 'list' },
        ...known.me.passkeys.map(({ name, createdAt }) =>
          make('li', {}, make('strong', {}, name), make('small', {}, timeIn(language, createdAt))),
        ),
      ),
      make('p', { class: 'act' }, button(say('addPasskey'), acts.addPasskey, 'second', isBusy)),
    ),
    card(
      say('history'),
      null,
      known.consents.length === 0
        ? make('p', { class: 'faint' }, say('noHistory'))
        : make('ul', { class: 'list' }, ...known.consents.map((consent) => line(consent, drawn))),
    ),
  ]
}

const tones: Record<Consent['state'], string> = {
  in_force: 'jade',
  withdrawn: 'slate',
  replaced: 'slate',
  expired: 'slate',
  outdated: 'ochre',
}

const line = (consent: Consent, { say, language }: Drawn): HTMLElement =>
  make(
    'li',
    {},
    make(
      'span',
      {},
      make('strong', {}, textIn(language, consent.purpose.name)),
      make(
        'small',
        {},
        [
          consent.recipient && textIn(language, consent.recipient.name),
          timeIn(language, consent.givenAt),
          say(`form_${consent.form}`),
        ]
          .filter(Boolean)
          .join(' · '),
      ),
      make('small', {}, `${say('receipt')} `, make('code', {}, consent.receipt.slice(0, 16))),
    ),
    badge(tones[consent.state], say(`cstate_${consent.state}`)),
  )
