import { App, Button, Input, Tooltip } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { Alarm, AlarmSigned } from '../../api/contract-alarms.ts'
import { paths } from '../../paths.ts'
import { type TextKey, useText } from '../../text/text.ts'
import { Digest } from '../../ui/digest.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { useAsk, useForget } from '../ask.ts'
import { Go } from '../go.tsx'
import { Loaded } from '../loaded.tsx'
import { useComplain } from '../refuse.ts'
import { AlarmBadge } from './alarmBadge.tsx'
import './alarms.css'

const wordsLeast = 5

/** One alarm: what it is, what to do first, who signed what, and the next signature. */
export function AlarmCard({ id }: { id: string }) {
  const alarm = useAsk('/v1/alarms/{id}', { params: { id } })
  return (
    <Loaded ask={alarm} lines={8}>
      {(found) => <Shown of={found} />}
    </Loaded>
  )
}

function Shown({ of }: { of: Alarm }) {
  const t = useText()
  const say = useSay()
  return (
    <div className="alarm-card">
      <header className="alarm-head">
        <h2>{say(of.title)}</h2>
        <AlarmBadge of={of.state} />
      </header>
      <div className={`notice ${of.state === 'closed' ? '' : 'notice-ochre'}`}>
        <Icon name="alert" size={18} />
        <div>
          <strong>{t('alarms.advice')}</strong>
          <p>{say(of.advice)}</p>
        </div>
      </div>
      <Facts
        of={[
          [t('alarms.object'), <Digest key="object" of={of.object} head={20} copy={t('act.copy')} />],
          [t('alarms.times'), t('alarms.count', { count: of.count })],
          [t('alarms.first'), <Moment key="first" at={of.firstAt} form="full" />],
          [t('alarms.last'), <Moment key="last" at={of.lastAt} form="full" />],
          [
            t('alarms.history'),
            <span key="log" className="alarm-links">
              <Go to={paths.log({ object: of.object })}>{t('alarms.object')}</Go>
              <Go to={paths.log({ object: of.id })}>{t('alarms.what')}</Go>
            </span>,
          ],
        ]}
      />
      <Signed title="alarms.acknowledged" of={of.acknowledged} />
      <Signed title="alarms.closed" of={of.closed} />
      {of.state === 'closed' ? null : <Next of={of} key={of.state} />}
    </div>
  )
}

function Signed({ title, of }: { title: TextKey; of: AlarmSigned | null }) {
  const t = useText()
  const say = useSay()
  if (!of) return null
  return (
    <section className="alarm-signed">
      <h3>
        {t(title)} · {say(of.by.name)}
      </h3>
      <p>{of.words}</p>
      <p className="faint">
        <Moment at={of.at} form="full" />
      </p>
    </section>
  )
}

// The one signature that is next: taken in hand, then closed.
function Next({ of }: { of: Alarm }) {
  const t = useText()
  const { message } = App.useApp()
  const complain = useComplain()
  const forget = useForget()
  const [words, setWords] = useState('')
  const [busy, setBusy] = useState(false)
  const move = of.state === 'open' ? 'acknowledge' : 'close'
  const text = words.trim()
  const why = of.may.includes(move) ? (text.length < wordsLeast ? t('alarms.wordsShort') : '') : t('alarms.mayNot')
  const sign = async (): Promise<void> => {
    setBusy(true)
    const ask = { params: { id: of.id }, key: crypto.randomUUID() }
    try {
      if (move === 'acknowledge') await post('/v1/alarms/{id}/acknowledge', { words: text }, ask)
      else await post('/v1/alarms/{id}/close', { words: text }, ask)
      message.success(t('alarms.done'))
    } catch (error) {
      complain(error)
    } finally {
      setBusy(false)
      await forget()
    }
  }
  return (
    <form
      className="alarm-next"
      onSubmit={(event) => {
        event.preventDefault()
        if (why === '') void sign()
      }}
    >
      <Field
        label={t(move === 'acknowledge' ? 'alarms.words' : 'alarms.reason')}
        help={t(move === 'acknowledge' ? 'alarms.acknowledgeHelp' : 'alarms.closeHelp')}
      >
        {(id, says) => (
          <Input.TextArea
            id={id}
            aria-describedby={says}
            value={words}
            maxLength={500}
            autoSize={{ minRows: 2, maxRows: 5 }}
            placeholder={move === 'acknowledge' ? t('alarms.wordsHint') : ''}
            onChange={({ target }) => setWords(target.value.replace(/\n/g, ' '))}
          />
        )}
      </Field>
      <Tooltip title={why}>
        <Button type="primary" htmlType="submit" loading={busy} disabled={why !== ''}>
          {t(move === 'acknowledge' ? 'alarms.acknowledge' : 'alarms.close')}
        </Button>
      </Tooltip>
    </form>
  )
}
