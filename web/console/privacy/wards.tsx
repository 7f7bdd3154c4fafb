import { App, Button, Input, Modal, Segmented } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { WardRegistration, WardState } from '../../api/contract-privacy.ts'
import { useText } from '../../text/text.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { type Fact, Facts } from '../../ui/facts.tsx'
import { Field } from '../../ui/field.tsx'
import { useSay } from '../../ui/language.ts'
import { Moment } from '../../ui/moment.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useAsk, useForget, usePages } from '../ask.ts'
import { Loaded, Nothing } from '../loaded.tsx'
import { Page } from '../page.tsx'
import { useComplain } from '../refuse.ts'
import { Turn } from '../turn.tsx'
import './privacy.css'

const tones: Record<WardState, Tone> = { waiting: 'ochre', confirmed: 'jade', refused: 'cinnabar', cancelled: 'slate' }
const looks = ['waiting', 'confirmed', 'refused'] as const
type Look = (typeof looks)[number]

/** Who says she answers for a child under 14, and what the evidence shows. */
export default function Wards() {
  const t = useText()
  const [look, setLook] = useState<Look>('waiting')
  const pages = usePages('/v1/ward-registrations', { query: { state: look } }, 10)
  const options = looks.map((value) => ({ value, label: t(`ward.state.${value}`) }))
  return (
    <Page
      title={t('nav.wards')}
      note={t('ward.note')}
      actions={<Segmented<Look> value={look} options={options} onChange={setLook} aria-label={t('ward.look')} />}
    >
      <Loaded ask={pages.reply} lines={8}>
        {({ items }) => (
          <>
            {items.length === 0 ? <Nothing icon="person" title={t('ward.none')} help={t('ward.noneHelp')} /> : null}
            <div className="purposes">
              {items.map((ward) => (
                <Ward key={ward.id} of={ward} />
              ))}
            </div>
            <Turn of={pages} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Ward({ of }: { of: WardRegistration }) {
  const t = useText()
  const say = useSay()
  const figures = (text: string) => (
    <span key={text} className="figures">
      {text}
    </span>
  )
  const facts: Fact[] = [
    [t('ward.guardian'), figures(of.guardian.phone ?? '—')],
    [t('ward.relation'), t(`ward.relation.${of.relation}`)],
    [t('ward.evidence'), of.evidence ?? '—'],
    [t('ward.opened'), <Moment key="opened" at={of.openedAt} />],
  ]
  if (of.born) facts.push([t('ward.born'), figures(of.born)])
  if (of.phone) facts.push([t('ward.phone'), figures(of.phone)])
  if (of.lastDay) facts.push([t('ward.lastDay'), figures(of.lastDay)])
  if (of.handler) facts.push([t('ward.handler'), say(of.handler.name)])
  const tone = of.isOver ? 'slate' : tones[of.state]
  return (
    <Panel
      title={of.name ?? t('ward.shredded')}
      extra={
        <Badge tone={tone} hollow={of.state === 'waiting'}>
          {t(of.isOver ? 'ward.over' : `ward.state.${of.state}`)}
        </Badge>
      }
    >
      <Facts of={facts} />
      {of.reason ? (
        <blockquote className="purpose-text">
          <p>{of.reason}</p>
        </blockquote>
      ) : null}
      {of.state === 'waiting' ? <Decide of={of} /> : null}
    </Panel>
  )
}

function Decide({ of }: { of: WardRegistration }) {
  const t = useText()
  const { message, modal } = App.useApp()
  const complain = useComplain()
  const forget = useForget()
  const me = useAsk('/v1/me')
  const may = me.data?.may.includes('requests.handle') ?? false
  const [reason, setReason] = useState<string | null>(null)
  const done = async (work: Promise<unknown>, said: 'ward.confirmed' | 'ward.refused'): Promise<void> => {
    try {
      await work
      message.success(t(said))
      setReason(null)
      await forget()
    } catch (error) {
      complain(error)
    }
  }
  const confirm = (): void =>
    void modal.confirm({
      title: t('ward.confirmTitle', { name: of.name ?? '' }),
      content: t('ward.confirmHelp'),
      okText: t('ward.confirm'),
      cancelText: t('act.close'),
      onOk: () => done(post('/v1/ward-registrations/{id}/confirm', {}, { params: { id: of.id } }), 'ward.confirmed'),
    })
  const params = { id: of.id }
  const refuse = (): Promise<void> =>
    done(post('/v1/ward-registrations/{id}/refuse', { reason: (reason ?? '').trim() }, { params }), 'ward.refused')
  return (
    <div className="privacy-acts">
      <Button disabled={!may} title={may ? '' : t('ward.mayNot')} onClick={() => setReason('')}>
        {t('ward.refuse')}
      </Button>
      <Button type="primary" disabled={!may} title={may ? '' : t('ward.mayNot')} onClick={confirm}>
        {t('ward.confirm')}
      </Button>
      <Modal
        open={reason !== null}
        title={t('ward.refuseTitle', { name: of.name ?? '' })}
        okText={t('ward.refuse')}
        cancelText={t('act.close')}
        okButtonProps={{ disabled: (reason ?? '').trim() === '' }}
        onOk={() => void refuse()}
        onCancel={() => setReason(null)}
      >
        <Field label={t('ward.reason')} help={t('ward.reasonHelp')}>
          {(id, says) => (
            <Input.TextArea
              id={id}
              aria-describedby={says}
              rows={3}
              maxLength={300}
              value={reason ?? ''}
              onChange={(event) => setReason(event.target.value.replace(/\n/g, ' '))}
            />
          )}
        </Field>
      </Modal>
    </div>
  )
}
