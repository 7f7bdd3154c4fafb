import { App, Button, Input, InputNumber } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { Criterion, Evaluation } from '../../api/contract-evaluation.ts'
import { useText } from '../../text/text.ts'
import { Badge } from '../../ui/badge.tsx'
import { formatCount } from '../../ui/format.ts'
import { useReader, useSay } from '../../ui/language.ts'
import { Panel } from '../../ui/panel.tsx'
import { useAsk, useForget } from '../ask.ts'
import { useComplain } from '../refuse.ts'

/** What every assessor found, beside each other, and agreeing on a figure where they lie too far apart. */
export function Differences({ of, criteria }: { of: Evaluation; criteria: Criterion[] }) {
  const t = useText()
  const say = useSay()
  const { language } = useReader()
  return (
    <Panel title={t('evaluation.sheets')} note={t('evaluation.differencesHelp')}>
      {criteria.map((criterion) => {
        const apart = of.variances.find((one) => one.criterion === criterion.id)
        return (
          <div key={criterion.id} className="judge">
            <span className="two">
              <strong>{say(criterion.name)}</strong>
              <span className="faint">{say(criterion.unit)}</span>
            </span>
            <span className="two">
              {of.sheets.map(({ assessor, findings }) => (
                <span key={assessor.id}>
                  <span className="faint">{say(assessor.name)}</span>{' '}
                  <span className="figures">{formatCount(findings[criterion.id].figure, language)}</span>
                </span>
              ))}
            </span>
            <span className="two">
              {apart ? (
                <>
                  <Badge tone={apart.isAgreed ? 'jade' : 'cinnabar'}>
                    {t(apart.isAgreed ? 'evaluation.isAgreed' : 'evaluation.apart', {
                      n: Math.round(apart.spreadPpm / 10_000),
                    })}
                  </Badge>
                  <Agree of={of} criterion={criterion} />
                </>
              ) : (
                of.sheets.map(({ assessor, findings }) => (
                  <span key={assessor.id} className="faint">
                    {findings[criterion.id].evidence}
                  </span>
                ))
              )}
            </span>
          </div>
        )
      })}
    </Panel>
  )
}

function Agree({ of, criterion }: { of: Evaluation; criterion: Criterion }) {
  const t = useText()
  const say = useSay()
  const complain = useComplain()
  const { message } = App.useApp()
  const forget = useForget()
  const me = useAsk('/v1/me')
  const may = me.data?.may.includes('evaluations.decide') ?? false
  const [figure, setFigure] = useState<number | null>(null)
  const [reason, setReason] = useState('')
  const agree = async (): Promise<void> => {
    try {
      const doing = { params: { id: of.id }, key: `agree-${crypto.randomUUID()}` }
      const body = { criterion: criterion.id, figure: figure ?? 0, reason }
      await post('/v1/evaluations/{id}/agreed', body, doing)
      message.success(t('evaluation.isAgreed'))
      await forget()
    } catch (error) {
      complain(error)
    }
  }
  const isWhole = figure !== null && reason.trim() !== ''
  const why = !may ? t('evaluation.mayNot') : isWhole ? '' : t('evaluation.agreeNeeds')
  return (
    <>
      <InputNumber
        className="wide"
        min={0}
        max={criterion.most}
        precision={0}
        placeholder={t('evaluation.figure')}
        aria-label={`${say(criterion.name)} · ${t('evaluation.figure')}`}
        value={figure}
        onChange={setFigure}
      />
      <Input
        maxLength={500}
        placeholder={t('evaluation.reason')}
        aria-label={`${say(criterion.name)} · ${t('evaluation.reason')}`}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <Button size="small" disabled={why !== ''} title={why} onClick={() => void agree()}>
        {t('evaluation.agree')}
      </Button>
    </>
  )
}
