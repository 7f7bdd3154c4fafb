import { useParams } from '@tanstack/react-router'
import { App, Button, Input } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { PrivacyRequest } from '../../api/contract-privacy.ts'
import { paths } from '../../paths.ts'
import type { TextKey } from '../../text/text.ts'
import { useText } from '../../text/text.ts'
import { Digest } from '../../ui/digest.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Field } from '../../ui/field.tsx'
import { useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useAsk, useForget } from '../ask.ts'
import { Loaded } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { useComplain } from '../refuse.ts'
import { PlanList } from './planList.tsx'
import { Clock, lastDayOf, RequestBadge } from './states.tsx'
import './privacy.css'

/** One request: what was asked, the clock, what an answer would do, and the answer. */
export default function Request() {
  const t = useText()
  const { id } = useParams({ strict: false }) as { id: string }
  const asked = useAsk('/v1/privacy-requests/{id}', { params: { id } })
  return (
    <Loaded ask={asked} lines={12}>
      {({ request, plan }) => (
        <Page
          title={t(`request.kind.${request.kind}`)}
          head={
            <h1>
              {t(`request.kind.${request.kind}`)} <RequestBadge of={request.state} /> <Clock of={request} />
            </h1>
          }
          up={{ to: paths.privacyRequests(), name: t('nav.requests') }}
        >
          <div className="columns">
            <div className="column-main">
              <Panel title={t('request.words')}>
                <p className={request.words ? '' : 'faint'}>{request.words ?? t('request.noWords')}</p>
              </Panel>
              {plan ? (
                <Panel title={t('request.plan')}>
                  <PlanList of={plan} />
                </Panel>
              ) : null}
              {request.answer ? (
                <Panel title={t('request.answer')}>
                  <p>{request.answer}</p>
                </Panel>
              ) : null}
              {request.outcome ? (
                <Panel title={t('request.done')}>
                  <PlanList of={request.outcome} />
                </Panel>
              ) : null}
              {request.closedAt ? null : <Handle of={request} />}
            </div>
            <div className="column-side">
              <About of={request} />
            </div>
          </div>
        </Page>
      )}
    </Loaded>
  )
}

function About({ of }: { of: PrivacyRequest }) {
  const t = useText()
  const say = useSay()
  return (
    <Panel title={t('request.due')}>
      <Facts
        of={[
          [
            t('request.person'),
            <span key="phone" className="figures">
              {of.phone ?? '—'}
            </span>,
          ],
          ['ID', <Digest key="id" of={of.subject} head={8} tail={4} />],
          [t('request.handler'), of.handler ? say(of.handler.name) : t('request.nobody')],
          [t('request.opened'), <Moment key="opened" at={of.openedAt} />],
          [t('request.due'), <Moment key="due" at={lastDayOf(of.dueAt)} form="day" />],
          ...(of.closedAt
            ? [[t('request.closed'), <Moment key="closed" at={of.closedAt} />] as [string, React.ReactNode]]
            : []),
          [t('request.clock'), `${say(of.clock.name)} · ${t(`request.confidence.${of.clock.confidence}`)}`],
        ]}
      />
      <p className="faint privacy-source">{of.clock.source}</p>
    </Panel>
  )
}

type Verb = 'answer' | 'refuse' | 'extend'
const said: Record<Verb, TextKey> = { answer: 'request.sent', refuse: 'request.refused', extend: 'request.extended' }

/** Does one thing at a time: says how it went, and forgets what we knew. */
function useOnce() {
  const t = useText()
  const { message } = App.useApp()
  const complain = useComplain()
  const forget = useForget()
  const [busy, setBusy] = useState<string | null>(null)
  const once = async (name: string, work: () => Promise<unknown>, done: TextKey): Promise<void> => {
    setBusy(name)
    try {
      await work()
      message.success(t(done))
      await forget()
    } catch (error) {
      complain(error)
    } finally {
      setBusy(null)
    }
  }
  return { busy, once }
}

function Handle({ of }: { of: PrivacyRequest }) {
  const t = useText()
  const me = useAsk('/v1/me')
  const may = me.data?.may.includes('requests.handle') ?? false
  const [words, setWords] = useState('')
  const { busy, once } = useOnce()
  const text = words.trim().replace(/\s+/g, ' ')
  const why = may ? (text === '' ? t('request.sayFirst') : '') : t('request.mayNot')
  const ask = { params: { id: of.id } }
  const take = (): Promise<unknown> => post('/v1/privacy-requests/{id}/take', {}, { ...ask, key: crypto.randomUUID() })
  const send = (verb: Verb) => (): Promise<unknown> =>
    post(`/v1/privacy-requests/{id}/${verb}`, { words: text }, { ...ask, key: crypto.randomUUID() })
  const button = (verb: Verb, name: TextKey, look: 'primary' | 'default', danger = false) => (
    <Button
      type={look}
      danger={danger}
      disabled={why !== ''}
      title={why}
      loading={busy === verb}
      onClick={() => void once(verb, send(verb), said[verb])}
    >
      {t(name)}
    </Button>
  )
  return (
    <Panel title={t('request.answer')}>
      <Words value={words} may={may} onChange={setWords} />
      <div className="privacy-acts">
        {of.may.includes('take') ? (
          <Button
            disabled={!may}
            title={may ? '' : t('request.mayNot')}
            loading={busy === 'take'}
            onClick={() => void once('take', take, 'request.taken')}
          >
            {t('request.take')}
          </Button>
        ) : null}
        {of.may.includes('extend') ? button('extend', 'request.extend', 'default') : null}
        {button('refuse', 'request.refuse', 'default')}
        {of.kind === 'delete'
          ? button('answer', 'request.sendErase', 'primary', true)
          : button('answer', 'request.sendAnswer', 'primary')}
      </div>
    </Panel>
  )
}

function Words({ value, may, onChange }: { value: string; may: boolean; onChange: (words: string) => void }) {
  const t = useText()
  return (
    <Field label={t('request.say')} help={may ? undefined : t('request.mayNot')}>
      {(id) => (
        <Input.TextArea
          id={id}
          rows={3}
          maxLength={1_000}
          disabled={!may}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}
