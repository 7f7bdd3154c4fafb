import { Input } from 'antd'
import { useState } from 'react'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Digest } from '../../ui/digest.tsx'
import { Field } from '../../ui/field.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useAsk } from '../ask.ts'
import { Go } from '../go.tsx'
import { Loaded, Nothing } from '../loaded.tsx'
import './obligations.css'

/** Which version governs when, also as it was known on an earlier day: a later amendment never changes that. */
export function Timeline({ id }: { id: string }) {
  const t = useText()
  const [day, setDay] = useState('')
  const query = day === '' ? {} : { knownAt: `${day}T23:59:59.999Z` }
  const line = useAsk('/v1/agreements/{id}/timeline', { params: { id }, query }, { keep: true })
  return (
    <Panel title={t('life.timeline')} note={t('life.timelineNote')}>
      <div className="life-known">
        <Field label={t('life.knownOn')} help={t('life.knownHelp')}>
          {(field, says) => (
            <Input
              id={field}
              aria-describedby={says}
              type="date"
              value={day}
              onChange={({ target }) => setDay(target.value)}
            />
          )}
        </Field>
      </div>
      <Loaded ask={line} lines={3}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing icon="agreement" title={t('life.nothingKnown')} help={t('life.nothingKnownHelp')} />
          ) : (
            <ol className="life-line">
              {items.map(({ version, digest, from, until }) => (
                <li key={`${version} ${from}`}>
                  <Go to={paths.agreement({ id, version })}>{t('version.number', { number: version })}</Go>
                  <span className="soft">
                    <Moment at={from} form="day" /> – {until ? <Moment at={until} form="day" /> : t('life.open')}
                  </span>
                  <Digest of={digest} head={12} />
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
    </Panel>
  )
}
