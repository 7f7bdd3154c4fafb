import { App, Button, Input, Tooltip } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { Monitoring, Stop } from '../../api/contract-obligations.ts'
import { useText } from '../../text/text.ts'
import { Badge } from '../../ui/badge.tsx'
import { Field } from '../../ui/field.tsx'
import { useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useForget } from '../ask.ts'
import { useComplain } from '../refuse.ts'

const wordsLeast = 4

/** What is stopped and why, how it is lifted, and the way to stop the whole wallet, its consequences said before. */
export function Stops({ agreement, of }: { agreement: string; of: Monitoring }) {
  const t = useText()
  const mayManage = of.may.includes('manage')
  const whole = of.stops.find(({ standing, merchant }) => standing && merchant === null)
  return (
    <Panel title={t('life.stops')} note={t('life.stopsNote')}>
      {of.stops.length === 0 ? <p className="faint">{t('life.noStops')}</p> : null}
      <ul className="life-rows">
        {of.stops.map((stop) => (
          <Row key={stop.id} of={stop} agreement={agreement} mayManage={mayManage} />
        ))}
      </ul>
      {whole ? null : <Words agreement={agreement} stop={null} mayManage={mayManage} />}
    </Panel>
  )
}

function Row({ of, agreement, mayManage }: { of: Stop; agreement: string; mayManage: boolean }) {
  const t = useText()
  const say = useSay()
  return (
    <li>
      <span>
        <Badge tone={of.standing ? 'cinnabar' : 'slate'}>
          {t(of.standing ? `life.kind.${of.kind}` : 'life.lifted')}
        </Badge>{' '}
        {of.merchant ? say(of.merchant.name) : t('life.wholeWallet')} · {say(of.because)}
      </span>
      <span className="soft">
        <Moment at={of.from} /> – {of.liftedAt || of.until ? <Moment at={of.liftedAt ?? of.until} /> : t('life.open')}
      </span>
      {of.standing ? <Words agreement={agreement} stop={of.id} mayManage={mayManage} /> : null}
    </li>
  )
}

// A reason and the button: to stop, or to let pass again.
function Words({ agreement, stop, mayManage }: { agreement: string; stop: string | null; mayManage: boolean }) {
  const t = useText()
  const { message } = App.useApp()
  const complain = useComplain()
  const forget = useForget()
  const [words, setWords] = useState('')
  const [busy, setBusy] = useState(false)
  const because = words.trim()
  const why = mayManage ? (because.length < wordsLeast ? t('life.wordsShort') : '') : t('life.mayNot')
  const act = async (): Promise<void> => {
    setBusy(true)
    const ask = { params: { id: agreement }, key: crypto.randomUUID() }
    try {
      if (stop === null) await post('/v1/agreements/{id}/stop', { merchant: null, because }, ask)
      const lifted = stop === null ? null : await post('/v1/agreements/{id}/resume', { stop, because }, ask)
      message.success(t(lifted === null ? 'life.stopped' : lifted.standing ? 'life.resumeAsked' : 'life.resumed'))
      setWords('')
    } catch (error) {
      complain(error)
    } finally {
      setBusy(false)
      await forget()
    }
  }
  return (
    <form
      className="life-words"
      onSubmit={(event) => {
        event.preventDefault()
        if (why === '') void act()
      }}
    >
      <Field
        label={t(stop === null ? 'life.stopBecause' : 'life.resumeBecause')}
        help={t(stop === null ? 'life.stopHelp' : 'life.resumeHelp')}
      >
        {(id, says) => (
          <Input
            id={id}
            aria-describedby={says}
            value={words}
            maxLength={200}
            disabled={!mayManage}
            onChange={({ target }) => setWords(target.value)}
          />
        )}
      </Field>
      <Tooltip title={why}>
        <Button htmlType="submit" danger={stop === null} loading={busy} disabled={why !== ''}>
          {t(stop === null ? 'life.stop' : 'life.resume')}
        </Button>
      </Tooltip>
    </form>
  )
}
