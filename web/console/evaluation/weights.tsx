import { App, Button, Input, Select, Slider } from 'antd'
import { useEffect, useState } from 'react'
import { post } from '../../api/client.ts'
import type {
  ComparedWeights,
  Comparison,
  Criterion,
  CriterionId,
  EvaluationWeights,
} from '../../api/contract-evaluation.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Badge } from '../../ui/badge.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Field } from '../../ui/field.tsx'
import { formatShare } from '../../ui/format.ts'
import { useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useAsk, useForget } from '../ask.ts'
import { Loaded } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { useComplain } from '../refuse.ts'
import './evaluation.css'

/** The weights in force, and setting them by comparing criteria pair by pair. */
export default function Weights() {
  const t = useText()
  const found = useAsk('/v1/evaluations')
  return (
    <Page
      title={t('evaluation.weights')}
      note={t('evaluation.weightsNote')}
      up={{ to: paths.evaluations(), name: t('nav.evaluations') }}
    >
      <Loaded ask={found} lines={14}>
        {({ criteria, weights }) => (
          <div className="columns">
            <div className="column-main">
              <Pairwise criteria={criteria} />
            </div>
            <div className="column-side">{weights ? <Now of={weights} criteria={criteria} /> : null}</div>
          </div>
        )}
      </Loaded>
    </Page>
  )
}

function Now({ of, criteria }: { of: EvaluationWeights; criteria: Criterion[] }) {
  const t = useText()
  const say = useSay()
  return (
    <Panel
      title={t('evaluation.weightsNow', { n: of.version })}
      note={of.because}
      extra={<Badge tone="slate">{t(`evaluation.method.${of.method}`)}</Badge>}
    >
      <Facts
        of={[
          ...criteria
            .filter(({ id }) => of.of[id] > 0)
            .map(({ id, name }): [string, string] => [say(name), formatShare(of.of[id])]),
          [t('evaluation.setBy'), say(of.by)],
          [t('evaluation.setAt'), <Moment key="at" at={of.at} />],
        ]}
      />
    </Panel>
  )
}

// Seventeen steps of Saaty's scale on one line: −8 … 8 are 9 for the left … 9 for the right.
const timesOf = (step: number): number => (step <= 0 ? 1 - step : -(1 + step))
const stepOf = (times: number): number => (times >= 1 ? 1 - times : -times - 1)

function Pairwise({ criteria }: { criteria: Criterion[] }) {
  const t = useText()
  const say = useSay()
  const me = useAsk('/v1/me')
  const may = me.data?.may.includes('evaluations.decide') ?? false
  const [chosen, setChosen] = useState<CriterionId[]>(() =>
    criteria.filter(({ isFactor }) => isFactor).map(({ id }) => id),
  )
  const [said, setSaid] = useState<Record<string, number>>({})
  const pairs: Comparison[] = chosen.flatMap((left, at) =>
    chosen.slice(at + 1).map((right) => ({ left, right, times: said[`${left} ${right}`] ?? 1 })),
  )
  const checked = useChecked(chosen, pairs, may)
  const nameOf = (id: CriterionId): string => say(criteria.find((one) => one.id === id)?.name ?? { zh: id, en: id })
  const isWorst = ({ left, right }: Comparison): boolean =>
    checked?.worst?.left === left && checked.worst.right === right
  return (
    <>
      <Panel title={t('evaluation.compare')} note={t('evaluation.compareHelp')}>
        <Field label={t('evaluation.chosen')}>
          {(id) => (
            <Select
              id={id}
              mode="multiple"
              className="wide"
              value={chosen}
              options={criteria.map((one) => ({ value: one.id, label: say(one.name) }))}
              onChange={(next: CriterionId[]) =>
                setChosen(criteria.map((one) => one.id).filter((one) => next.includes(one)))
              }
            />
          )}
        </Field>
        <div className="pairs">
          {pairs.map((pair) => (
            <div key={`${pair.left} ${pair.right}`} className={isWorst(pair) ? 'pair pair-worst' : 'pair'}>
              <span>{nameOf(pair.left)}</span>
              <span>
                <Slider
                  min={-8}
                  max={8}
                  value={stepOf(pair.times)}
                  included={false}
                  tooltip={{ formatter: null }}
                  ariaLabelForHandle={t('evaluation.pair', { left: nameOf(pair.left), right: nameOf(pair.right) })}
                  onChange={(step) => setSaid({ ...said, [`${pair.left} ${pair.right}`]: timesOf(step) })}
                />
                <small className="faint">
                  {pair.times === 1
                    ? t('evaluation.same')
                    : t('evaluation.more', {
                        which: nameOf(pair.times > 0 ? pair.left : pair.right),
                        n: Math.abs(pair.times),
                      })}
                </small>
              </span>
              <span>{nameOf(pair.right)}</span>
            </div>
          ))}
        </div>
      </Panel>
      {checked ? <Light of={checked} nameOf={nameOf} /> : null}
      <Save of={checked} chosen={chosen} pairs={pairs} may={may} />
    </>
  )
}

/** Asks what the comparisons come to whenever they change. */
function useChecked(criteria: CriterionId[], pairs: Comparison[], may: boolean): ComparedWeights | null {
  const [checked, setChecked] = useState<ComparedWeights | null>(null)
  const asked = JSON.stringify({ criteria, pairs })
  useEffect(() => {
    let left = false
    const body = JSON.parse(asked) as { criteria: CriterionId[]; pairs: Comparison[] }
    const ask = async (): Promise<void> => {
      const reply = await post('/v1/evaluation-weights/check', body).catch(() => null)
      if (!left) setChecked(reply)
    }
    if (may && body.criteria.length >= 2) void ask()
    return () => {
      left = true
    }
  }, [asked, may])
  return checked
}

function Light({ of, nameOf }: { of: ComparedWeights; nameOf: (id: CriterionId) => string }) {
  const t = useText()
  const written = (times: number): string => (times < 0 ? `1/${-times}` : String(times))
  return (
    <Panel
      title={t('evaluation.consistency')}
      extra={
        <Badge tone={of.mayBeUsed ? 'jade' : 'cinnabar'}>
          {t(of.mayBeUsed ? 'evaluation.consistent' : 'evaluation.inconsistent', {
            ratio: (of.ratioPpm / 1e6).toFixed(3),
          })}
        </Badge>
      }
    >
      {of.worst ? (
        <p>
          {t('evaluation.worst', {
            left: nameOf(of.worst.left),
            right: nameOf(of.worst.right),
            times: written(of.worst.times),
            implied: written(of.worst.implied),
            ratio: (of.worst.ratioPpmThen / 1e6).toFixed(3),
          })}
        </p>
      ) : null}
      <Facts
        of={Object.entries(of.of).map(([id, ppm]): [string, string] => [
          nameOf(id as CriterionId),
          formatShare(ppm ?? 0),
        ])}
      />
    </Panel>
  )
}

type Saving = { of: ComparedWeights | null; chosen: CriterionId[]; pairs: Comparison[]; may: boolean }

function Save({ of, chosen, pairs, may }: Saving) {
  const t = useText()
  const { message } = App.useApp()
  const complain = useComplain()
  const forget = useForget()
  const [because, setBecause] = useState('')
  const save = async (): Promise<void> => {
    try {
      const body = { method: 'pairwise' as const, criteria: chosen, pairs, because }
      await post('/v1/evaluation-weights', body, { key: `weights-${crypto.randomUUID()}` })
      message.success(t('evaluation.weightsSet'))
      setBecause('')
      await forget()
    } catch (error) {
      complain(error)
    }
  }
  const unset = because.trim() === '' ? t('evaluation.becauseNeeded') : ''
  const why = !may ? t('evaluation.mayNot') : of?.mayBeUsed ? unset : t('evaluation.tooInconsistent')
  return (
    <Panel title={t('evaluation.setWeights')}>
      <Field label={t('evaluation.because')} help={why}>
        {(id, says) => (
          <Input
            id={id}
            aria-describedby={says}
            maxLength={500}
            value={because}
            onChange={(event) => setBecause(event.target.value)}
          />
        )}
      </Field>
      <Button type="primary" disabled={why !== ''} title={why} onClick={() => void save()}>
        {t('evaluation.setWeights')}
      </Button>
    </Panel>
  )
}
