import type { OwnWard, WardForm } from '../api/contract-privacy.ts'
import { make } from '../ui/make.ts'
import { badge, button, type Drawn, dayIn, facts } from './page.ts'

const tones: Record<OwnWard['state'], string> = {
  waiting: 'ochre',
  confirmed: 'jade',
  refused: 'cinnabar',
  cancelled: 'slate',
}

/** The children a person answers for: register, see how far it is, decide for them while they are under 14. */
export function wardsPart(drawn: Drawn): HTMLElement[] {
  const { known, say } = drawn
  return [
    make(
      'div',
      { class: 'lead' },
      make('h1', { id: 'title', tabindex: -1 }, say('wardsTitle')),
      make('p', { class: 'soft' }, say('wardsHelp')),
    ),
    ...(known.wards.length === 0
      ? [make('p', { class: 'card faint' }, say('noWards'))]
      : known.wards.map((ward) => wardCard(ward, drawn))),
    form(drawn),
  ]
}

function wardCard(of: OwnWard, { say, language, acts, isBusy }: Drawn): HTMLElement {
  const name = of.name ?? '—'
  const { ward } = of
  return make(
    'article',
    { class: 'card use' },
    make(
      'header',
      {},
      make('h3', {}, name),
      badge(of.isOver ? 'slate' : tones[of.state], say(of.isOver ? 'ward_over' : `ward_${of.state}`)),
    ),
    facts([
      [say('relation'), say(`relation_${of.relation}`)],
      [say('registered'), dayIn(language, of.openedAt)],
      ...(of.lastDay
        ? [[say('decidesUntil'), dayIn(language, `${of.lastDay}T12:00:00+08:00`)] as [string, string]]
        : []),
    ]),
    of.reason && make('div', { class: 'answer' }, make('strong', {}, say('wardWhy')), make('p', {}, of.reason)),
    of.state === 'waiting' && make('p', { class: 'why' }, say('wardWaits')),
    of.isOver && make('p', { class: 'why' }, say('wardGrown', { name })),
    ward !== null && !of.isOver
      ? make(
          'p',
          { class: 'act' },
          button(say('decideFor', { name }), () => acts.openWard({ id: ward, name }), 'primary', isBusy),
        )
      : null,
    of.may.includes('cancel')
      ? make(
          'p',
          { class: 'act' },
          button(say('cancelWard'), () => acts.cancelWard(of.id), 'second', isBusy),
        )
      : null,
  )
}

// What was typed outlives a refusal: the page is drawn anew after each answer.
const empty: WardForm = { name: '', born: '', phone: '', relation: 'parent', evidence: '' }
let draft: WardForm = empty

/** Forgets what was typed, once it was taken or somebody else signs in. */
export const clearWardDraft = (): void => {
  draft = empty
}

function form({ say, acts, isBusy }: Drawn): HTMLElement {
  const field = (
    key: 'name' | 'born' | 'phone' | 'evidence',
    props: Record<string, string | number>,
  ): HTMLElement[] => {
    const input = make('input', {
      id: `ward-${key}`,
      required: true,
      value: draft[key],
      autocomplete: 'off',
      ...props,
      oninput: () => {
        draft = { ...draft, [key]: input.value }
      },
    })
    return [make('label', { for: `ward-${key}` }, say(`ward_${key}`)), input]
  }
  const relation = make(
    'select',
    {
      id: 'ward-relation',
      onchange: () => {
        draft = { ...draft, relation: relation.value as WardForm['relation'] }
      },
    },
    ...(['parent', 'guardian'] as const).map((one) =>
      make('option', { value: one, selected: one === draft.relation }, say(`relation_${one}`)),
    ),
  )
  return make(
    'form',
    {
      class: 'card form',
      onsubmit: (event: Event) => {
        event.preventDefault()
        const { name, born, phone, evidence } = draft
        const tidy = (text: string): string => text.trim().replace(/\s+/g, ' ')
        acts.registerWard({ ...draft, name: tidy(name), born, phone: tidy(phone), evidence: tidy(evidence) })
      },
    },
    make('h2', {}, say('newWard')),
    make('p', { class: 'soft' }, say('newWardHelp')),
    ...field('name', { maxlength: 60 }),
    ...field('born', { type: 'date' }),
    ...field('phone', { type: 'tel', inputmode: 'tel', maxlength: 24 }),
    make('label', { for: 'ward-relation' }, say('relation')),
    relation,
    ...field('evidence', { maxlength: 120, placeholder: say('ward_evidence_hint') }),
    make('button', { type: 'submit', class: 'primary', 'aria-disabled': isBusy }, say('registerWard')),
  )
}

/** Above the uses of a child: for whom one decides, and the way back. */
export const wardStrip = ({ say, acts, isBusy, forWard }: Drawn): HTMLElement[] =>
  forWard === null
    ? []
    : [
        make(
          'p',
          { class: 'strip for-ward', role: 'status' },
          make('span', {}, say('decidingFor', { name: forWard.name })),
          button(say('backToMine'), () => acts.openWard(null), 'second', isBusy),
        ),
      ]
