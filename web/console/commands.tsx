import { Modal } from 'antd'
import { type KeyboardEvent, useDeferredValue, useMemo, useState } from 'react'
import type { PaymentRow } from '../api/contract-money.ts'
import { paths } from '../paths.ts'
import { type Translate, useText } from '../text/text.ts'
import { formatMoney } from '../ui/format.ts'
import { Icon, type IconName } from '../ui/icon.tsx'
import { type Language, useReader, useSay } from '../ui/language.ts'
import { useAsk } from './ask.ts'
import { useGo } from './go.tsx'
import type { Place } from './nav.ts'
import { change, settings } from './settings.ts'

type Command = { id: string; icon: IconName; name: string; hint: string; run: () => void }
type Props = { rooms: readonly Place[]; open: boolean; close: () => void; help: () => void }

/** Goes anywhere and does the small things, from the keyboard: ⌘K. */
export function Commands({ rooms, open, close, help }: Props) {
  const t = useText()
  return (
    <Modal
      open={open}
      onCancel={close}
      footer={null}
      closable={false}
      width={600}
      style={{ top: 88 }}
      destroyOnHidden
      title={null}
      styles={{ container: { padding: 0 } }}
    >
      <div role="dialog" aria-label={t('commands.title')}>
        <Chooser rooms={rooms} close={close} help={help} />
      </div>
    </Modal>
  )
}

function Chooser({ rooms, close, help }: Omit<Props, 'open'>) {
  const t = useText()
  const [words, setWords] = useState('')
  const [at, setAt] = useState(0)
  const found = useCommands(rooms, words, close, help)
  const say = (next: string): void => {
    setWords(next)
    setAt(0)
  }
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      const step = event.key === 'ArrowDown' ? 1 : -1
      setAt((now) => Math.max(0, Math.min(found.length - 1, now + step)))
    }
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) found[at]?.run()
  }
  return (
    <>
      <div className="commands-box">
        <Icon name="search" />
        <input
          // biome-ignore lint/a11y/noAutofocus: the box was opened in order to type into it
          autoFocus
          value={words}
          onChange={(event) => say(event.target.value)}
          onKeyDown={press}
          placeholder={t('commands.placeholder')}
          aria-label={t('commands.placeholder')}
          role="combobox"
          aria-expanded="true"
          aria-controls="commands-list"
          aria-activedescendant={found[at] ? `command-${at}` : undefined}
        />
        <kbd>Esc</kbd>
      </div>
      <div id="commands-list" role="listbox" aria-label={t('commands.title')} className="commands-list">
        {found.map((command, place) => (
          <div
            key={command.id}
            id={`command-${place}`}
            role="option"
            tabIndex={-1}
            aria-selected={place === at}
            className="command"
            onMouseMove={() => setAt(place)}
            onClick={command.run}
            onKeyDown={press}
          >
            <Icon name={command.icon} />
            <span>{command.name}</span>
            <em>{command.hint}</em>
          </div>
        ))}
        {found.length === 0 ? <p className="faint commands-none">{t('commands.none')}</p> : null}
      </div>
    </>
  )
}

function useCommands(rooms: readonly Place[], words: string, close: () => void, help: () => void): Command[] {
  const t = useText()
  const say = useSay()
  const go = useGo()
  const { language } = useReader()
  const asked = useDeferredValue(words.trim())
  const payments = useAsk('/v1/payments', { query: { q: asked, limit: 6 } }, { when: asked.length >= 2 })
  return useMemo(() => {
    const then = (run: () => void) => (): void => {
      close()
      run()
    }
    const still = [...placesAsCommands(rooms, t, go), ...deedsAsCommands(t, help)]
    const wanted = asked.toLowerCase()
    const fit = still.filter(({ name, hint }) => `${name} ${hint}`.toLowerCase().includes(wanted))
    const rows = asked.length >= 2 ? (payments.data?.items ?? []) : []
    const jumps = rows.map((row) => paymentAsCommand(row, say, language, go))
    return [...jumps, ...fit].slice(0, 12).map((command) => ({ ...command, run: then(command.run) }))
  }, [rooms, t, say, go, language, asked, payments.data, close, help])
}

const placesAsCommands = (rooms: readonly Place[], t: Translate, go: (to: string) => void): Command[] =>
  rooms.map((place) => ({
    id: place.to,
    icon: place.icon,
    name: t(place.name),
    hint: `g ${place.key}`,
    run: () => go(place.to),
  }))

function deedsAsCommands(t: Translate, help: () => void): Command[] {
  const { language, mode } = settings()
  const other: Language = language === 'en' ? 'zh-CN' : 'en'
  return [
    {
      id: 'language',
      icon: 'language',
      name: t('act.language'),
      hint: other === 'en' ? 'English' : '中文',
      run: () => change({ language: other }),
    },
    {
      id: 'mode',
      icon: 'moon',
      name: t(mode === 'dark' ? 'act.light' : 'act.dark'),
      hint: '',
      run: () => change({ mode: mode === 'dark' ? 'light' : 'dark' }),
    },
    { id: 'help', icon: 'help', name: t('help.title'), hint: '?', run: help },
  ]
}

function paymentAsCommand(
  row: PaymentRow,
  say: ReturnType<typeof useSay>,
  language: Language,
  go: (to: string) => void,
): Command {
  return {
    id: row.id,
    icon: 'payment',
    name: `${say(row.merchant.name)} · ${row.subject}`,
    hint: `${row.order} · ${formatMoney(row.amount, language)}`,
    run: () => go(paths.payment(row)),
  }
}
