import { Input, Select } from 'antd'
import { useState } from 'react'
import { useText } from '../../text/text.ts'
import { Field } from '../../ui/field.tsx'
import { formatPpm } from '../../ui/format.ts'
import { useReader } from '../../ui/language.ts'
import { clauseName } from '../refs.tsx'
import { type Clauses, type Leaf, leavesIn, replaced } from './draft.ts'
import { leafWords } from './leafWords.ts'

// The clauses whose numbers a projection executes.
const priced = ['fees', 'revenueShare', 'risk', 'reserve', 'settlement', 'limits', 'serviceLevels', 'marketing']

type Props = { original: Clauses; clauses: Clauses; change: (clauses: Clauses) => void }

/** The values of one clause, each to be overwritten; what is wrong with them the house says when it prices them. */
export function LeafEditor({ original, clauses, change }: Props) {
  const t = useText()
  const [clause, setClause] = useState('fees')
  const leaves = leavesIn(clauses[clause], `/clauses/${clause}`)
  // What kind of value belongs in a field the version says, not what stands there half typed.
  const kinds = new Map(leavesIn(original[clause], `/clauses/${clause}`).map(({ path, value }) => [path, value]))
  return (
    <>
      <Field label={t('simulate.clause')}>
        {(id) => (
          <Select
            id={id}
            value={clause}
            onChange={setClause}
            options={priced.map((value) => ({ value, label: clauseName(t, value) }))}
          />
        )}
      </Field>
      {/* A region that scrolls must be reachable by keyboard: its fields are. */}
      <div className="simulate-leaves">
        {leaves.map((leaf) => (
          <OneLeaf
            key={leaf.path}
            of={leaf}
            set={(value) =>
              change(replaced(clauses, { path: leaf.path, value: kinds.get(leaf.path) ?? leaf.value }, value))
            }
          />
        ))}
      </div>
    </>
  )
}

function OneLeaf({ of, set }: { of: Leaf; set: (value: string) => void }) {
  const { language } = useReader()
  const id = `leaf${of.path.replaceAll('/', '-')}`
  const isRate = typeof of.value === 'number' && /ppm$/i.test(of.path)
  return (
    <div className="simulate-leaf">
      <label htmlFor={id}>
        {leafWords(of.path, language)}
        {isRate ? <span className="faint"> {formatPpm(of.value as number)}</span> : null}
      </label>
      <Input id={id} value={of.value === null ? '' : String(of.value)} onChange={(event) => set(event.target.value)} />
    </div>
  )
}
