import { Segmented } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import { useState } from 'react'
import type { Approval } from '../../api/contract-approvals.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Amount } from '../../ui/amount.tsx'
import { useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Rows } from '../../ui/rows.tsx'
import { usePages } from '../ask.ts'
import { Go, useGo } from '../go.tsx'
import { Loaded, Nothing } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { Turn } from '../turn.tsx'
import { ApprovalBadge } from './states.tsx'
import './approvals.css'

type Whose = 'decide' | 'asked' | 'all'

/** What waits for a second person: mine to decide, asked by me, all of the institution's. */
export default function Approvals() {
  const t = useText()
  const go = useGo()
  const [whose, setWhose] = useState<Whose>('decide')
  const query = whose === 'all' ? {} : { mine: whose }
  const pages = usePages('/v1/approvals', { query }, 25)
  const columns = useColumns()
  const waiting = pages.reply.data?.toDecide ?? 0
  const options = [
    { value: 'decide' as const, label: waiting > 0 ? `${t('approvals.decide')} ${waiting}` : t('approvals.decide') },
    { value: 'asked' as const, label: t('approvals.asked') },
    { value: 'all' as const, label: t('approvals.all') },
  ]
  return (
    <Page
      title={t('nav.approvals')}
      note={t('approvals.note')}
      actions={<Go to={paths.approvalPolicy()}>{t('approvals.toPolicy')}</Go>}
    >
      <Segmented<Whose> value={whose} options={options} onChange={setWhose} className="approvals-whose" />
      <Loaded ask={pages.reply} lines={10}>
        {({ items }) => (
          <section className="panel panel-flush">
            <Rows<Approval>
              label={t('nav.approvals')}
              rows={items}
              columns={columns}
              keyOf={(row) => row.id}
              card={(row) => <Card of={row} />}
              onOpen={(row) => go(paths.approval(row))}
              loading={pages.reply.isPlaceholderData}
              empty={
                <Nothing icon="check" title={t(`approvals.none.${whose}`)} help={t('approvals.noneHelp')}>
                  <Go to={paths.approvalPolicy()}>{t('approvals.toPolicy')}</Go>
                </Nothing>
              }
            />
            <Turn of={pages} />
          </section>
        )}
      </Loaded>
    </Page>
  )
}

function useColumns(): ColumnsType<Approval> {
  const t = useText()
  const say = useSay()
  return [
    {
      title: t('approvals.what'),
      render: (_, row) => (
        <span className="two approval-what">
          <Go to={paths.approval(row)} className="strong">
            {say(row.title)}
          </Go>
          <span className="faint">{say(row.summary)}</span>
        </span>
      ),
    },
    {
      title: t('col.amount'),
      align: 'right',
      render: (_, row) =>
        row.amount ? <Amount of={row.amount} className="strong" /> : <span className="faint">—</span>,
    },
    { title: t('approvals.maker'), render: (_, row) => say(row.maker.name) },
    { title: t('approvals.askedAt'), render: (_, row) => <Moment at={row.askedAt} /> },
    {
      title: t('approvals.deadline'),
      render: (_, row) => <Moment at={row.state === 'asked' ? row.expiresAt : null} />,
    },
    {
      title: t('col.state'),
      render: (_, row) => (
        <span className="two">
          <ApprovalBadge of={row.state} />
          {row.state === 'asked' ? <span className="faint">{t('approvals.grants', counts(row))}</span> : null}
        </span>
      ),
    },
  ]
}

const counts = ({ grants, checkers }: Approval) => ({ grants, checkers })

function Card({ of }: { of: Approval }) {
  const t = useText()
  const say = useSay()
  return (
    <Go to={paths.approval(of)} className="row-card">
      <span className="row-card-line">
        <strong>{say(of.title)}</strong>
        {of.amount ? <Amount of={of.amount} className="strong" /> : null}
      </span>
      <span className="faint">{say(of.summary)}</span>
      <span className="row-card-line soft">
        <ApprovalBadge of={of.state} />
        <span>
          {say(of.maker.name)} · <Moment at={of.askedAt} />
        </span>
      </span>
      {of.state === 'asked' ? <span className="faint">{t('approvals.grants', counts(of))}</span> : null}
    </Go>
  )
}
