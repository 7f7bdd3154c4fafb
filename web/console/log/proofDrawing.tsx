import { useText } from '../../text/text.ts'
import type { Rung } from '../../ui/provedLeaf.ts'

const rise = 30
const reach = 74
const middle = 150

/** The way from the leaf up to the root: on each level the hash that the proof brings, and what both make. */
export function ProofDrawing({ leaf, rungs }: { leaf: string; rungs: Rung[] }) {
  const t = useText()
  const height = rungs.length * rise + 40
  const root = rungs.at(-1)?.node ?? leaf
  const levelOf = (at: number): number => height - 20 - at * rise
  return (
    <figure className="proof">
      <figcaption className="faint">{t('log.proofNote', { count: rungs.length })}</figcaption>
      <svg
        viewBox={`0 0 ${middle * 2} ${height}`}
        role="img"
        aria-label={t('log.proofDrawn', { leaf: leaf.slice(0, 8), root: root.slice(0, 8), count: rungs.length })}
      >
        {rungs.map((rung, at) => {
          const x = rung.side === 'left' ? middle - reach : middle + reach
          return (
            <g key={rung.node}>
              <path className="proof-way" d={`M${middle} ${levelOf(at)}V${levelOf(at + 1)}`} />
              <path className="proof-side" d={`M${x} ${levelOf(at)}L${middle} ${levelOf(at + 1)}`} />
              <circle className="proof-sibling" cx={x} cy={levelOf(at)} r={4} />
              <text
                className="proof-word"
                x={rung.side === 'left' ? x - 9 : x + 9}
                y={levelOf(at) + 4}
                textAnchor={rung.side === 'left' ? 'end' : 'start'}
              >
                {rung.sibling.slice(0, 6)}
              </text>
            </g>
          )
        })}
        {[leaf, ...rungs.map(({ node }) => node)].map((node, at) => (
          <circle key={node} className="proof-node" cx={middle} cy={levelOf(at)} r={at === rungs.length ? 6 : 4.5} />
        ))}
        <text className="proof-word proof-end" x={middle + 12} y={levelOf(rungs.length) + 4}>
          {t('log.proofRoot')} {root.slice(0, 8)}
        </text>
        <text className="proof-word proof-end" x={middle} y={height - 3} textAnchor="middle">
          {t('log.proofLeaf')} {leaf.slice(0, 8)}
        </text>
      </svg>
    </figure>
  )
}
