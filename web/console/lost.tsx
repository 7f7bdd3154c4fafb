import { paths } from '../paths.ts'
import { useText } from '../text/text.ts'
import { Go } from './go.tsx'
import { Nothing } from './loaded.tsx'
import { Page } from './page.tsx'

/** No page at this address. */
export function Lost() {
  const t = useText()
  return (
    <Page title={t('lost.title')}>
      <Nothing title={t('lost.title')} help={t('lost.help')}>
        <Go to={paths.home()}>{t('nav.workbench')}</Go>
      </Nothing>
    </Page>
  )
}
