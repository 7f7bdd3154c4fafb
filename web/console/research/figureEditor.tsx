import { App, Button, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import type { Dossier, Figure } from '../../api/contract-research.ts'
import { paths } from '../../paths.ts'
import { useText } from '../../text/text.ts'
import { useSay } from '../../ui/language.ts'
import { Panel } from '../../ui/panel.tsx'
import { useForget } from '../ask.ts'
import { useGo } from '../go.tsx'
import { useComplain } from '../refuse.ts'
import { unitOf } from './figureWords.ts'
import './research.css'

/** Figures rewritten in place; saved as the draft, or as the first draft of the next version. */
export function FigureEditor({ of, onDone }: { of: Dossier; onDone: () => void }) {
  const t = useText()
  const say = useSay()
  const go = useGo()
  const { message } = App.useApp()
  const complain = useComplain()
  const forget = useForget()
  const [figures, setFigures] = useState(of.content.figures)
  const change = (place: number, to: Partial<Figure>): void =>
    setFigures((now) => now.map((one, at) => (at === place ? { ...one, ...to } : one)))
  const save = async (): Promise<void> => {
    try {
      const body = {
        market: of.market,
        content: { ...of.content, figures },
        over: of.state === 'draft' ? of.digest : null,
      }
      const doing = { params: { id: of.partner.id }, key: `dossier-${crypto.randomUUID()}` }
      const draft = await post('/v1/partners/{id}/dossiers', body, doing)
      message.success(t('research.saved'))
      onDone()
      await forget()
      go(paths.dossier({ id: draft.id }))
    } catch (error) {
      complain(error)
    }
  }
  const nameOf = ({ kind, segment }: Figure): string => {
    const name = say(of.kinds.find(({ id }) => id === kind)?.name ?? { zh: kind, en: kind })
    return segment ? `${name} · ${say(segment)}` : name
  }
  return (
    <Panel title={t('research.edit')} note={t('research.editHelp')}>
      {figures.map((figure, place) => {
        const name = nameOf(figure)
        return (
          <fieldset key={`${figure.kind} ${figure.segment?.en ?? ''}`} className="figure-edit">
            <legend>
              {name} <span className="faint">{t(`research.unit.${unitOf(of, figure.kind)}`)}</span>
            </legend>
            <InputNumber
              aria-label={`${name} ${t('research.value')}`}
              value={figure.value}
              precision={0}
              onChange={(value) => change(place, { value: value ?? 0 })}
            />
            <Input
              aria-label={`${name} ${t('research.asOf')}`}
              type="date"
              value={figure.asOf}
              onChange={(event) => change(place, { asOf: event.target.value })}
            />
            <Select
              aria-label={`${name} ${t('research.source')}`}
              value={figure.source}
              options={of.content.sources.map(({ id, publisher }) => ({ value: id, label: say(publisher) }))}
              onChange={(source) => change(place, { source })}
            />
          </fieldset>
        )
      })}
      <p>
        <Button type="primary" onClick={() => void save()}>
          {t('research.save')}
        </Button>{' '}
        <Button onClick={onDone}>{t('research.cancel')}</Button>
      </p>
    </Panel>
  )
}
