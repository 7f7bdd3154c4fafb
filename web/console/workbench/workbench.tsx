import { Navigate } from '@tanstack/react-router'
import type { Workbench as Facts, Me } from '../../api/contract.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { formatCount } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { useReader } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { useAsk } from '../ask.ts'
import { Loaded } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { mayEnter, placesFor } from '../rooms.ts'
import { AgreementsNear, Differences, Due } from './near.tsx'
import { States } from './states.tsx'
import { ToApprove } from './toApprove.tsx'
import { Unknown } from './unknown.tsx'
import { Volume } from './volume.tsx'

/** The day at a glance: what came in, what we do not know, what is due. */
export default function Workbench() {
  const me = useAsk('/v1/me')
  if (me.data && !mayEnter(me.data, paths.home())) return <FirstRoom of={me.data} />
  return <Bench />
}

// Whose role has no workbench (a wallet's people) begins in the first room that is theirs.
function FirstRoom({ of }: { of: Me }) {
  const first = placesFor(of)[0]?.places[0]
  return <Navigate to={first?.to ?? paths.profile()} replace />
}

function Bench() {
  const t = useText()
  const facts = useAsk('/v1/workbench', {}, { everyMs: 20_000 })
  return (
    <Page
      title={t('nav.workbench')}
      note={facts.data ? t('workbench.day', { day: facts.data.day }) : null}
      actions={facts.data ? <Books of={facts.data.proof} /> : null}
    >
      <Loaded ask={facts} lines={16}>
        {(found) => (
          <div className="bench">
            <ToApprove />
            <Volume of={found} />
            <States of={found} />
            <Unknown of={found.unknown} />
            <Due of={found.settlementsDue} />
            <Differences of={found.differences} />
            <AgreementsNear of={found.agreementsNear} />
          </div>
        )}
      </Loaded>
    </Page>
  )
}

/** One light: do the books balance, checked when, over how many postings. */
function Books({ of }: { of: Facts['proof'] }) {
  const t = useText()
  const { language } = useReader()
  return (
    <p className={of.passed ? 'books books-good' : 'books books-bad'}>
      <Icon name={of.passed ? 'check' : 'alert'} size={14} />
      <strong>{t(of.passed ? 'proof.passed' : 'proof.failed')}</strong>
      <span className="faint">
        {t('proof.postings', { number: formatCount(of.postings, language) })} · <Moment at={of.at} form="time" />
      </span>
    </p>
  )
}
