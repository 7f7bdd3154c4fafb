import { Button, Drawer } from 'antd'
import { useEffect, useState } from 'react'
import { useText } from '../../text/text.ts'
import { Icon } from '../../ui/icon.tsx'
import { useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { client, useAsk } from '../ask.ts'
import { Loaded, Nothing } from '../loaded.tsx'

/** Where the sandbox's text messages arrive, beside the field that asks for one. */
export function InboxButton() {
  const t = useText()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button type="link" icon={<Icon name="message" size={14} />} onClick={() => setOpen(true)}>
        {t('inbox.open')}
      </Button>
      <Drawer
        open={open}
        onClose={() => setOpen(false)}
        title={t('inbox.title')}
        size={380}
        closable={{ 'aria-label': t('act.close') }}
        destroyOnHidden
      >
        <p className="faint inbox-note">{t('inbox.note')}</p>
        <Messages />
      </Drawer>
    </>
  )
}

/** The newest messages, asked for again every few seconds. */
export function Messages() {
  const t = useText()
  const say = useSay()
  const inbox = useAsk('/v1/sandbox/inbox', {}, { everyMs: 2_000 })
  // Whoever looks wants the code that was just sent, not what we knew a moment ago.
  useEffect(() => void client.invalidateQueries({ queryKey: ['/v1/sandbox/inbox'] }), [])
  return (
    <Loaded ask={inbox} lines={4}>
      {({ items }) =>
        items.length === 0 ? (
          <Nothing icon="message" title={t('inbox.none')} help={t('inbox.noneHelp')} />
        ) : (
          <ul className="inbox" aria-live="polite">
            {items.map((message) => (
              <li key={message.id}>
                <div className="inbox-head">
                  <strong className="figures">{message.to}</strong>
                  <Moment at={message.at} form="time" />
                </div>
                <p>{say(message.text)}</p>
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  )
}
