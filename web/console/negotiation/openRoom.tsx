import { Button, Modal, Select } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { Schedule } from '../../api/contract-negotiation.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { Field } from '../../ui/field.tsx'
import { useSay } from '../../ui/language.ts'
import { useAsk, useForget } from '../ask.ts'
import { useGo } from '../go.tsx'
import { useComplain } from '../refuse.ts'

const schedules: Schedule[] = ['whole', 'master', 'technical', 'marketing', 'data']

/** Opens a negotiation about the next version of a wallet's agreement. Whose role may not sees why. */
export function OpenRoom() {
  const t = useText()
  const me = useAsk('/v1/me')
  const [open, setOpen] = useState(false)
  const may = me.data?.may.includes('negotiations.move') ?? false
  return (
    <>
      <Button type="primary" disabled={!may} title={may ? '' : t('negotiation.mayNot')} onClick={() => setOpen(true)}>
        {t('negotiation.open')}
      </Button>
      {open ? <Form close={() => setOpen(false)} /> : null}
    </>
  )
}

function Form({ close }: { close: () => void }) {
  const t = useText()
  const say = useSay()
  const go = useGo()
  const forget = useForget()
  const complain = useComplain()
  const partners = useAsk('/v1/partners', { query: { limit: 100 } })
  const [partner, setPartner] = useState<string | null>(null)
  const [schedule, setSchedule] = useState<Schedule>('whole')
  const [busy, setBusy] = useState(false)
  const [key] = useState(() => `negotiate-${crypto.randomUUID()}`)
  const open = async (): Promise<void> => {
    setBusy(true)
    try {
      const room = await post('/v1/negotiations', { partner: partner ?? '', schedule }, { key })
      await forget()
      go(paths.negotiation({ id: room.id }))
    } catch (error) {
      complain(error)
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      title={t('negotiation.open')}
      okText={t('negotiation.open')}
      confirmLoading={busy}
      okButtonProps={{ disabled: !partner, title: partner ? '' : t('negotiation.openNeeds') }}
      onOk={() => void open()}
      onCancel={close}
    >
      <p className="faint">{t('negotiation.openHelp')}</p>
      <Field label={t('negotiation.partner')}>
        {(id) => (
          <Select
            id={id}
            className="wide"
            value={partner}
            loading={partners.isPending}
            onChange={setPartner}
            options={(partners.data?.items ?? []).map((one) => ({ value: one.id, label: say(one.name) }))}
          />
        )}
      </Field>
      <Field label={t('negotiation.schedule')}>
        {(id) => (
          <Select
            id={id}
            className="wide"
            value={schedule}
            onChange={setSchedule}
            options={schedules.map((value) => ({ value, label: t(`negotiation.schedule.${value}`) }))}
          />
        )}
      </Field>
    </Modal>
  )
}
