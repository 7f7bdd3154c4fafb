import { useSearch } from '@tanstack/react-router'
import { Drawer } from 'antd'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { useAsk } from '../ask.ts'
import { Go, useGo } from '../go.tsx'
import { Loaded } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { Integrity } from './integrity.tsx'
import './log.css'
import { Record } from './record.tsx'
import { Records } from './records.tsx'
import { Tree } from './tree.tsx'
import { Witnesses } from './witnesses.tsx'

/** The verifiable log: is it sound, how far has it grown, who watches it, and what it says. */
export default function Log() {
  const t = useText()
  const go = useGo()
  const status = useAsk('/v1/log', {}, { everyMs: 15_000 })
  const search: { record?: unknown; object?: unknown } = useSearch({ strict: false })
  const record = typeof search.record === 'string' ? search.record : null
  const object = typeof search.object === 'string' ? search.object : ''
  return (
    <Page title={t('nav.log')} note={t('log.note')} actions={<Go to={paths.anchors()}>{t('nav.anchors')}</Go>}>
      <Loaded ask={status} lines={5}>
        {(found) => (
          <>
            <Integrity of={found} />
            <div className="log-heads">
              <Tree of={found} />
              <Witnesses of={found} />
            </div>
          </>
        )}
      </Loaded>
      <Records key={object} object={object} />
      <Drawer
        open={record !== null}
        onClose={() => go(paths.log(object ? { object } : {}))}
        size={560}
        title={t('log.open')}
        destroyOnHidden
      >
        {record ? <Record id={record} /> : null}
      </Drawer>
    </Page>
  )
}
