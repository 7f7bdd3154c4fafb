import type { LogRecord } from '../../api/contract-log.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Digest } from '../../ui/digest.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Moment } from '../../ui/moment.tsx'
import { useAsk } from '../ask.ts'
import { Go } from '../go.tsx'
import { Loaded } from '../loaded.tsx'
import { FactsSaid } from './factsSaid.tsx'
import { actName, pageOf } from './names.ts'
import { Prove } from './prove.tsx'
import { Actor, Place } from './records.tsx'

/** One record: what it says, what it only commits to, and the proof that it stands in the log. */
export function Record({ id }: { id: string }) {
  const record = useAsk('/v1/log/records/{id}', { params: { id } })
  return (
    <Loaded ask={record} lines={10}>
      {(found) => <Said of={found} />}
    </Loaded>
  )
}

function Said({ of }: { of: LogRecord }) {
  const t = useText()
  const copy = t('act.copy')
  const page = pageOf(of.object)
  const isChanged = of.before !== null || of.after !== null
  return (
    <div className="record">
      <header>
        <h2>{actName(t, of.act)}</h2>
        <p className="faint">
          <code>{of.act}</code> · <Moment at={of.at} form="full" />
        </p>
      </header>
      <Facts
        of={[
          [t('log.number'), <Place key="place" of={of} />],
          [
            t('log.object'),
            <span key="object" className="record-object">
              {of.object ? <Digest of={of.object} head={14} copy={copy} /> : '—'}
              {page ? <Go to={page}>{t('log.openObject')}</Go> : null}
              {of.object ? <Go to={paths.log({ object: of.object })}>{t('log.sameObject')}</Go> : null}
            </span>,
          ],
          [t('log.who'), <Actor key="who" of={of.actor} />],
          [t('log.org'), of.org ? <Digest key="org" of={of.org} head={14} /> : '—'],
          [t('log.request'), of.request ? <Digest key="request" of={of.request} head={18} copy={copy} /> : '—'],
        ]}
      />
      <h3>{t('log.facts')}</h3>
      <FactsSaid of={of.facts} />
      {isChanged ? (
        <>
          <h3>{t('log.digests')}</h3>
          <Facts
            of={[
              [
                t('log.before'),
                of.before ? <Digest key="before" of={of.before} head={16} tail={8} copy={copy} /> : '—',
              ],
              [t('log.after'), of.after ? <Digest key="after" of={of.after} head={16} tail={8} copy={copy} /> : '—'],
            ]}
          />
        </>
      ) : null}
      <Commitments of={of} />
      <Prove of={of} />
    </div>
  )
}

function Commitments({ of }: { of: LogRecord }) {
  const t = useText()
  const commitments = Object.entries(of.commitments)
  if (commitments.length === 0) return null
  return (
    <>
      <h3>{t('log.commitments')}</h3>
      <p className="faint">{t('log.commitmentsNote')}</p>
      <Facts
        of={commitments.map(([name, digest]) => [
          <code key="name">{name}</code>,
          <Digest key="digest" of={digest} head={16} tail={8} copy={t('act.copy')} />,
        ])}
      />
    </>
  )
}
