import { Button, Tooltip } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import { useState } from 'react'
import type { ApprovalPolicy, ApprovalRule } from '../../api/contract-approvals.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Amount } from '../../ui/amount.tsx'
import { useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Rows } from '../../ui/rows.tsx'
import { useAsk } from '../ask.ts'
import { Loaded } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { RuleEditor } from './ruleEditor.tsx'
import { useRoles, Waiting } from './states.tsx'
import './approvals.css'

/** The approval policy: which act needs how many people, from which amount, of which roles. */
export default function Policy() {
  const t = useText()
  const policy = useAsk('/v1/approval-policy')
  const [editing, setEditing] = useState(false)
  return (
    <Page
      title={t('nav.approvalPolicy')}
      note={t('policy.note')}
      up={{ to: paths.approvals(), name: t('nav.approvals') }}
      actions={
        policy.data && !editing ? (
          <Tooltip title={whyNot(policy.data, t)}>
            <Button type="primary" disabled={policy.data.may.length === 0} onClick={() => setEditing(true)}>
              {t('policy.edit')}
            </Button>
          </Tooltip>
        ) : null
      }
    >
      <Loaded ask={policy} lines={12}>
        {(found) => (
          <>
            <Waiting of={found.waiting} />
            {editing ? <RuleEditor of={found} close={() => setEditing(false)} /> : <Rules of={found} />}
            <p className="faint">
              {t('policy.own')} {t('policy.keys')}
            </p>
          </>
        )}
      </Loaded>
    </Page>
  )
}

const whyNot = ({ may, waiting }: ApprovalPolicy, t: ReturnType<typeof useText>): string =>
  may.length > 0 ? '' : t(waiting ? 'policy.waits' : 'policy.cannot')

function Rules({ of }: { of: ApprovalPolicy }) {
  const t = useText()
  const say = useSay()
  const roles = useRoles()
  const columns: ColumnsType<ApprovalRule> = [
    { title: '#', align: 'right', render: (_, row) => <span className="faint figures">{row.number}</span> },
    { title: t('policy.act'), render: (_, row) => <strong>{say(row.title)}</strong> },
    { title: t('policy.from'), align: 'right', render: (_, row) => <From of={row} /> },
    {
      title: t('policy.checkers'),
      align: 'right',
      render: (_, row) => <span className="figures">{row.checkers}</span>,
    },
    { title: t('policy.roles'), render: (_, row) => roles(row.roles) },
  ]
  return (
    <Panel
      title={of.version === 0 ? t('policy.default') : t('policy.version', { version: of.version })}
      note={
        of.changedBy ? (
          <>
            <Moment at={of.changedAt} form="full" /> {t('policy.changed', { name: say(of.changedBy.name) })}
          </>
        ) : null
      }
      flush
    >
      <Rows<ApprovalRule>
        label={t('nav.approvalPolicy')}
        rows={of.rules}
        columns={columns}
        keyOf={(row) => String(row.number)}
        card={(row) => (
          <div className="row-card">
            <span className="row-card-line">
              <strong>
                {row.number}. {say(row.title)}
              </strong>
              <From of={row} />
            </span>
            <span className="faint">{t('approval.needs', { count: row.checkers, roles: roles(row.roles) })}</span>
          </div>
        )}
        empty={null}
      />
    </Panel>
  )
}

function From({ of }: { of: ApprovalRule }) {
  const t = useText()
  if (of.from === null) return <span className="faint">{t('policy.fromAll')}</span>
  return (
    <span className="two right">
      {of.from.map((money) => (
        <span key={money.currency}>
          ≥ <Amount of={money} />
        </span>
      ))}
    </span>
  )
}
