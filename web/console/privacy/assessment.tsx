import { App, Button, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { post, put } from '../../api/client.ts'
import type {
  AssessmentForm,
  ConsentPurpose,
  ImpactAssessment,
  PurposeAssessed,
  Risk,
} from '../../api/contract-privacy.ts'
import { useText } from '../../text/text.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { Field } from '../../ui/field.tsx'
import { useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { useAsk, useForget } from '../ask.ts'
import { useComplain } from '../refuse.ts'

const tones: Record<Risk, Tone> = { low: 'jade', medium: 'ochre', high: 'cinnabar' }
const risks: Risk[] = ['low', 'medium', 'high']

/** The impact assessment of a purpose that needs one, those before it, and the switch it guards. */
export function Assessed({ of, assessed }: { of: ConsentPurpose; assessed: PurposeAssessed | undefined }) {
  const t = useText()
  if (!assessed) return null
  const { grounds, isAssessed, assessments } = assessed
  const [latest, ...older] = assessments
  const needs = grounds.length > 0
  // What a contract or a law needs is not switched off here.
  const isSwitched = needs || of.basis === 'consent' || !of.active
  if (!isSwitched && !latest) return null
  return (
    <section className="purpose-assessed" aria-label={t('assess.title')}>
      {needs || latest ? (
        <>
          <p className="purpose-assessed-head">
            <strong>{t('assess.title')}</strong>
            {needs && !isAssessed ? (
              <Badge tone="cinnabar">{t(latest ? 'assess.outdated' : 'assess.missing')}</Badge>
            ) : latest ? (
              <Badge tone={tones[latest.risk]}>{t(`assess.risk.${latest.risk}`)}</Badge>
            ) : null}
          </p>
          {needs ? (
            <p className="faint">
              {t('assess.because', {
                grounds: grounds.map((ground) => t(`assess.ground.${ground}`)).join(t('list.and')),
              })}
            </p>
          ) : null}
          {latest ? <Found of={latest} /> : null}
          {older.length > 0 ? (
            <details>
              <summary>{t('assess.older', { n: older.length })}</summary>
              {older.map((one) => (
                <Found key={one.id} of={one} />
              ))}
            </details>
          ) : null}
        </>
      ) : null}
      <div className="purpose-foot">
        {needs ? <Record of={of} /> : <span />}
        {isSwitched ? <Switch of={of} isReady={!needs || isAssessed} /> : null}
      </div>
    </section>
  )
}

function Found({ of }: { of: ImpactAssessment }) {
  const t = useText()
  const say = useSay()
  return (
    <blockquote className="purpose-text">
      <p>{of.findings}</p>
      <p>
        <span className="faint">{t('assess.measures')}</span> {of.measures}
      </p>
      <footer className="faint">
        {of.assessor} · {of.assessedOn}
        {of.recordedBy ? ` · ${t('assess.recordedBy', { name: say(of.recordedBy.name) })}` : ''}
        {of.supersededAt ? (
          <>
            {' · '}
            {t('assess.superseded')} <Moment at={of.supersededAt} form="day" />
          </>
        ) : null}
      </footer>
    </blockquote>
  )
}

const empty: AssessmentForm = { assessor: '', assessedOn: '', findings: '', risk: 'low', measures: '' }

function Record({ of }: { of: ConsentPurpose }) {
  const t = useText()
  const { message } = App.useApp()
  const complain = useComplain()
  const forget = useForget()
  const may = useAsk('/v1/me').data?.may.includes('consents.manage') ?? false
  const [form, setForm] = useState<AssessmentForm | null>(null)
  const [key, setKey] = useState('')
  const isWritten = form !== null && Object.values(form).every((text) => text.trim() !== '')
  const change = (part: Partial<AssessmentForm>): void => setForm((was) => was && { ...was, ...part })
  const keep = async (): Promise<void> => {
    if (!form) return
    try {
      await post('/v1/consent-purposes/{id}/assessments', form, { params: { id: of.id }, key })
      message.success(t('assess.recorded'))
      setForm(null)
      await forget()
    } catch (error) {
      complain(error)
      setKey(`assess-${crypto.randomUUID()}`)
    }
  }
  const begin = (): void => {
    setKey(`assess-${crypto.randomUUID()}`)
    setForm(empty)
  }
  return (
    <>
      <Button size="small" disabled={!may} title={may ? '' : t('consent.mayNot')} onClick={begin}>
        {t('assess.record')}
      </Button>
      <Modal
        open={form !== null}
        title={t('assess.record')}
        okText={t('assess.keep')}
        cancelText={t('act.close')}
        okButtonProps={{ disabled: !isWritten, title: isWritten ? '' : t('assess.incomplete') }}
        onOk={() => void keep()}
        onCancel={() => setForm(null)}
      >
        {form ? <Form of={form} change={change} /> : null}
      </Modal>
    </>
  )
}

function Form({ of, change }: { of: AssessmentForm; change: (part: Partial<AssessmentForm>) => void }) {
  const t = useText()
  return (
    <>
      <p className="faint">{t('assess.help')}</p>
      <Field label={t('assess.assessor')}>
        {(id) => (
          <Input
            id={id}
            maxLength={120}
            value={of.assessor}
            onChange={(event) => change({ assessor: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('assess.day')}>
        {(id) => (
          <Input
            id={id}
            type="date"
            value={of.assessedOn}
            onChange={(event) => change({ assessedOn: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('assess.risk')}>
        {(id) => (
          <Select<Risk>
            id={id}
            value={of.risk}
            options={risks.map((value) => ({ value, label: t(`assess.risk.${value}`) }))}
            onChange={(risk) => change({ risk })}
          />
        )}
      </Field>
      {(['findings', 'measures'] as const).map((name) => (
        <Field key={name} label={t(`assess.${name}`)} help={t(`assess.${name}Help`)}>
          {(id, says) => (
            <Input.TextArea
              id={id}
              aria-describedby={says}
              rows={3}
              maxLength={2_000}
              value={of[name]}
              onChange={(event) => change({ [name]: event.target.value.replace(/\n/g, ' ') })}
            />
          )}
        </Field>
      ))}
    </>
  )
}

function Switch({ of, isReady }: { of: ConsentPurpose; isReady: boolean }) {
  const t = useText()
  const say = useSay()
  const { message, modal } = App.useApp()
  const complain = useComplain()
  const forget = useForget()
  const may = useAsk('/v1/me').data?.may.includes('consents.manage') ?? false
  const isBlocked = !of.active && !isReady
  const turn = async (): Promise<void> => {
    const { id, text: _, ...fields } = of
    try {
      const { approval } = await put('/v1/consent-purposes/{id}', { ...fields, active: !of.active }, { params: { id } })
      message.success(t(approval ? 'approval.asked' : of.active ? 'assess.isOff' : 'assess.isOn'))
      await forget()
    } catch (error) {
      complain(error)
    }
  }
  const ask = (): void => {
    if (!of.active) return void turn()
    void modal.confirm({
      title: t('assess.turnOffTitle', { name: say(of.name) }),
      content: t('assess.turnOffHelp'),
      okText: t('assess.turnOff'),
      cancelText: t('act.close'),
      onOk: turn,
    })
  }
  const why = may ? (isBlocked ? t('assess.blocked') : '') : t('consent.mayNot')
  return (
    <span className="purpose-switch">
      {isBlocked ? <span className="faint">{t('assess.blocked')}</span> : null}
      <Button size="small" disabled={!may || isBlocked} title={why} onClick={ask}>
        {t(of.active ? 'assess.turnOff' : 'assess.turnOn')}
      </Button>
    </span>
  )
}
