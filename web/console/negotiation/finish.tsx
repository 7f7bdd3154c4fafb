import { App, Button } from 'antd'
import { useState } from 'react'
import type { NegotiationSide, Room } from '../../api/contract-negotiation.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Badge } from '../../ui/badge.tsx'
import { type Fact, Facts } from '../../ui/facts.tsx'
import { useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Go } from '../go.tsx'
import { AskWhy } from './askWhy.tsx'
import type { Deeds } from './deeds.ts'
import { Progress } from './negotiations.tsx'
import { standing } from './words.ts'

/** How far both sides are, and the one move that binds. */
export function Finish({ of, deeds }: { of: Room; deeds: Deeds }) {
  const t = useText()
  const say = useSay()
  const [closing, setClosing] = useState(false)
  const fact = (side: NegotiationSide): Fact => [t(`negotiation.${side}`), <Stands key={side} of={of} side={side} />]
  return (
    <Panel
      title={t('negotiation.finish')}
      extra={
        of.may.includes('close') ? (
          <Button size="small" disabled={deeds.busy} onClick={() => setClosing(true)}>
            {t('negotiation.close')}
          </Button>
        ) : null
      }
    >
      <Progress row={of} />
      <Facts of={[fact('institution'), fact('wallet')]} />
      {of.problems.length > 0 ? (
        <>
          <strong className="loss">{t('negotiation.problems')}</strong>
          <ul>
            {of.problems.map((one) => (
              <li key={`${one.at} ${one.code}`}>{say(one)}</li>
            ))}
          </ul>
        </>
      ) : null}
      {of.state === 'open' ? <Ready of={of} deeds={deeds} /> : null}
      {of.state === 'complete' ? (
        <p>
          {t('negotiation.complete')}{' '}
          <Go to={paths.agreement({ id: of.agreement, version: of.version })} className="button-link">
            {t('negotiation.toVersion', { number: of.version })}
          </Go>
        </p>
      ) : null}
      {of.state === 'closed' ? <p className="faint">{t('negotiation.closedSay')}</p> : null}
      {closing ? (
        <AskWhy
          title={t('negotiation.close')}
          label={t('negotiation.closeWhy')}
          most={300}
          close={() => setClosing(false)}
          then={deeds.close}
        />
      ) : null}
    </Panel>
  )
}

function Stands({ of, side }: { of: Room; side: NegotiationSide }) {
  const t = useText()
  const ready = of.ready[side]
  if (!ready) return <span className="faint">{t('negotiation.readyWaits')}</span>
  return (
    <span>
      <Badge tone="jade">{t('negotiation.readyDone', { person: ready.person })}</Badge> <Moment at={ready.at} />
    </span>
  )
}

function Ready({ of, deeds }: { of: Room; deeds: Deeds }) {
  const t = useText()
  const { modal } = App.useApp()
  if (of.ready[of.side]) return <p className="faint">{t('negotiation.readySaid')}</p>
  const { agreed, all } = standing(of)
  const { root } = of
  const may = of.may.includes('ready') && root !== null
  const why =
    agreed < all
      ? t('negotiation.readyNo', { n: all - agreed })
      : t(of.problems.length > 0 ? 'negotiation.problems' : 'negotiation.readyMayNot')
  const ask = (): void => {
    if (root === null) return
    modal.confirm({
      title: t('negotiation.readyTitle'),
      content: t('negotiation.readyHelp'),
      okText: t('negotiation.ready'),
      onOk: async () => {
        await deeds.move({ kind: 'ready', root }, 'negotiation.readySaid')
      },
    })
  }
  return (
    <>
      <p className="faint">{t('negotiation.readyHelp')}</p>
      <Button
        type="primary"
        block
        className="nego-ready"
        disabled={!may || deeds.busy}
        title={may ? '' : why}
        onClick={ask}
      >
        {t('negotiation.ready')}
      </Button>
      {may ? null : <p className="faint">{why}</p>}
    </>
  )
}
