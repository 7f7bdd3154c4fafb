import { Modal } from 'antd'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { confirmBy, post, type StepUpNeed } from '../../api/client.ts'
import type { PasskeyRequest, SecondFactor, StepUp } from '../../api/contract-identity.ts'
import type { Text } from '../../api/values.ts'
import { paths } from '../../paths.ts'
import { type TextKey, texts, useText } from '../../text/text.ts'
import { Amount } from '../../ui/amount.tsx'
import { Digest } from '../../ui/digest.tsx'
import { useSay } from '../../ui/language.ts'
import { OwnReader } from './ownReader.tsx'
import { ProveWays, useTries } from './proveWays.tsx'

type Waiting = { need: StepUpNeed; settle: (stepUp: string | null) => void }

let show: ((waiting: Waiting) => void) | null = null

/**
 * Asks a person to prove once more that it is they, for one act bound to one digest. Resolves to the id of the confirmed step-up
 * (header `covenant-step-up`, `stepUp` of post and put), or to null when the dialog was closed. A post that is refused for want
 * of it opens the same dialog by itself.
 */
const ask = (need: StepUpNeed): Promise<string | null> =>
  new Promise((settle) => (show ? show({ need, settle }) : settle(null)))

/** Draws the dialog wherever in the console one is asked for; stands once, above all pages. */
export function StepUpHost() {
  const [waiting, setWaiting] = useState<Waiting | null>(null)
  useEffect(() => {
    show = setWaiting
    confirmBy(ask)
    return () => {
      show = null
      confirmBy(null)
    }
  }, [])
  if (!waiting) return null
  const end = (stepUp: string | null): void => {
    waiting.settle(stepUp)
    setWaiting(null)
  }
  return (
    <OwnReader>
      <Dialog need={waiting.need} end={end} />
    </OwnReader>
  )
}

function Dialog({ need, end }: { need: StepUpNeed; end: (stepUp: string | null) => void }) {
  const t = useText()
  const { wrong, run } = useTries()
  const [stepUp, setStepUp] = useState<StepUp | null>(null)
  const { act, bound, confirming } = need
  const begin = useEffectEvent(() =>
    run(async () => setStepUp(await post('/v1/step-ups', { act, bound, summary: confirming?.summary ?? said(act) }))),
  )
  // Begun once for each dialog; asking twice would only make a second challenge.
  useEffect(() => void begin(), [])
  return (
    <Modal
      open
      width={440}
      title={t('stepUp.title')}
      footer={null}
      onCancel={() => end(null)}
      mask={{ closable: false }}
      closable={{ 'aria-label': t('act.close') }}
      className="step-up"
    >
      <Exactly need={need} />
      {wrong ? (
        <p className="notice notice-cinnabar" role="alert">
          <span>
            {wrong}{' '}
            <a href={paths.profile()} onClick={() => end(null)}>
              {t('stepUp.toProfile')}
            </a>
          </span>
        </p>
      ) : stepUp === null ? (
        <p className="faint" role="status">
          {t('state.loading')}
        </p>
      ) : (
        <Prove of={stepUp} end={end} />
      )}
    </Modal>
  )
}

// What is signed is what is read: amount and payee large, then the words, then the digest both are bound by.
function Exactly({ need: { act, bound, confirming } }: { need: StepUpNeed }) {
  const t = useText()
  const say = useSay()
  return (
    <div className="exactly">
      <span className="faint">{t('stepUp.exactly')}</span>
      {confirming?.amount ? (
        <strong className="exactly-amount">
          <Amount of={confirming.amount} />
        </strong>
      ) : null}
      {confirming?.payee ? <strong className="exactly-payee">{say(confirming.payee)}</strong> : null}
      <p>{say(confirming?.summary ?? said(act))}</p>
      <small className="faint">
        {t('stepUp.digest')} <Digest of={bound} copy={t('act.copy')} />
      </small>
    </div>
  )
}

function Prove({ of, end }: { of: StepUp; end: (stepUp: string | null) => void }) {
  const t = useText()
  // A passkey's challenge is answered once: after a failed try the step-up is begun again for a fresh one.
  const latest = useRef({ id: of.id, passkey: of.passkey })
  const passkey = async (): Promise<PasskeyRequest> => {
    const { act, bound, summary } = of
    if (!latest.current.passkey) latest.current = await post('/v1/step-ups', { act, bound, summary })
    const request = latest.current.passkey
    latest.current = { id: latest.current.id, passkey: null }
    if (!request) throw new Error('a step-up with the way passkey brings a challenge')
    return request
  }
  const answer = async (proof: SecondFactor): Promise<void> => {
    if (proof.by === 'recovery') return // no way to confirm an act
    const { id } = await post('/v1/step-ups/{id}/confirm', proof, { params: { id: latest.current.id } })
    end(id)
  }
  return (
    <ProveWays
      ways={of.ways.filter((way) => way !== 'recovery')}
      phone={of.phone}
      act={t('stepUp.confirm')}
      passkey={passkey}
      sms={() => post('/v1/step-ups/{id}/sms', {}, { params: { id: latest.current.id } })}
      answer={answer}
    />
  )
}

// Acts that were named; another one is said by its own word.
const acts: Record<string, TextKey> = {
  'factors.change': 'stepUp.act.factors',
  'vault.reveal': 'stepUp.act.reveal',
  'roles.change': 'stepUp.act.roles',
  'keys.issue': 'stepUp.act.keys',
  'approvals.grant': 'stepUp.act.grant',
  'log.hand_over_key': 'stepUp.act.logKey',
}

function said(act: string): Text {
  const key = acts[act]
  const of = (lng: string): string => (key ? String(texts.t(key as string, { lng })) : act)
  return { zh: of('zh-CN'), en: of('en') }
}
