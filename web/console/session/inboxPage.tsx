import { useText } from '../../text/text.ts'
import { Panel } from '../../ui/panel.tsx'
import { Page } from '../page.tsx'
import { Messages } from './inboxDrawer.tsx'
import { OwnReader } from './ownReader.tsx'

/** The sandbox's phone network on a page of its own, for whoever is not signed in: a payer at the checkout, a consumer. */
export default function InboxPage() {
  const t = useText()
  return (
    <OwnReader>
      <Page title={t('inbox.title')} note={t('inbox.note')}>
        <Panel className="inbox-panel">
          <Messages />
        </Panel>
      </Page>
    </OwnReader>
  )
}
