import { App, Button, Modal, Select, Slider } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { Criterion, CriterionId, EvaluationRow, Evaluations as Found } from '../../api/contract-evaluation.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Badge } from '../../ui/badge.tsx'
import { Field } from '../../ui/field.tsx'
import { formatShare } from '../../ui/format.ts'
import { useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useAsk, useForget } from '../ask.ts'
import { Go } from '../go.tsx'
import { Loaded, Nothing } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { useComplain } from '../refuse.ts'
import { points, rankedBy, scaled } from './whatIf.ts'
import './evaluation.css'

/** All wallets weighed side by side, and what would happen under other weights. */
export default function Evaluations() {
  const t = useText()
  const found = useAsk('/v1/evaluations')
  return (
    <Page
      title={t('nav.evaluations')}
      note={t('evaluation.note')}
      actions={
        <Go to={paths.evaluationWeights()} className="button-link">
          {t('evaluation.weights')}
        </Go>
      }
    >
      <Loaded ask={found} lines={14}>
        {(all) => <Compared of={all} />}
      </Loaded>
    </Page>
  )
}

function Compared({ of }: { of: Found }) {
  const t = useText()
  const [tried, setTried] = useState<Record<CriterionId, number> | null>(null)
  const weights = tried ?? of.weights?.of ?? null
  const scored = of.items.filter(({ approved }) => approved !== null)
  return (
    <div className="columns">
      <div className="column-main">
        {scored.length === 0 ? (
          <Nothing icon="wallet" title={t('evaluation.none')} help={t('evaluation.noneHelp')} />
        ) : null}
        {weights && scored.length > 0 ? <Ranking of={of} weights={weights} isTried={tried !== null} /> : null}
        {weights && scored.length > 0 ? <SideBySide of={of} weights={weights} /> : null}
        <Unscored of={of} />
      </div>
      <div className="column-side">
        {weights ? <Sliders of={of} weights={weights} isTried={tried !== null} onTry={setTried} /> : null}
        <Flips of={of} />
      </div>
    </div>
  )
}

type Weighed = { of: Found; weights: Record<CriterionId, number> }

function Ranking({ of, weights, isTried }: Weighed & { isTried: boolean }) {
  const t = useText()
  const say = useSay()
  const rows = rankedBy(of, weights)
  return (
    <Panel
      title={t(isTried ? 'evaluation.rankingTried' : 'evaluation.ranking')}
      note={t('evaluation.firstHelp', { n: of.draws })}
    >
      <ol className="ranks">
        {rows.map(({ row, totalPpm }, place) => (
          <li key={row.partner.id} className="rank">
            <span className="rank-place figures">{place + 1}</span>
            <span className="rank-name">
              <Go to={paths.evaluation({ id: row.approved?.id ?? '' })}>{say(row.partner.name)}</Go>
              <Due of={row} />
              <Running of={row} />
            </span>
            <span className="rank-bar" aria-hidden="true">
              <i style={{ width: `${totalPpm / 10_000}%` }} />
            </span>
            <strong className="figures rank-points">{points(totalPpm)}</strong>
            <span className="faint figures rank-first">
              {isTried ? '' : t('evaluation.first', { share: formatShare(row.approved?.firstPpm ?? 0) })}
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  )
}

function Due({ of: { approved } }: { of: EvaluationRow }) {
  const t = useText()
  return (
    <>
      {(approved?.due ?? []).map((why) => (
        <Badge key={why} tone={why === 'knocked-out' ? 'cinnabar' : 'ochre'}>
          {t(`evaluation.due.${why}`)}
        </Badge>
      ))}
    </>
  )
}

function Running({ of: { running } }: { of: EvaluationRow }) {
  const t = useText()
  if (!running) return null
  return (
    <Go to={paths.evaluation({ id: running.id })}>
      <Badge tone="indigo" hollow>
        {t(`evaluation.state.${running.state}`)}
      </Badge>
    </Go>
  )
}

function SideBySide({ of, weights }: Weighed) {
  const t = useText()
  const say = useSay()
  const rows = rankedBy(of, weights)
  return (
    <Panel title={t('evaluation.sideBySide')} note={t('evaluation.sideBySideHelp')} flush>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than the page must scroll by keyboard */}
      <section className="side-scroll" tabIndex={0} aria-label={t('evaluation.sideBySide')}>
        <table className="versus">
          <thead>
            <tr>
              <th scope="col">{t('evaluation.criterion')}</th>
              {rows.map(({ row }) => (
                <th key={row.partner.id} scope="col">
                  {say(row.partner.name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {of.criteria.map((criterion, at) => (
              <tr key={criterion.id}>
                <th scope="row">
                  {say(criterion.name)}
                  <span className="faint figures"> {formatShare(weights[criterion.id])}</span>
                </th>
                {rows.map(({ row }) => (
                  <td key={row.partner.id}>
                    <Bar worthPpm={row.approved?.worthPpm[at] ?? 0} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Panel>
  )
}

/** What a criterion is worth, 0 to 100, as a bar with its number. */
export function Bar({ worthPpm }: { worthPpm: number }) {
  const tone = worthPpm >= 700_000 ? 'good' : worthPpm >= 350_000 ? 'fair' : 'poor'
  return (
    <span className={`worth worth-${tone}`}>
      <i aria-hidden="true" style={{ width: `${worthPpm / 10_000}%` }} />
      <span className="figures">{Math.round(worthPpm / 10_000)}</span>
    </span>
  )
}

type Trying = Weighed & { isTried: boolean; onTry: (weights: Record<CriterionId, number> | null) => void }

function Sliders({ of, weights, isTried, onTry }: Trying) {
  const t = useText()
  const say = useSay()
  const name = ({ name: both, isFactor }: Criterion): string => `${say(both)}${isFactor ? ' ·' : ''}`
  return (
    <Panel
      title={t('evaluation.whatIf')}
      note={t('evaluation.whatIfHelp')}
      extra={
        <Button
          size="small"
          disabled={!isTried}
          title={isTried ? '' : t('evaluation.untried')}
          onClick={() => onTry(null)}
        >
          {t('evaluation.reset')}
        </Button>
      }
    >
      {of.criteria.map((criterion) => (
        <div key={criterion.id} className="slide">
          <span id={`slide-${criterion.id}`}>{name(criterion)}</span>
          <span className="figures faint">{formatShare(weights[criterion.id])}</span>
          <Slider
            min={0}
            max={600_000}
            step={5_000}
            value={weights[criterion.id]}
            tooltip={{ formatter: null }}
            ariaLabelledByForHandle={`slide-${criterion.id}`}
            onChange={(to) => onTry(scaled(weights, criterion.id, to))}
          />
        </div>
      ))}
    </Panel>
  )
}

function Flips({ of }: { of: Found }) {
  const t = useText()
  const say = useSay()
  if (of.flips.length === 0) return null
  const nameOf = (id: string) => of.criteria.find((one) => one.id === id)?.name ?? { zh: id, en: id }
  const walletOf = (id: string) => of.items.find(({ partner }) => partner.id === id)?.partner.name ?? { zh: id, en: id }
  return (
    <Panel title={t('evaluation.flips')} note={t('evaluation.flipsHelp')}>
      <ul className="flips">
        {of.flips.slice(0, 5).map((one) => (
          <li key={one.criterion}>
            {t('evaluation.flip', {
              criterion: say(nameOf(one.criterion)),
              from: formatShare(one.weightPpm),
              to: formatShare(one.toPpm),
              wallet: say(walletOf(one.partner)),
            })}
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Unscored({ of }: { of: Found }) {
  const t = useText()
  const say = useSay()
  return (
    <Panel title={t('evaluation.rounds')} note={t('evaluation.roundsHelp')}>
      <ul className="rounds">
        {of.items.map((row) => (
          <li key={row.partner.id}>
            <span className="two">
              <strong>{say(row.partner.name)}</strong>
              <span className="faint">
                {row.approved ? (
                  <>
                    {t('evaluation.card', { n: row.approved.version })} <Moment at={row.approved.at} form="day" />
                  </>
                ) : (
                  t('evaluation.noCard')
                )}
              </span>
            </span>
            <span className="rounds-do">
              <Go to={paths.questionnaire({ id: row.partner.id })} className="button-link">
                {t('evaluation.questionnaire')}
              </Go>
              {row.running ? (
                <Go to={paths.evaluation({ id: row.running.id })} className="button-link">
                  {t(row.running.isMine && row.running.state === 'scoring' ? 'evaluation.myTurn' : 'evaluation.look')}
                </Go>
              ) : (
                <OpenRound of={row} all={of} />
              )}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function OpenRound({ of, all }: { of: EvaluationRow; all: Found }) {
  const t = useText()
  const say = useSay()
  const { message } = App.useApp()
  const complain = useComplain()
  const forget = useForget()
  const me = useAsk('/v1/me')
  const may = me.data?.may.includes('evaluations.decide') ?? false
  const [assessors, setAssessors] = useState<string[] | null>(null)
  const open = async (): Promise<void> => {
    try {
      const doing = { params: { id: of.partner.id }, key: `evaluate-${crypto.randomUUID()}` }
      await post('/v1/partners/{id}/evaluations', { assessors: assessors ?? [] }, doing)
      message.success(t('evaluation.opened'))
      setAssessors(null)
      await forget()
    } catch (error) {
      complain(error)
    }
  }
  const why = !may ? t('evaluation.mayNot') : all.weights ? '' : t('evaluation.noWeights')
  return (
    <>
      <Button size="small" disabled={why !== ''} title={why} onClick={() => setAssessors([])}>
        {t('evaluation.open')}
      </Button>
      <Modal
        open={assessors !== null}
        title={`${t('evaluation.open')} · ${say(of.partner.name)}`}
        okText={t('evaluation.open')}
        okButtonProps={{ disabled: (assessors?.length ?? 0) < 2, title: t('evaluation.twoNeeded') }}
        onOk={() => void open()}
        onCancel={() => setAssessors(null)}
      >
        <Field label={t('evaluation.assessors')} help={t('evaluation.twoNeeded')}>
          {(id) => (
            <Select
              id={id}
              mode="multiple"
              maxCount={5}
              className="wide"
              value={assessors ?? []}
              options={all.assessors.map((one) => ({ value: one.id, label: say(one.name) }))}
              onChange={setAssessors}
            />
          )}
        </Field>
      </Modal>
    </>
  )
}
