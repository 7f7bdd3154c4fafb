import { App, Button, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { GivenAnswer, Question } from '../../api/contract-evaluation.ts'
import { useText } from '../../text/text.ts'
import { Badge } from '../../ui/badge.tsx'
import { useReader, useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { useAsk, useForget } from '../ask.ts'
import { useComplain } from '../refuse.ts'

type Props = { of: Question; answer: GivenAnswer | undefined; partner: string; version: number }

/** One question with its answer, the paper behind it, and what our people say to it. */
export function AskedQuestion(props: Props) {
  const { of, answer } = props
  const t = useText()
  const say = useSay()
  const [isEditing, setEditing] = useState(false)
  const me = useAsk('/v1/me')
  const may = me.data?.may.includes('questionnaires.answer') ?? false
  return (
    <li>
      <span className="asked-text two">
        <span>
          <span className="faint figures">{of.id}</span> {say(of.text)}
        </span>
        <span className="asked-flags">
          {of.isKnockOut ? <Badge tone="plum">{t('questionnaire.knockOut')}</Badge> : null}
          {of.isEvidenced ? <Badge tone="slate">{t('questionnaire.evidenced')}</Badge> : null}
          {of.maps.caiq.length > 0 ? <span className="faint figures">CAIQ {of.maps.caiq.join(' ')}</span> : null}
        </span>
      </span>
      {isEditing ? (
        <Edit {...props} onDone={() => setEditing(false)} />
      ) : (
        <span className="asked-answer">
          {answer ? <Shown of={of} answer={answer} /> : <span className="faint">{t('questionnaire.unanswered')}</span>}
          <span className="asked-flags">
            <Button
              size="small"
              disabled={!may}
              title={may ? '' : t('questionnaire.mayNot')}
              onClick={() => setEditing(true)}
            >
              {t(answer ? 'questionnaire.change' : 'questionnaire.answer')}
            </Button>
            {answer ? <Review of={answer} partner={props.partner} /> : null}
          </span>
        </span>
      )}
    </li>
  )
}

function Shown({ of, answer }: { of: Question; answer: GivenAnswer }) {
  const t = useText()
  const said = useSaid()
  return (
    <>
      <strong>{said(of, answer.value)}</strong>
      {answer.evidence ? <span className="faint">{answer.evidence}</span> : null}
      <span className="asked-flags">
        {answer.knocksOut ? <Badge tone="cinnabar">{t('questionnaire.knocksOut')}</Badge> : null}
        {answer.isLive ? null : <Badge tone="ochre">{t('questionnaire.notLive')}</Badge>}
        {answer.review ? (
          <Badge tone={answer.review.verdict === 'accepted' ? 'jade' : 'ochre'}>
            {t(`questionnaire.verdict.${answer.review.verdict}`)}
          </Badge>
        ) : null}
        {answer.expiresAt ? (
          <span className="faint">
            {t('questionnaire.until')} <Moment at={answer.expiresAt} form="day" />
          </span>
        ) : null}
      </span>
    </>
  )
}

/** An answer in words. */
function useSaid(): (of: Question, value: string) => string {
  const t = useText()
  const { language } = useReader()
  return ({ answer }, value) => {
    if (answer.kind === 'yes-no') return t(value === 'yes' ? 'questionnaire.yes' : 'questionnaire.no')
    const option = answer.options.find(({ id }) => id === value)
    if (option) return language === 'en' ? option.en : option.zh
    const unit = answer.unit ? ` ${language === 'en' ? answer.unit.en : answer.unit.zh}` : ''
    return `${value}${unit}`
  }
}

function Edit({ of, answer, partner, version, onDone }: Props & { onDone: () => void }) {
  const t = useText()
  const say = useSay()
  const { message } = App.useApp()
  const complain = useComplain()
  const forget = useForget()
  const [value, setValue] = useState(answer?.value ?? '')
  const [evidence, setEvidence] = useState(answer?.evidence ?? '')
  const save = async (): Promise<void> => {
    try {
      const given = { question: of.id, value, evidence }
      const doing = { params: { id: partner }, key: `answer-${crypto.randomUUID()}` }
      await post('/v1/partners/{id}/answers', { over: version, answers: [given] }, doing)
      message.success(t('questionnaire.saved'))
      onDone()
      await forget()
    } catch (error) {
      complain(error)
    }
  }
  const empty = value.trim() === '' ? t('questionnaire.valueNeeded') : ''
  return (
    <span className="asked-answer">
      <Value of={of} value={value} label={say(of.text)} onChange={setValue} />
      <Input
        maxLength={300}
        value={evidence}
        aria-label={`${of.id} · ${t('questionnaire.evidence')}`}
        placeholder={t('questionnaire.evidence')}
        onChange={(event) => setEvidence(event.target.value)}
      />
      <span className="asked-flags">
        <Button size="small" type="primary" disabled={empty !== ''} title={empty} onClick={() => void save()}>
          {t('questionnaire.save')}
        </Button>
        <Button size="small" onClick={onDone}>
          {t('questionnaire.leave')}
        </Button>
      </span>
    </span>
  )
}

type ValueProps = { of: Question; value: string; label: string; onChange: (value: string) => void }

function Value({ of: { answer }, value, label, onChange }: ValueProps) {
  const t = useText()
  const { language } = useReader()
  if (answer.kind === 'number')
    return (
      <InputNumber
        className="wide"
        min={0}
        precision={0}
        aria-label={label}
        value={value === '' ? null : Number(value)}
        onChange={(next) => onChange(next === null ? '' : String(next))}
      />
    )
  if (answer.kind === 'yes-no' || answer.kind === 'choice') {
    const options =
      answer.kind === 'choice'
        ? answer.options.map((one) => ({ value: one.id, label: language === 'en' ? one.en : one.zh }))
        : [
            { value: 'yes', label: t('questionnaire.yes') },
            { value: 'no', label: t('questionnaire.no') },
          ]
    return <Select aria-label={label} value={value || null} options={options} onChange={onChange} />
  }
  return (
    <Input
      maxLength={500}
      aria-label={label}
      value={value}
      placeholder={answer.kind === 'date' ? '2027-12-31' : ''}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

function Review({ of, partner }: { of: GivenAnswer; partner: string }) {
  const t = useText()
  const complain = useComplain()
  const forget = useForget()
  const me = useAsk('/v1/me')
  if (!me.data?.may.includes('evaluations.score') || of.review?.verdict === 'accepted') return null
  const judge = async (verdict: 'accepted' | 'questioned'): Promise<void> => {
    try {
      const doing = { params: { id: partner }, key: `review-${crypto.randomUUID()}` }
      await post('/v1/partners/{id}/answers/reviews', { reviews: [{ question: of.question, verdict }] }, doing)
      await forget()
    } catch (error) {
      complain(error)
    }
  }
  return (
    <>
      <Button size="small" onClick={() => void judge('accepted')}>
        {t('questionnaire.accept')}
      </Button>
      {of.review ? null : (
        <Button size="small" onClick={() => void judge('questioned')}>
          {t('questionnaire.question')}
        </Button>
      )}
    </>
  )
}
