import { Modal } from 'antd'
import { useText } from '../text/text.ts'
import type { Place } from './nav.ts'
import { commandKey } from './open.ts'

/** Which keys do what. */
export function Help({ rooms, open, close }: { rooms: readonly Place[]; open: boolean; close: () => void }) {
  const t = useText()
  const keys: [string[], string][] = [
    [[commandKey], t('help.commands')],
    [['/'], t('help.search')],
    [['?'], t('help.help')],
    [['Esc'], t('help.close')],
    ...rooms.map((place): [string[], string] => [['g', place.key], t(place.name)]),
  ]
  return (
    <Modal open={open} onCancel={close} footer={null} title={t('help.title')} width={460}>
      <dl className="keys">
        {keys.map(([pressed, does]) => (
          <div key={pressed.join()}>
            <dt>
              {pressed.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}
