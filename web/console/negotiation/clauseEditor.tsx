import { Input, Switch } from 'antd'
import { useState } from 'react'
import { useText } from '../../text/text.ts'
import { useReader } from '../../ui/language.ts'
import { type Leaf, leavesIn, replaced } from '../projection/draft.ts'
import { leafWords } from '../projection/leafWords.ts'

type Props = {
  clause: string
  /** The position the change begins from: it says which kind of value stands where. */
  from: unknown
  content: unknown
  change: (content: unknown) => void
}

/** The values of one clause, each to be overwritten; the house judges the whole when it is offered. */
export function ClauseEditor({ clause, from, content, change }: Props) {
  const t = useText()
  const path = `/clauses/${clause}`
  const leaves = leavesIn(from, path)
  const now = new Map(leavesIn(content, path).map((leaf) => [leaf.path, leaf.value]))
  if (leaves.length === 0) return <p className="faint">{t('negotiation.noLeaves')}</p>
  return (
    <div className="nego-leaves">
      {leaves.map((leaf) => (
        <OneValue
          key={leaf.path}
          of={leaf}
          value={now.get(leaf.path) ?? null}
          set={(text) => change(replaced({ [clause]: content }, leaf, text)[clause])}
        />
      ))}
    </div>
  )
}

function OneValue({ of, value, set }: { of: Leaf; value: Leaf['value']; set: (text: string) => void }) {
  const { language } = useReader()
  const id = `value${of.path.replaceAll('/', '-')}`
  const isShare = typeof of.value === 'number' && /ppm$/i.test(of.path)
  return (
    <div className="nego-leaf">
      <label htmlFor={id}>{leafWords(of.path, language)}</label>
      {typeof of.value === 'boolean' ? (
        <Switch id={id} size="small" checked={value === true} onChange={(on) => set(String(on))} />
      ) : isShare ? (
        <Percent id={id} value={value} set={set} />
      ) : (
        <Input id={id} value={value === null ? '' : String(value)} onChange={(event) => set(event.target.value)} />
      )}
    </div>
  )
}

// What is no percentage is handed on as it was typed: the house refuses it and says where.
function Percent({ id, value, set }: { id: string; value: Leaf['value']; set: (text: string) => void }) {
  const t = useText()
  const [text, setText] = useState(typeof value === 'number' ? percentOf(value) : String(value ?? ''))
  const good = ppmOf(text) !== null
  return (
    <span>
      <Input
        id={id}
        inputMode="decimal"
        suffix="%"
        value={text}
        status={good ? '' : 'error'}
        aria-describedby={`${id}-says`}
        onChange={(event) => {
          setText(event.target.value)
          set(ppmOf(event.target.value) ?? event.target.value)
        }}
      />
      {good ? null : (
        <small id={`${id}-says`} className="bad" role="alert">
          {t('negotiation.percent')}
        </small>
      )}
    </span>
  )
}

function percentOf(ppm: number): string {
  const digits = String(ppm).padStart(5, '0')
  const rest = digits.slice(-4).replace(/0+$/, '')
  return digits.slice(0, -4) + (rest ? `.${rest}` : '')
}

function ppmOf(text: string): string | null {
  const found = /^(\d{1,4})(?:\.(\d{1,4}))?$/.exec(text.trim())
  return found ? String(Number(`${found[1]}${(found[2] ?? '').padEnd(4, '0')}`)) : null
}
