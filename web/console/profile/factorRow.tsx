import { App, Button, Tooltip } from 'antd'
import type { ReactNode } from 'react'
import type { Factors } from '../../api/contract-identity.ts'
import type { Text } from '../../api/values.ts'
import { useText } from '../../text/text.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { useSay } from '../../ui/language.ts'
import { useChange } from './useChange.ts'

type Props = {
  icon: IconName
  name: ReactNode
  says: ReactNode
  isOn: boolean
  /** Why it cannot be removed; said in the open, because nobody can point at a button that is off with a finger or a key. */
  kept?: Text | null
  children?: ReactNode
}

/** One way to prove oneself: what it is, since when, and what can be done with it. */
export function FactorRow({ icon, name, says, isOn, kept = null, children }: Props) {
  const say = useSay()
  return (
    <li className={isOn ? 'factor factor-on' : 'factor'}>
      <span className="factor-mark">
        <Icon name={icon} size={18} />
      </span>
      <div className="factor-words">
        <strong>{name}</strong>
        <span className="faint">{says}</span>
        {kept ? <span className="faint">{say(kept)}</span> : null}
      </div>
      <div className="factor-acts">{children}</div>
    </li>
  )
}

type Removing = {
  /** What is removed, in words: the name of the passkey, the masked phone. */
  what: string
  /** Why it stays; null when it may go. */
  kept: Text | null
  remove: () => Promise<Factors>
}

/** Removes a way after asking; who would lock themselves out is told why it stays. */
export function RemoveButton({ what, kept, remove }: Removing) {
  const t = useText()
  const say = useSay()
  const { modal, message } = App.useApp()
  const { busy, run } = useChange()
  const ask = (): void => {
    modal.confirm({
      title: t('factor.removeTitle', { what }),
      content: t('factor.removeHelp'),
      okText: t('factor.remove'),
      okButtonProps: { danger: true },
      cancelText: t('act.close'),
      onOk: () =>
        void run(remove, t('factor.removed')).then((isDone) => isDone || message.error(t('factor.removeFailed'))),
    })
  }
  return (
    <Tooltip title={kept ? say(kept) : ''}>
      <Button
        size="small"
        danger
        loading={busy}
        disabled={kept !== null}
        aria-label={t('factor.removeNamed', { what })}
        onClick={ask}
      >
        {t('factor.remove')}
      </Button>
    </Tooltip>
  )
}
