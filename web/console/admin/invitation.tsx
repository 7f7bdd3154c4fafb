import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { post } from '../../api/client.ts'
import type { PostsAdmin } from '../../api/contract-admin.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { client } from '../ask.ts'
import { useGo } from '../go.tsx'
import { Trouble } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { OwnReader } from '../session/ownReader.tsx'
import { useAct } from './act.ts'
import './admin.css'

type Promised = PostsAdmin['/v1/invitations/read']['reply']

/** Where an invitation's link leads: who invites whom as what, and the way in. The secret stands behind the hash. */
export default function InvitationPage() {
  return (
    <OwnReader>
      <Invited />
    </OwnReader>
  )
}

function Invited() {
  const t = useText()
  const token = useState(() => location.hash.slice(1))[0]
  const [promised, setPromised] = useState<Promised | null>(null)
  const [error, setError] = useState<Error | null>(null)
  useEffect(() => {
    post('/v1/invitations/read', { token }).then(setPromised, setError)
  }, [token])
  return (
    <div className="outside">
      <Page title={t('invited.title')}>
        {error ? <Trouble error={error} /> : null}
        {promised ? <Welcome of={promised} token={token} /> : null}
      </Page>
    </div>
  )
}

function Welcome({ of, token }: { of: Promised; token: string }) {
  const t = useText()
  const say = useSay()
  const go = useGo()
  const { act, busy } = useAct()
  const accept = async (): Promise<void> => {
    const done = await act(() => post('/v1/invitations/accept', { token }))
    if (!done) return
    client.clear()
    go(paths.profile({ enrol: true }))
  }
  return (
    <Panel>
      <p className="outside-line">
        {t('invited.line', { name: say(of.name), role: say(of.title), org: say(of.org.name) })}
      </p>
      <p className="faint">{t('invited.next')}</p>
      <p className="faint">
        {t('invited.until')} <Moment at={of.expiresAt} />
      </p>
      <div className="admin-buttons">
        <Button type="primary" size="large" loading={busy} onClick={() => void accept()}>
          {t('invited.accept')}
        </Button>
      </div>
    </Panel>
  )
}
