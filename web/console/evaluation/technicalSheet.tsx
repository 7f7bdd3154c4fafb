import { App, Select } from 'antd'
import { post } from '../../api/client.ts'
import type { Declaration, Technical } from '../../api/contract-evaluation.ts'
import { useText } from '../../text/text.ts'
import { Badge } from '../../ui/badge.tsx'
import { useSay } from '../../ui/language.ts'
import { Panel } from '../../ui/panel.tsx'
import { useAsk, useForget } from '../ask.ts'
import { Loaded } from '../loaded.tsx'
import { useComplain } from '../refuse.ts'

const declarations: readonly Declaration[] = ['present', 'workaround', 'missing']

/** What the wallet can do against what we need, and the person-days that follow. */
export function TechnicalSheet({ partner }: { partner: string }) {
  const found = useAsk('/v1/partners/{id}/technical-sheet', { params: { id: partner } })
  return (
    <Loaded ask={found} lines={14}>
      {(of) => <Lines of={of} partner={partner} />}
    </Loaded>
  )
}

function Lines({ of, partner }: { of: Technical; partner: string }) {
  const t = useText()
  const say = useSay()
  const complain = useComplain()
  const forget = useForget()
  const { message } = App.useApp()
  const me = useAsk('/v1/me')
  const may = me.data?.may.includes('questionnaires.answer') ?? false
  const declare = async (id: string, as: Declaration): Promise<void> => {
    try {
      const said = of.lines.filter((one) => one.isSaid).map((one): [string, Declaration] => [one.id, one.declared])
      const doing = { params: { id: partner }, key: `declare-${crypto.randomUUID()}` }
      const declared = { ...Object.fromEntries(said), [id]: as }
      await post('/v1/partners/{id}/technical-sheet', { declared }, doing)
      message.success(t('questionnaire.saved'))
      await forget()
    } catch (error) {
      complain(error)
    }
  }
  return (
    <Panel
      title={t('questionnaire.technical')}
      note={t('questionnaire.technicalHelp')}
      extra={<strong className="figures">{t('questionnaire.personDays', { n: of.personDays })}</strong>}
    >
      <ul className="asked">
        {of.lines.map((line) => (
          <li key={line.id}>
            <span className="asked-text two">
              <span>{say(line.name)}</span>
              <span className="asked-flags">
                {line.isRequired ? null : <Badge tone="slate">{t('questionnaire.optional')}</Badge>}
                {line.isSaid ? null : <Badge tone="ochre">{t('questionnaire.unsaid')}</Badge>}
              </span>
            </span>
            <span className="asked-flags">
              <span className="figures faint">{t('questionnaire.personDays', { n: line.days })}</span>
              <Select<Declaration>
                aria-label={say(line.name)}
                style={{ minWidth: 140 }}
                disabled={!may}
                title={may ? '' : t('questionnaire.mayNot')}
                value={line.declared}
                options={declarations.map((value) => ({ value, label: t(`questionnaire.declared.${value}`) }))}
                onChange={(as) => void declare(line.id, as)}
              />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
