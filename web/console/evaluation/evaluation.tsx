import { useParams } from '@tanstack/react-router'
import { App, Button, Input, InputNumber } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { Criterion, CriterionId, Findings, Evaluation as Found } from '../../api/contract-evaluation.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Badge } from '../../ui/badge.tsx'
import { Digest } from '../../ui/digest.tsx'
import { type Fact, Facts } from '../../ui/facts.tsx'
import { formatCount } from '../../ui/format.ts'
import { useReader, useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { WaitingHere } from '../approvals/waitingHere.tsx'
import { useAsk, useForget } from '../ask.ts'
import { Go } from '../go.tsx'
import { Loaded } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { useComplain } from '../refuse.ts'
import { Differences } from './differences.tsx'
import { Bar } from './evaluations.tsx'
import { points } from './whatIf.ts'
import './evaluation.css'

const tones = { scoring: 'indigo', submitted: 'ochre', approved: 'jade' } as const

/** One evaluation: the assessor's own sheet, what all found once all are in, the scorecard. */
export default function Evaluation() {
  const t = useText()
  const say = useSay()
  const { id } = useParams({ strict: false }) as { id: string }
  const found = useAsk('/v1/evaluations/{id}', { params: { id } })
  const all = useAsk('/v1/evaluations')
  const title = found.data ? `${say(found.data.partner.name)} · ${t('evaluation.card', { n: found.data.version })}` : ''
  return (
    <Page title={title || t('nav.evaluations')} up={{ to: paths.evaluations(), name: t('nav.evaluations') }}>
      <Loaded ask={found} lines={14}>
        {(of) => (
          <div className="columns">
            <div className="column-main">
              <WaitingHere within={of.partner.id} />
              <Main of={of} criteria={all.data?.criteria ?? []} />
            </div>
            <div className="column-side">
              <State of={of} />
              <Versions of={of} />
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  )
}

function Main({ of, criteria }: { of: Found; criteria: Criterion[] }) {
  const me = of.assessors.find(({ isMe }) => isMe)
  return (
    <>
      {of.state === 'scoring' && me && !me.isIn && criteria.length > 0 ? <MySheet of={of} criteria={criteria} /> : null}
      {of.card ? <Card of={of} criteria={criteria} /> : <Sheets of={of} criteria={criteria} />}
    </>
  )
}

function State({ of }: { of: Found }) {
  const t = useText()
  const say = useSay()
  const facts: Fact[] = of.assessors.map((one) => [
    say(one.name),
    <Badge key={one.id} tone={one.isIn ? 'jade' : 'ochre'} hollow={!one.isIn}>
      {t(one.isIn ? 'evaluation.isIn' : 'evaluation.isNotIn')}
    </Badge>,
  ])
  facts.push([t('evaluation.openedAt'), <Moment key="opened" at={of.openedAt} />])
  if (of.approvedAt) facts.push([t('evaluation.approvedAt'), <Moment key="approved" at={of.approvedAt} />])
  if (of.digest) facts.push([t('evaluation.digest'), <Digest key="digest" of={of.digest} head={8} tail={4} />])
  return (
    <Panel
      title={t('evaluation.stateTitle')}
      extra={<Badge tone={tones[of.state]}>{t(`evaluation.state.${of.state}`)}</Badge>}
    >
      <Facts of={facts} />
      {of.knockedOut.length > 0 ? (
        <p className="bad">{t('evaluation.knockedOut', { questions: of.knockedOut.join(' ') })}</p>
      ) : null}
      <p>
        <Go to={paths.questionnaire({ id: of.partner.id })}>{t('evaluation.questionnaire')}</Go>
      </p>
      <Submit of={of} />
    </Panel>
  )
}

function Submit({ of }: { of: Found }) {
  const t = useText()
  const { message } = App.useApp()
  const complain = useComplain()
  const forget = useForget()
  const me = useAsk('/v1/me')
  const may = me.data?.may.includes('evaluations.decide') ?? false
  const why = useWhyNot(of, may)
  const doing = { params: { id: of.id }, key: `submit-${of.id}-${crypto.randomUUID()}` }
  const run = async (work: () => Promise<unknown>, said: 'evaluation.submitted' | 'evaluation.takenBack') => {
    try {
      await work()
      message.success(t(said))
      await forget()
    } catch (error) {
      complain(error)
    }
  }
  if (of.state === 'approved') return null
  if (of.state === 'submitted')
    return (
      <Button
        disabled={!may}
        title={may ? '' : t('evaluation.mayNot')}
        onClick={() => void run(() => post('/v1/evaluations/{id}/reopen', {}, doing), 'evaluation.takenBack')}
      >
        {t('evaluation.takeBack')}
      </Button>
    )
  return (
    <>
      <Button
        type="primary"
        disabled={why !== ''}
        title={why}
        onClick={() => void run(() => post('/v1/evaluations/{id}/submit', {}, doing), 'evaluation.submitted')}
      >
        {t('evaluation.submit')}
      </Button>
      {why ? <p className="faint">{why}</p> : null}
    </>
  )
}

function useWhyNot(of: Found, may: boolean): string {
  const t = useText()
  if (!may) return t('evaluation.mayNot')
  if (of.assessors.some(({ isIn }) => !isIn)) return t('evaluation.sheetsMissing')
  if (of.variances.some(({ isAgreed }) => !isAgreed)) return t('evaluation.notAgreed')
  return of.knockedOut.length > 0 ? t('evaluation.knockedOut', { questions: of.knockedOut.join(' ') }) : ''
}

function MySheet({ of, criteria }: { of: Found; criteria: Criterion[] }) {
  const t = useText()
  const say = useSay()
  const { message } = App.useApp()
  const complain = useComplain()
  const forget = useForget()
  const proposed = (id: CriterionId): number | null => of.proposals.find((one) => one.criterion === id)?.figure ?? null
  const [sheet, setSheet] = useState<Partial<Record<CriterionId, { figure: number | null; evidence: string }>>>(() =>
    Object.fromEntries(criteria.map(({ id }) => [id, { figure: proposed(id), evidence: '' }])),
  )
  const isWhole = criteria.every(({ id }) => {
    const { figure = null, evidence = '' } = sheet[id] ?? {}
    return figure !== null && evidence.trim() !== ''
  })
  const handIn = async (): Promise<void> => {
    try {
      const doing = { params: { id: of.id }, key: `sheet-${of.id}` }
      await post('/v1/evaluations/{id}/sheet', { findings: sheet as Findings }, doing)
      message.success(t('evaluation.handedIn'))
      await forget()
    } catch (error) {
      complain(error)
    }
  }
  return (
    <Panel title={t('evaluation.mySheet')} note={t('evaluation.mySheetHelp')}>
      {criteria.map(({ id, name, unit, most }) => {
        const mine = sheet[id] ?? { figure: null, evidence: '' }
        return (
          <div key={id} className="judge">
            <span className="two">
              <strong>{say(name)}</strong>
              <span className="faint">{say(unit)}</span>
            </span>
            <InputNumber
              className="wide"
              min={0}
              max={most}
              precision={0}
              aria-label={`${say(name)} · ${say(unit)}`}
              value={mine.figure}
              onChange={(figure) => setSheet({ ...sheet, [id]: { ...mine, figure } })}
            />
            <Input
              maxLength={500}
              aria-label={`${say(name)} · ${t('evaluation.evidence')}`}
              placeholder={t('evaluation.evidence')}
              value={mine.evidence}
              onChange={(event) => setSheet({ ...sheet, [id]: { ...mine, evidence: event.target.value } })}
            />
          </div>
        )
      })}
      <p>
        <Button
          type="primary"
          disabled={!isWhole}
          title={isWhole ? '' : t('evaluation.sheetNotWhole')}
          onClick={() => void handIn()}
        >
          {t('evaluation.handIn')}
        </Button>{' '}
        {isWhole ? null : <span className="faint">{t('evaluation.sheetNotWhole')}</span>}
      </p>
    </Panel>
  )
}

function Sheets({ of, criteria }: { of: Found; criteria: Criterion[] }) {
  const t = useText()
  if (of.sheets.length === 0)
    return (
      <Panel title={t('evaluation.sheets')}>
        <p className="faint">{t('evaluation.sheetsHidden')}</p>
      </Panel>
    )
  return <Differences of={of} criteria={criteria} />
}

function Card({ of, criteria }: { of: Found; criteria: Criterion[] }) {
  const t = useText()
  const say = useSay()
  const { language } = useReader()
  const { card } = of
  if (!card) return null
  return (
    <Panel
      title={t('evaluation.scorecard')}
      note={t('evaluation.basis', { weights: card.weights, answers: card.answers.version })}
      extra={<strong className="figures">{points(card.totalPpm)}</strong>}
    >
      {card.lines.map((line) => {
        const criterion = criteria.find(({ id }) => id === line.criterion)
        return (
          <div key={line.criterion} className="judge">
            <span className="two">
              <strong>{criterion ? say(criterion.name) : line.criterion}</strong>
              <span className="faint figures">
                {t('evaluation.weight', { share: (line.weightPpm / 10_000).toFixed(1) })}
              </span>
            </span>
            <Bar worthPpm={line.worthPpm} />
            <span className="two">
              {line.findings.map(({ assessor, figure, evidence }) => (
                <span key={assessor.id} className="faint">
                  {say(assessor.name)} · <span className="figures">{formatCount(figure, language)}</span>{' '}
                  {criterion ? say(criterion.unit) : ''} · {evidence}
                </span>
              ))}
              {line.agreed ? (
                <span>
                  {t('evaluation.agreedOn', {
                    figure: formatCount(line.agreed.figure, language),
                    who: say(line.agreed.by.name),
                  })}{' '}
                  {line.agreed.reason}
                </span>
              ) : null}
            </span>
          </div>
        )
      })}
    </Panel>
  )
}

function Versions({ of }: { of: Found }) {
  const t = useText()
  return (
    <Panel title={t('evaluation.versions')}>
      <ul className="rounds">
        {of.versions.map((one) => (
          <li key={one.id}>
            <Go to={paths.evaluation({ id: one.id })}>{t('evaluation.card', { n: one.version })}</Go>
            <span className="faint figures">{one.totalPpm === null ? '—' : points(one.totalPpm)}</span>
            <Badge tone={tones[one.state]}>{t(`evaluation.state.${one.state}`)}</Badge>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
