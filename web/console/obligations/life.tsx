import { useParams } from '@tanstack/react-router'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { useSay } from '../../ui/language.ts'
import { useAsk } from '../ask.ts'
import { Loaded } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { Monitoring } from './monitoring.tsx'
import { Timeline } from './timeline.tsx'

/** An agreement after its signature: which version governs when, how far its monitoring clauses are, what is stopped. */
export default function Life() {
  const t = useText()
  const say = useSay()
  const { id } = useParams({ strict: false }) as { id: string }
  const agreement = useAsk('/v1/agreements/{id}', { params: { id } })
  return (
    <Loaded ask={agreement} lines={12}>
      {(found) => (
        <Page
          title={`${say(found.name)} · ${t('life.title')}`}
          note={say(found.partner.name)}
          up={{ to: paths.agreement({ id }), name: say(found.name) }}
        >
          <Timeline id={id} />
          <Monitoring agreement={id} partner={found.partner.id} />
        </Page>
      )}
    </Loaded>
  )
}
