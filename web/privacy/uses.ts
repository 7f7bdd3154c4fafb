import type { Basis, PrivacyUse, Receiver } from '../api/contract-privacy.ts'
import { type Child, make } from '../ui/make.ts'
import { badge, button, type Drawn, dayIn, facts, textIn } from './page.ts'
import { wardStrip } from './wards.ts'

const groups = [
  ['consent', 'groupConsent'],
  ['contract', 'groupContract'],
  ['law', 'groupLaw'],
] as const

const tones: Record<PrivacyUse['standing'], string> = {
  allowed: 'jade',
  not_asked: 'slate',
  withdrawn: 'slate',
  outdated: 'ochre',
  refused: 'slate',
  law: 'indigo',
  contract: 'jade',
}

/** Who uses what, why and for how long; each with the one tap that changes it. */
export function usesPart(drawn: Drawn): HTMLElement[] {
  const { known, say, forWard } = drawn
  const { uses, restricted } = known.overview
  // What may be switched off belongs to the person, whatever it rests on.
  const groupOf = (use: PrivacyUse): Basis => (use.recommends ? 'consent' : use.basis)
  return [
    make(
      'div',
      { class: 'lead' },
      make(
        'h1',
        { id: 'title', tabindex: -1 },
        forWard ? say('usesTitleFor', { name: forWard.name }) : say('usesTitle'),
      ),
      make('p', { class: 'soft' }, say('usesHelp')),
    ),
    ...wardStrip(drawn),
    ...(restricted ? [make('p', { class: 'strip', role: 'status' }, say('restricted'))] : []),
    ...groups.map(([basis, name]) =>
      make(
        'section',
        { class: 'group' },
        make('h2', {}, say(name)),
        ...uses.filter((use) => groupOf(use) === basis).map((use) => useCard(use, drawn)),
      ),
    ),
  ]
}

function useCard(use: PrivacyUse, drawn: Drawn): HTMLElement {
  const { say, language } = drawn
  return make(
    'article',
    { class: 'card use' },
    make(
      'header',
      {},
      make('h3', {}, textIn(language, use.name)),
      badge(tones[use.standing], say(`standing_${use.standing}`)),
    ),
    make('p', { class: 'soft' }, textIn(language, use.why)),
    facts([
      [say('uses'), marked(use, drawn)],
      ...(use.keep ? [[say('keeps'), kept(use.keep, drawn)] as [string, Child]] : []),
      ...(use.keep ? [[say('law'), textIn(language, use.keep.law)] as [string, Child]] : []),
    ]),
    use.text &&
      make(
        'details',
        {},
        make('summary', {}, say('textTitle', { n: String(use.text.version) })),
        make('p', { class: 'full' }, textIn(language, use.text)),
      ),
    ...(use.shares ? receiversOf(use, drawn) : [actOf(use, null, drawn)]),
  )
}

function marked(use: PrivacyUse, { say, language }: Drawn): HTMLElement {
  const names = use.scopes.map((scope) => textIn(language, scope.name)).join(language === 'en' ? '; ' : '；')
  return make(
    'span',
    {},
    `${names} `,
    use.sensitive && badge('ochre', say('sensitive')),
    use.written && badge('plum', say('writtenTag')),
  )
}

function kept(keep: NonNullable<PrivacyUse['keep']>, { say, language }: Drawn): string {
  const { years, months, days } = keep
  const unit = years ? 'years' : months ? 'months' : 'days'
  if (!years && !months && !days) return say('atOnce')
  const period = say(unit, { n: String(years || months || days) })
  return say('keepsSince', { from: textIn(language, keep.from), period })
}

function receiversOf(use: PrivacyUse, drawn: Drawn): HTMLElement[] {
  const { say, language } = drawn
  if (use.receivers.length === 0) return [make('p', { class: 'faint' }, say('noReceiver'))]
  return use.receivers.map((receiver) =>
    make(
      'div',
      { class: 'receiver' },
      make('h4', {}, textIn(language, receiver.name)),
      facts([
        [say('contact'), receiver.contact],
        [say('forWhat'), textIn(language, receiver.purpose)],
        [say('method'), textIn(language, receiver.method)],
        [
          say('categories'),
          receiver.categories.map(({ name }) => textIn(language, name)).join(language === 'en' ? '; ' : '、'),
        ],
        ...(receiver.licence ? [[say('licence'), receiver.licence] as [string, Child]] : []),
      ]),
      actOf(use, receiver, drawn),
    ),
  )
}

/** The one tap: withdraw what was given, give what was not, or say why neither is possible. */
function actOf(use: PrivacyUse, receiver: Receiver | null, drawn: Drawn): HTMLElement {
  const { say, acts, isBusy, language, known } = drawn
  const consent = receiver ? receiver.consent : use.consent
  const until = receiver ? receiver.until : use.until
  if (use.recommends) {
    const words = say(use.standing === 'refused' ? 'switchOn' : 'switchOff')
    return make(
      'p',
      { class: 'act' },
      button(words, () => acts.toggle(use), 'second', isBusy),
    )
  }
  if (use.basis !== 'consent') return make('p', { class: 'why' }, say(use.basis === 'law' ? 'whyLaw' : 'whyLocked'))
  if (consent !== null)
    return make(
      'p',
      { class: 'act' },
      until && make('small', {}, say('until', { day: dayIn(language, until, true) })),
      // A child's receipt is the child's: the door that hands it out knows one's own only.
      drawn.forWard === null &&
        make(
          'a',
          {
            class: 'link',
            href: `/v1/me/receipts/${encodeURIComponent(consent)}`,
            download: `${consent}.json`,
            title: say('receiptHelp'),
          },
          say('takeReceipt'),
        ),
      button(say('withdraw'), () => acts.withdraw(consent, use.name), 'second', isBusy),
    )
  if (known.overview.restricted) return make('p', { class: 'why' }, say('restricted'))
  if (use.written && known.me.passkeys.length === 0) return make('p', { class: 'why' }, say('signNeeds'))
  const isOld = receiver ? receiver.isOutdated : use.standing === 'outdated'
  const words = say(use.written ? 'sign' : isOld ? 'agreeAgain' : 'agree')
  return make(
    'p',
    { class: 'act' },
    button(words, () => acts.give(use, receiver), 'primary', isBusy),
  )
}
