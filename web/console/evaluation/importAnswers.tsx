import { App, Button, Input } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { AnswerSet, Proposed, Questionnaire } from '../../api/contract-evaluation.ts'
import { useText } from '../../text/text.ts'
import { Field } from '../../ui/field.tsx'
import { useSay } from '../../ui/language.ts'
import { Panel } from '../../ui/panel.tsx'
import { useAsk, useForget } from '../ask.ts'
import { useComplain } from '../refuse.ts'

type Props = { of: Questionnaire; set: AnswerSet; partner: string }

/** Reads a CAIQ or SIG file and takes over the answers it maps to, once somebody has looked at them. */
export function ImportAnswers({ of, set, partner }: Props) {
  const t = useText()
  const complain = useComplain()
  const me = useAsk('/v1/me')
  const may = me.data?.may.includes('questionnaires.answer') ?? false
  const [csv, setCsv] = useState('')
  const [found, setFound] = useState<Proposed | null>(null)
  const read = async (): Promise<void> => {
    try {
      setFound(await post('/v1/partners/{id}/answers/import', { csv }, { params: { id: partner } }))
    } catch (error) {
      complain(error)
    }
  }
  const empty = csv.trim() === '' ? t('questionnaire.fileNeeded') : ''
  const why = may ? empty : t('questionnaire.mayNot')
  return (
    <>
      <Panel title={t('questionnaire.import')} note={t('questionnaire.importHelp')}>
        <Field label={t('questionnaire.file')} help={why}>
          {(id, says) => (
            <Input.TextArea
              id={id}
              aria-describedby={says}
              rows={8}
              maxLength={400_000}
              value={csv}
              placeholder={'IAM-14.1,Yes,FIDO2\nCEK-03.1,Yes,'}
              onChange={(event) => setCsv(event.target.value)}
            />
          )}
        </Field>
        <Button type="primary" disabled={why !== ''} title={why} onClick={() => void read()}>
          {t('questionnaire.read')}
        </Button>
      </Panel>
      {found ? <Result found={found} of={of} set={set} partner={partner} onDone={() => setFound(null)} /> : null}
    </>
  )
}

function Result({ found, of, set, partner, onDone }: Props & { found: Proposed; onDone: () => void }) {
  const t = useText()
  const say = useSay()
  const complain = useComplain()
  const forget = useForget()
  const { message } = App.useApp()
  const textOf = (id: string): string => say(of.items.find((one) => one.id === id)?.text ?? { zh: id, en: id })
  const take = async (): Promise<void> => {
    try {
      const answers = found.proposed.map(({ question, value, comment }) => ({ question, value, comment }))
      const doing = { params: { id: partner }, key: `import-${crypto.randomUUID()}` }
      await post('/v1/partners/{id}/answers', { over: set.version, answers }, doing)
      message.success(t('questionnaire.saved'))
      onDone()
      await forget()
    } catch (error) {
      complain(error)
    }
  }
  const none = found.proposed.length === 0 ? t('questionnaire.nothingMapped') : ''
  return (
    <>
      <Panel
        title={t('questionnaire.proposed', { n: found.proposed.length })}
        extra={
          <Button type="primary" disabled={none !== ''} title={none} onClick={() => void take()}>
            {t('questionnaire.take')}
          </Button>
        }
      >
        <ul className="asked">
          {found.proposed.map((one) => (
            <li key={one.question}>
              <span className="asked-text">
                <span className="faint figures">
                  {one.control} → {one.question}
                </span>{' '}
                {textOf(one.question)}
              </span>
              <strong>{one.value === 'yes' || one.value === 'no' ? t(`questionnaire.${one.value}`) : one.value}</strong>
            </li>
          ))}
        </ul>
      </Panel>
      {found.errors.length > 0 ? (
        <Panel title={t('questionnaire.errors', { n: found.errors.length })}>
          <ul className="asked">
            {found.errors.slice(0, 100).map((one) => (
              <li key={`${one.line} ${one.control} ${one.why}`}>
                {t('questionnaire.line', { n: one.line })} {one.control} {t(`questionnaire.why.${one.why}`)}
              </li>
            ))}
          </ul>
        </Panel>
      ) : null}
      {found.unmapped.length > 0 ? (
        <Panel title={t('questionnaire.unmapped', { n: found.unmapped.length })} note={t('questionnaire.unmappedHelp')}>
          <p className="faint figures">
            {found.unmapped
              .slice(0, 200)
              .map(({ control }) => control)
              .join(' ')}
          </p>
        </Panel>
      ) : null}
    </>
  )
}
