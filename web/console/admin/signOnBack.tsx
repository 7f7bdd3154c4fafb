import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { post } from '../../api/client.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { client } from '../ask.ts'
import { useGo } from '../go.tsx'
import { Trouble } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { OwnReader } from '../session/ownReader.tsx'
import './admin.css'

/** Where the provider sends people back to; hands its answer over and goes on. */
export default function SignOnBack() {
  return (
    <OwnReader>
      <Back />
    </OwnReader>
  )
}

// A code is good once, and React draws a page twice while it is being developed.
let handed: Promise<unknown> | null = null

function Back() {
  const t = useText()
  const go = useGo()
  const [error, setError] = useState<Error | null>(null)
  useEffect(() => {
    const parameters = Object.fromEntries(new URLSearchParams(location.search))
    handed ??= post('/v1/sign-on/answers', { parameters })
    handed.then(
      () => {
        client.clear()
        go(paths.home())
      },
      (because: Error) => setError(because),
    )
  }, [go])
  return (
    <div className="outside">
      <Page title={t(error ? 'signOn.failed' : 'signOn.back')}>
        {error ? <Trouble error={error} /> : null}
        {error ? (
          <div className="admin-buttons">
            <Button onClick={() => go(paths.signIn())}>{t('signOn.toDoor')}</Button>
          </div>
        ) : null}
      </Page>
    </div>
  )
}
