import { Segmented } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import { useState } from 'react'
import type { PrivacyRequest } from '../../api/contract-privacy.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Rows } from '../../ui/rows.tsx'
import { usePages } from '../ask.ts'
import { Go, useGo } from '../go.tsx'
import { Loaded, Nothing } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { Turn } from '../turn.tsx'
import { Clock, lastDayOf, RequestBadge } from './states.tsx'
import './privacy.css'

const looks = ['open', 'closed'] as const
type Look = (typeof looks)[number]

/** The desk: what people ask about their data, what is due first on top. */
export default function Requests() {
  const t = useText()
  const go = useGo()
  const [look, setLook] = useState<Look>('open')
  const pages = usePages('/v1/privacy-requests', { query: { open: look === 'open' ? 'yes' : 'no' } }, 20)
  const columns = useColumns()
  const options = looks.map((value) => ({ value, label: t(`request.look.${value}`) }))
  return (
    <Page
      title={t('nav.requests')}
      note={t('request.note')}
      actions={<Segmented<Look> value={look} options={options} onChange={setLook} aria-label={t('request.look')} />}
    >
      <Loaded ask={pages.reply} lines={10}>
        {({ items, counts }) => (
          <>
            <ul className="totals">
              <li className="total">
                {(['open', 'soon', 'overdue'] as const).map((name) => (
                  <span key={name}>
                    <small>{t(`request.${name}`)}</small>{' '}
                    <span className={`figure figures ${name === 'overdue' && counts.overdue > 0 ? 'bad' : ''}`}>
                      {counts[name]}
                    </span>
                  </span>
                ))}
              </li>
            </ul>
            <section className="panel panel-flush">
              <Rows<PrivacyRequest>
                label={t('nav.requests')}
                rows={items}
                columns={columns}
                keyOf={(row) => row.id}
                onOpen={(row) => go(paths.privacyRequest(row))}
                card={(row) => <Card of={row} />}
                loading={pages.reply.isPlaceholderData}
                empty={<Nothing icon="clock" title={t('request.none')} help={t('request.noneHelp')} />}
              />
              <Turn of={pages} />
            </section>
          </>
        )}
      </Loaded>
    </Page>
  )
}

function useColumns(): ColumnsType<PrivacyRequest> {
  const t = useText()
  const say = useSay()
  return [
    {
      title: t('request.kind'),
      render: (_, row) => (
        <span className="two">
          <Go to={paths.privacyRequest(row)} className="strong">
            {t(`request.kind.${row.kind}`)}
          </Go>
          <span className="faint privacy-words">{row.words ?? t('request.noWords')}</span>
        </span>
      ),
    },
    { title: t('request.person'), render: (_, row) => <span className="figures">{row.phone ?? '—'}</span> },
    { title: t('request.state'), render: (_, row) => <RequestBadge of={row.state} /> },
    {
      title: t('request.handler'),
      render: (_, row) => (row.handler ? say(row.handler.name) : <span className="faint">{t('request.nobody')}</span>),
    },
    { title: t('request.opened'), render: (_, row) => <Moment at={row.openedAt} /> },
    {
      title: t('request.due'),
      render: (_, row) =>
        row.closedAt ? <Moment at={row.closedAt} /> : <Moment at={lastDayOf(row.dueAt)} form="day" />,
    },
    { title: '', align: 'right', render: (_, row) => <Clock of={row} /> },
  ]
}

function Card({ of }: { of: PrivacyRequest }) {
  const t = useText()
  return (
    <Go to={paths.privacyRequest(of)} className="row-card">
      <span className="row-card-line">
        <strong>{t(`request.kind.${of.kind}`)}</strong>
        {of.closedAt ? <RequestBadge of={of.state} /> : <Clock of={of} />}
      </span>
      <span className="soft privacy-words">{of.words ?? t('request.noWords')}</span>
      <span className="row-card-line faint">
        <span className="figures">{of.phone ?? '—'}</span>
        <Moment at={of.openedAt} />
      </span>
    </Go>
  )
}
