import { icon, make } from '../ui/make.ts'
import { room } from './rooms.ts'
import { type Drawn, drawings } from './state.ts'

/** Three ways to read a shop's code: the camera, a picture, or what the code says. `video` outlives each drawing. */
export function scan(drawn: Drawn, video: HTMLVideoElement): HTMLElement {
  const { phone, acts, say } = drawn
  const { camera } = phone
  return room(
    drawn,
    say('scan'),
    'home',
    'night',
    make(
      'div',
      { class: 'finder' },
      camera === 'on' ? video : null,
      make('span', { class: 'corners', 'aria-hidden': 'true' }),
      camera === 'off'
        ? make(
            'button',
            { id: 'camera', type: 'button', class: 'finder-button', onclick: acts.camera },
            icon(drawings.camera, 22),
            say('camera'),
          )
        : null,
      camera === 'none' || camera === 'refused'
        ? make('p', { class: 'finder-note' }, say(camera === 'none' ? 'cameraNone' : 'cameraRefused'))
        : null,
    ),
    make('p', { class: 'finder-help' }, say('cameraHelp')),
    make(
      'label',
      { class: 'wide second picture', for: 'picture' },
      icon(drawings.image, 18),
      say('image'),
      make('input', {
        id: 'picture',
        type: 'file',
        accept: 'image/*',
        class: 'sr',
        onchange: (event: Event) => {
          const [file] = (event.target as HTMLInputElement).files ?? []
          if (file) acts.pick(file)
        },
      }), // prettier: one input
    ),
    paste(drawn),
  )
}

function paste({ phone, acts, say }: Drawn): HTMLElement {
  return make(
    'form',
    {
      class: 'paste',
      onsubmit: (event: Event) => {
        event.preventDefault()
        if (phone.pasted.trim()) acts.scan(phone.pasted.trim())
      },
    },
    make('label', { for: 'pasted' }, say('paste')),
    make(
      'div',
      { class: 'paste-row' },
      make('input', {
        id: 'pasted',
        type: 'text',
        autocomplete: 'off',
        autocapitalize: 'off',
        spellcheck: 'false',
        maxlength: 512,
        value: phone.pasted,
        placeholder: say('pastePlaceholder'),
        oninput: (event: Event) => {
          phone.pasted = (event.target as HTMLInputElement).value // nothing else is drawn from it
        },
      }), // prettier: one input
      make('button', { id: 'open', type: 'submit' }, say('open')),
    ),
  )
}
