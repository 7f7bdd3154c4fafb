import type { ReactNode } from 'react'

export type Fact = [label: ReactNode, value: ReactNode]

/** Names and values, one or more columns as the place allows. */
export function Facts({ of, wide = false }: { of: Fact[]; wide?: boolean }) {
  return (
    <dl className={wide ? 'facts facts-wide' : 'facts'}>
      {of.map(([label, value], at) => (
        // A list of facts keeps its order, so the place is its name.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <div key={at}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
