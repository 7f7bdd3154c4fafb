import { App, Button, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { fromDecimal, toDecimal } from '../../../src/base/currency.ts'
import { put } from '../../api/client.ts'
import type { ApprovalPolicy, ApprovalRule } from '../../api/contract-approvals.ts'
import { useText } from '../../text/text.ts'
import { Icon } from '../../ui/icon.tsx'
import { useSay } from '../../ui/language.ts'
import { Panel } from '../../ui/panel.tsx'
import { useForget } from '../ask.ts'
import { useComplain } from '../refuse.ts'

/** A clause as it is typed: the amount in yuan, empty for any amount. Other currencies a clause had stay as they are. */
type Draft = {
  key: number
  act: string
  yuan: string
  others: NonNullable<ApprovalRule['from']>
  checkers: number
  roles: string[]
}

/** Edits the clauses and proposes them as the next version, which holds once others have approved it. */
export function RuleEditor({ of, close }: { of: ApprovalPolicy; close: () => void }) {
  const t = useText()
  const { message } = App.useApp()
  const complain = useComplain()
  const forget = useForget()
  const [busy, setBusy] = useState(false)
  const [drafts, setDrafts] = useState<Draft[]>(() => of.rules.map(toDraft))
  const change = (key: number, to: Partial<Draft>): void =>
    setDrafts(drafts.map((draft) => (draft.key === key ? { ...draft, ...to } : draft)))
  const add = (): void => {
    const key = 1 + Math.max(0, ...drafts.map((draft) => draft.key))
    setDrafts([...drafts, { key, act: of.acts[0]?.act ?? '', yuan: '', others: [], checkers: 1, roles: [] }])
  }
  const wrong = drafts.length === 0 || drafts.some((draft) => isWrong(draft))
  const propose = async (): Promise<void> => {
    setBusy(true)
    try {
      await put('/v1/approval-policy', { base: of.version, rules: drafts.map(toRule) }, { key: crypto.randomUUID() })
      message.success(t('policy.proposed'))
      close()
      await forget()
    } catch (error) {
      complain(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Panel title={t('policy.edit')}>
      <div className="rule-editor rule-names faint" aria-hidden="true">
        <span>#</span>
        <span>{t('policy.act')}</span>
        <span>{t('policy.from')}</span>
        <span>{t('policy.checkers')}</span>
        <span>{t('policy.roles')}</span>
      </div>
      <ol className="rule-edits">
        {drafts.map((draft, place) => (
          <RuleEdit
            key={draft.key}
            of={draft}
            number={place + 1}
            policy={of}
            change={(to) => change(draft.key, to)}
            remove={() => setDrafts(drafts.filter(({ key }) => key !== draft.key))}
          />
        ))}
      </ol>
      <div className="policy-acts">
        <Button onClick={add}>{t('policy.add')}</Button>
        <Button type="primary" disabled={wrong} loading={busy} onClick={() => void propose()}>
          {t('policy.propose')}
        </Button>
        <Button type="text" onClick={close}>
          {t('act.close')}
        </Button>
      </div>
    </Panel>
  )
}

type EditProps = {
  of: Draft
  number: number
  policy: ApprovalPolicy
  change: (to: Partial<Draft>) => void
  remove: () => void
}

function RuleEdit({ of, number, policy, change, remove }: EditProps) {
  const t = useText()
  const say = useSay()
  return (
    <li className="rule-editor">
      <span className="faint figures">{number}</span>
      <Select
        aria-label={`${t('policy.act')} ${number}`}
        value={of.act}
        options={policy.acts.map(({ act, title }) => ({ value: act, label: say(title) }))}
        onChange={(act: string) => change({ act })}
      />
      <Input
        aria-label={`${t('policy.from')} ${number}`}
        value={of.yuan}
        prefix="CNY"
        inputMode="decimal"
        placeholder={t('policy.fromAll')}
        status={of.yuan.trim() !== '' && minorOf(of.yuan) === null ? 'error' : ''}
        onChange={(event) => change({ yuan: event.target.value })}
      />
      <InputNumber
        aria-label={`${t('policy.checkers')} ${number}`}
        min={1}
        max={5}
        precision={0}
        value={of.checkers}
        onChange={(checkers) => change({ checkers: checkers ?? 1 })}
      />
      <Select
        mode="multiple"
        aria-label={`${t('policy.roles')} ${number}`}
        value={of.roles}
        status={of.roles.length === 0 ? 'error' : ''}
        options={policy.roles.map(({ role, title, people }) => ({
          value: role,
          label: `${say(title)} · ${t('policy.people', { count: people })}`,
        }))}
        onChange={(roles: string[]) => change({ roles })}
      />
      <Button
        type="text"
        aria-label={t('policy.remove', { number })}
        title={t('policy.remove', { number })}
        icon={<Icon name="close" size={14} />}
        onClick={remove}
      />
    </li>
  )
}

const minorOf = (yuan: string): bigint | null => {
  const minor = fromDecimal('CNY', yuan.trim().replace(/[,，]/g, ''))
  return minor === null || minor <= 0n ? null : minor
}
const isWrong = ({ yuan, roles }: Draft): boolean =>
  roles.length === 0 || (yuan.trim() !== '' && minorOf(yuan) === null)

function toDraft({ number, act, from, checkers, roles }: ApprovalRule): Draft {
  const cny = from?.find(({ currency }) => currency === 'CNY')
  return {
    key: number,
    act,
    yuan: cny ? toDecimal('CNY', BigInt(cny.minor)) : '',
    others: from?.filter(({ currency }) => currency !== 'CNY') ?? [],
    checkers,
    roles: roles.map(({ role }) => role),
  }
}

function toRule({ act, yuan, others, checkers, roles }: Draft) {
  const minor = yuan.trim() === '' ? null : minorOf(yuan)
  return { act, checkers, roles, from: minor === null ? null : [{ currency: 'CNY', minor: String(minor) }, ...others] }
}
