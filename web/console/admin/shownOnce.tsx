import { Modal } from 'antd'
import { useText } from '../../text/text.ts'
import { CopyButton } from '../../ui/copy.tsx'

/** A secret that nobody can see again; it closes only by saying that it is kept. */
export function ShownOnce({
  title,
  help,
  secrets,
  close,
}: {
  title: string
  help: string
  secrets: [name: string, text: string][]
  close: () => void
}) {
  const t = useText()
  return (
    <Modal
      open
      title={title}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      okText={t('keys.copied')}
      cancelButtonProps={{ style: { display: 'none' } }}
      onOk={close}
    >
      <p className="notice notice-ochre">
        <strong>{t('admin.once')}</strong> · {help}
      </p>
      {secrets.map(([name, text]) => (
        <div className="once" key={name}>
          <span className="faint">{name}</span>
          <div className="once-text">
            <code>{text}</code>
            <CopyButton text={text} label={`${t('act.copy')}: ${name}`} />
          </div>
        </div>
      ))}
    </Modal>
  )
}
