import { App, Button, Input, Tooltip } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { Approval } from '../../api/contract-approvals.ts'
import { useText } from '../../text/text.ts'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useSay } from '../../ui/language.ts'
import { Panel } from '../../ui/panel.tsx'
import { useForget } from '../ask.ts'
import { useComplain } from '../refuse.ts'

type Move = 'grant' | 'refuse' | 'withdraw'

/** Grant or refuse with a comment, or take back what one asked for; who may not is told why. */
export function Decide({ of }: { of: Approval }) {
  const t = useText()
  const say = useSay()
  const [comment, setComment] = useState('')
  const { busy, run } = useMoves(of)
  if (of.state !== 'asked') return null
  const mayDecide = of.may.includes('grant')
  const why = of.mayNot['grant']
  const words = comment.trim()
  return (
    <Panel title={t('approval.yours')} className="approval-yours">
      {mayDecide ? (
        <>
          <Field label={t('approval.comment')} help={t('approval.commentHint')}>
            {(id) => (
              <Input.TextArea
                id={id}
                value={comment}
                maxLength={400}
                autoSize={{ minRows: 2, maxRows: 5 }}
                onChange={(event) => setComment(event.target.value.replace(/\n/g, ' '))}
              />
            )}
          </Field>
          <div className="approval-acts">
            <Button
              type="primary"
              icon={<Icon name="check" size={14} />}
              loading={busy === 'grant'}
              onClick={() => void run('grant', words)}
            >
              {t('approval.grant')}
            </Button>
            <Tooltip title={words === '' ? t('approval.refuseNeedsComment') : ''}>
              <Button
                danger
                icon={<Icon name="close" size={14} />}
                loading={busy === 'refuse'}
                disabled={words === ''}
                onClick={() => void run('refuse', words)}
              >
                {t('approval.refuse')}
              </Button>
            </Tooltip>
          </div>
        </>
      ) : (
        <p className="soft">{why ? say(why) : null}</p>
      )}
      {of.may.includes('withdraw') ? (
        <Button
          icon={<Icon name="undo" size={14} />}
          loading={busy === 'withdraw'}
          onClick={() => void run('withdraw', '')}
        >
          {t('approval.withdraw')}
        </Button>
      ) : null}
    </Panel>
  )
}

const done = { grant: 'approval.granted', refuse: 'approval.refused', withdraw: 'approval.withdrawn' } as const

function useMoves({ id, digest, summary, amount, payee }: Approval) {
  const t = useText()
  const { message } = App.useApp()
  const complain = useComplain()
  const forget = useForget()
  const [busy, setBusy] = useState<Move | null>(null)
  const run = async (move: Move, comment: string): Promise<void> => {
    setBusy(move)
    const ask = { params: { id }, key: crypto.randomUUID() }
    try {
      if (move === 'withdraw') await post('/v1/approvals/{id}/withdraw', {}, ask)
      else if (move === 'refuse') await post('/v1/approvals/{id}/refuse', { digest, comment }, ask)
      else {
        // The step-up shows what is granted: amount and payee as they stand here.
        const confirming = { summary, ...(amount ? { amount } : {}), ...(payee ? { payee } : {}) }
        const body = { digest, ...(comment === '' ? {} : { comment }) }
        await post('/v1/approvals/{id}/grant', body, { ...ask, confirming })
      }
      message.success(t(done[move]))
    } catch (error) {
      complain(error)
    } finally {
      setBusy(null)
      await forget()
    }
  }
  return { busy, run }
}
