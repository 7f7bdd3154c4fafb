import { Input, Select } from 'antd'
import { useState } from 'react'
import { termNames } from '../../text/terms.ts'
import { useText } from '../../text/text.ts'
import { Field } from '../../ui/field.tsx'
import { useReader } from '../../ui/language.ts'
import { clauseName } from '../refs.tsx'
import { type Clauses, type Leaf, leavesIn, replaced } from './draft.ts'

// The clauses whose numbers a projection executes.
const priced = ['fees', 'revenueShare', 'risk', 'reserve', 'settlement', 'limits', 'serviceLevels', 'marketing']

/** The values of one clause, each to be overwritten; what is wrong with them the house says when it prices them. */
export function LeafEditor({ clauses, change }: { clauses: Clauses; change: (clauses: Clauses) => void }) {
  const t = useText()
  const [clause, setClause] = useState('fees')
  const leaves = leavesIn(clauses[clause], `/clauses/${clause}`)
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
          <OneLeaf key={leaf.path} of={leaf} set={(value) => change(replaced(clauses, leaf, value))} />
        ))}
      </div>
    </>
  )
}

function OneLeaf({ of, set }: { of: Leaf; set: (value: string) => void }) {
  const { language } = useReader()
  const id = `leaf${of.path.replaceAll('/', '-')}`
  const steps = of.path.split('/').slice(3)
  const words = steps.map((step) => {
    if (/^\d+$/.test(step)) return String(Number(step) + 1)
    return termNames[step]?.[language === 'en' ? 1 : 0] ?? step
  })
  return (
    <div className="simulate-leaf">
      <label htmlFor={id}>{words.join(' · ')}</label>
      <Input id={id} value={of.value === null ? '' : String(of.value)} onChange={(event) => set(event.target.value)} />
    </div>
  )
}
