import { App, Button, Tooltip } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { LogStatus } from '../../api/contract-log.ts'
import { type TextKey, useText } from '../../text/text.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { useAsk, useForget } from '../ask.ts'
import { useComplain } from '../refuse.ts'

const looks: Record<LogStatus['integrity']['state'], { icon: IconName; title: TextKey; help: TextKey }> = {
  sound: { icon: 'check', title: 'log.soundTitle', help: 'log.soundHelp' },
  checking: { icon: 'clock', title: 'log.checkingTitle', help: 'log.checkingHelp' },
  alarm: { icon: 'alert', title: 'log.alarmTitle', help: 'log.alarmHelp' },
}

/** The light: what was checked and when; in an alarm, every altered row by name. */
export function Integrity({ of }: { of: LogStatus }) {
  const t = useText()
  const say = useSay()
  const { state, at, problems } = of.integrity
  const look = looks[state]
  return (
    <section className={`light-panel light-${state}`} role={state === 'alarm' ? 'alert' : 'status'}>
      <span className="light-mark">
        <Icon name={look.icon} size={22} />
      </span>
      <div className="light-words">
        <h2>{t(look.title)}</h2>
        <p>{t(look.help)}</p>
        {problems.length > 0 ? (
          <ul className="light-problems">
            {problems.map((problem) => (
              <li key={`${problem.row} ${problem.foundAt}`}>
                <code>{problem.row}</code>
                <span>{say(problem)}</span>
                <span className="faint">
                  {t('log.foundAt')} <Moment at={problem.foundAt} />
                </span>
              </li>
            ))}
          </ul>
        ) : null}
      </div>
      <div className="light-side">
        <span className="faint">
          {t('log.checkedAt')} {at ? <Moment at={at} /> : t('log.never')}
        </span>
        <CheckNow />
      </div>
    </section>
  )
}

function CheckNow() {
  const t = useText()
  const { message } = App.useApp()
  const complain = useComplain()
  const forget = useForget()
  const me = useAsk('/v1/me')
  const [busy, setBusy] = useState(false)
  const may = me.data?.may.includes('log.manage') ?? false
  const run = async (): Promise<void> => {
    setBusy(true)
    try {
      const { integrity } = await post('/v1/log/check', {}, { key: crypto.randomUUID() })
      const words = `${t('log.checked')} · ${t(`log.state.${integrity.state}`)}`
      if (integrity.state === 'alarm') message.error(words)
      else message.success(words)
      await forget()
    } catch (error) {
      complain(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Tooltip title={may || !me.data ? '' : t('log.checkNot')}>
      <Button disabled={!may} loading={busy} onClick={() => void run()} icon={<Icon name="refresh" size={14} />}>
        {t('log.check')}
      </Button>
    </Tooltip>
  )
}
