import { useNavigate, useParams } from '@tanstack/react-router'
import { Segmented, Select } from 'antd'
import { useState } from 'react'
import type { AnswerSet, Questionnaire as Asked } from '../../api/contract-evaluation.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { useSay } from '../../ui/language.ts'
import { Panel } from '../../ui/panel.tsx'
import { useAsk } from '../ask.ts'
import { Loaded, Nothing } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { AskedQuestion } from './askedQuestion.tsx'
import { ImportAnswers } from './importAnswers.tsx'
import { TechnicalSheet } from './technicalSheet.tsx'
import './evaluation.css'

type Look = 'questions' | 'technical' | 'import'
const looks: readonly Look[] = ['questions', 'technical', 'import']

/** A partner's questionnaire: in its own workspace, and with our review and knock-outs in ours. */
export default function Questionnaire() {
  const t = useText()
  const { id } = useParams({ strict: false }) as { id?: string }
  const asked = useAsk('/v1/questionnaire')
  const [look, setLook] = useState<Look>('questions')
  const options = looks.map((value) => ({ value, label: t(`questionnaire.look.${value}`) }))
  return (
    <Page
      title={t('nav.questionnaire')}
      note={t('questionnaire.note')}
      actions={
        <Segmented<Look> value={look} options={options} onChange={setLook} aria-label={t('questionnaire.look')} />
      }
    >
      <Loaded ask={asked} lines={14}>
        {(of) => {
          const partner = id ?? of.partners[0]?.id
          if (!partner)
            return <Nothing icon="person" title={t('questionnaire.none')} help={t('questionnaire.noneHelp')} />
          return <OfPartner key={partner} of={of} partner={partner} look={look} />
        }}
      </Loaded>
    </Page>
  )
}

function OfPartner({ of, partner, look }: { of: Asked; partner: string; look: Look }) {
  const t = useText()
  const say = useSay()
  const navigate = useNavigate()
  const answers = useAsk('/v1/partners/{id}/answers', { params: { id: partner } })
  const options = of.partners.map(({ id, name }) => ({ value: id, label: say(name) }))
  return (
    <>
      <div className="questionnaire-head">
        <Select
          aria-label={t('questionnaire.partner')}
          value={partner}
          options={options}
          style={{ minWidth: 200 }}
          onChange={(next: string) => void navigate({ to: paths.questionnaire({ id: next }) })}
        />
      </div>
      {look === 'technical' ? <TechnicalSheet partner={partner} /> : null}
      <Loaded ask={answers} lines={14}>
        {(set) => (
          <>
            {look === 'questions' ? <Sections of={of} set={set} partner={partner} /> : null}
            {look === 'import' ? <ImportAnswers of={of} set={set} partner={partner} /> : null}
          </>
        )}
      </Loaded>
    </>
  )
}

function Sections({ of, set, partner }: { of: Asked; set: AnswerSet; partner: string }) {
  const t = useText()
  const say = useSay()
  const [chosen, setChosen] = useState(of.sections[0]?.id ?? '')
  const live = new Set(set.items.filter(({ isLive }) => isLive).map(({ question }) => question))
  const options = of.sections.map(({ id, name }) => {
    const asked = of.items.filter(({ section }) => section === id)
    const given = asked.filter((one) => live.has(one.id)).length
    return { value: id, label: `${say(name)} ${given}/${asked.length}` }
  })
  return (
    <>
      <div className="questionnaire-head">
        <Select
          aria-label={t('questionnaire.section')}
          value={chosen}
          options={options}
          style={{ minWidth: 260 }}
          onChange={setChosen}
        />
        <span className="faint figures">{t('questionnaire.progress', { n: live.size, of: of.items.length })}</span>
      </div>
      {of.sections
        .filter(({ id }) => id === chosen)
        .map((section) => {
          const questions = of.items.filter((one) => one.section === section.id)
          const given = questions.filter(({ id }) => live.has(id))
          return (
            <Panel
              key={section.id}
              title={say(section.name)}
              extra={
                <span className="faint figures">
                  {t('questionnaire.progress', { n: given.length, of: questions.length })}
                </span>
              }
            >
              <ul className="asked">
                {questions.map((question) => (
                  <AskedQuestion
                    key={question.id}
                    of={question}
                    answer={set.items.find((one) => one.question === question.id)}
                    partner={partner}
                    version={set.version}
                  />
                ))}
              </ul>
            </Panel>
          )
        })}
    </>
  )
}
