import type { DeletionPlan, PrivacyRequest, RequestKind, RequestState } from '../api/contract-privacy.ts'
import { make } from '../ui/make.ts'
import { badge, button, type Drawn, dayIn, textIn } from './page.ts'

const kinds: RequestKind[] = ['access', 'export', 'correct', 'delete', 'object', 'explain']
const tones: Record<RequestState, string> = {
  received: 'indigo',
  in_hand: 'ochre',
  answered: 'jade',
  refused: 'cinnabar',
  cancelled: 'slate',
}
const steps: RequestState[] = ['received', 'in_hand', 'answered']

/** What the person asked, how far it is, and a form to ask more. */
export function requestsPart(drawn: Drawn): HTMLElement[] {
  const { known, say } = drawn
  return [
    make(
      'div',
      { class: 'lead' },
      make('h1', { id: 'title', tabindex: -1 }, say('requestsTitle')),
      make('p', { class: 'soft' }, say('requestsHelp')),
    ),
    form(drawn),
    ...(known.requests.length === 0
      ? [make('p', { class: 'card faint' }, say('noRequests'))]
      : known.requests.map((request) => requestCard(request, drawn))),
  ]
}

function form({ say, acts, isBusy, kind, known, language }: Drawn): HTMLElement {
  const words = make('textarea', { id: 'words', rows: 2, maxlength: 1_000 })
  const select = make(
    'select',
    { id: 'kind', onchange: () => acts.pickKind(select.value as RequestKind) },
    ...kinds.map((one) => make('option', { value: one, selected: one === kind }, say(`kind_${one}`))),
  )
  return make(
    'form',
    {
      class: 'card form',
      onsubmit: (event: Event) => {
        event.preventDefault()
        acts.ask(select.value as RequestKind, words.value.trim().replace(/\s+/g, ' '))
      },
    },
    make('h2', {}, say('newRequest')),
    make('label', { for: 'kind' }, say('kind')),
    select,
    kind === 'delete' && known.plan && planOf(known.plan, { say, language }),
    make('label', { for: 'words' }, say('words')),
    words,
    make('button', { type: 'submit', class: 'primary', 'aria-disabled': isBusy }, say('send')),
  )
}

function requestCard(request: PrivacyRequest, drawn: Drawn): HTMLElement {
  const { say, language, acts, isBusy } = drawn
  const isOpen = request.closedAt === null
  return make(
    'article',
    { class: 'card use' },
    make(
      'header',
      {},
      make('h3', {}, say(`kind_${request.kind}`)),
      badge(tones[request.state], say(`state_${request.state}`)),
    ),
    request.state === 'cancelled' || request.state === 'refused' ? null : progress(request, drawn),
    make('p', { class: 'faint' }, say('opened', { day: dayIn(language, request.openedAt) })),
    isOpen &&
      make(
        'p',
        { class: request.isOverdue ? 'bad' : 'soft' },
        request.isOverdue ? say('late') : say('due', { day: dayIn(language, request.dueAt, true) }),
      ),
    request.words && make('p', { class: 'quote' }, request.words),
    request.answer &&
      make('div', { class: 'answer' }, make('strong', {}, say('answer')), make('p', {}, request.answer)),
    request.outcome && planOf(request.outcome, drawn),
    request.may.includes('cancel') &&
      make(
        'p',
        { class: 'act' },
        button(say('cancel'), () => acts.cancel(request.id), 'quiet', isBusy),
      ),
  )
}

function progress({ state }: PrivacyRequest, { say }: Drawn): HTMLElement {
  const here = steps.indexOf(state)
  return make(
    'ol',
    { class: 'steps' },
    ...steps.map((step, place) =>
      make(
        'li',
        { class: place <= here ? 'is-done' : '', 'aria-current': place === here ? 'step' : null },
        say(`state_${step}`),
      ),
    ),
  )
}

/** What a deletion erases, and what a law keeps until when. */
function planOf(plan: DeletionPlan, { say, language }: Pick<Drawn, 'say' | 'language'>): HTMLElement {
  const row = (item: DeletionPlan['items'][number]): HTMLElement =>
    make(
      'li',
      {},
      make('span', {}, textIn(language, item.data), ' ', make('small', {}, say('items', { n: String(item.count) }))),
      item.law &&
        make(
          'small',
          {},
          say('planUntil', {
            law: textIn(language, item.law),
            day: item.until ? dayIn(language, item.until, true) : '',
          }),
        ),
    )
  const part = (does: 'erase' | 'keep', title: string, tone: string): HTMLElement | null => {
    const items = plan.items.filter((item) => item.does === does)
    return items.length === 0 ? null : make('div', {}, badge(tone, title), make('ul', {}, ...items.map(row)))
  }
  return make(
    'div',
    { class: 'plan' },
    make('strong', {}, say('planTitle')),
    part('erase', say('planErase'), 'cinnabar'),
    part('keep', say('planKeep'), 'indigo'),
  )
}
