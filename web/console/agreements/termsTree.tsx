import type { ReactNode } from 'react'
import type { Pointer, Text } from '../../api/values.ts'
import { termNames } from '../../text/terms.ts'
import { useReader } from '../../ui/language.ts'
import { covers, touches } from '../../ui/prose.tsx'

type Shared = { printed: Map<Pointer, string>; lit: Pointer | null; onLit: (path: Pointer | null) => void }
type Props = Shared & { value: unknown; path: Pointer }

/** Any clause as names and values, whatever its shape: new clauses need no new code here. */
export function TermsTree(props: Props) {
  const { value, path } = props
  if (Array.isArray(value)) return <ListOf {...props} value={value} />
  if (typeof value !== 'object' || value === null) return <Leaf {...props} />
  if (isText(value)) return <TextOf {...props} value={value} />
  return <GroupOf {...props} value={value} path={path} />
}

function GroupOf(props: Shared & { value: object; path: Pointer }) {
  const { value, path } = props
  const { language } = useReader()
  return (
    <dl className="terms">
      {Object.entries(value).map(([name, inner]) => {
        const at = `${path}/${name}`
        const group = isGroup(inner)
        return (
          <div
            key={name}
            id={at}
            className={`${group ? 'terms-group' : isLong(inner, props.printed.get(at)) ? 'terms-line terms-wide' : 'terms-line'} ${covers(props.lit, at) ? 'terms-lit' : ''}`}
          >
            <dt>{nameOf(name, language)}</dt>
            <dd>
              <TermsTree {...props} value={inner} path={at} />
            </dd>
          </div>
        )
      })}
    </dl>
  )
}

function ListOf({ value, path, ...shared }: Shared & { value: unknown[]; path: Pointer }) {
  if (value.length === 0) return <span className="faint">—</span>
  if (!value.some(isGroup)) {
    const whole = shared.printed.get(path)
    if (whole)
      return (
        <Touch path={path} {...shared}>
          {whole}
        </Touch>
      )
    return (
      <span className="terms-set">
        {value.map((member, at) => (
          <TermsTree key={JSON.stringify(member)} value={member} path={`${path}/${at}`} {...shared} />
        ))}
      </span>
    )
  }
  return (
    <ol className="terms-list">
      {value.map((member, at) => {
        const place = `${path}/${at}`
        return (
          <li key={place} id={place} className={covers(shared.lit, place) ? 'terms-lit' : ''}>
            <TermsTree value={member} path={place} {...shared} />
          </li>
        )
      })}
    </ol>
  )
}

function Leaf({ value, path, ...shared }: Props) {
  const printed = shared.printed.get(path)
  if (printed === undefined && value === null) return <span className="faint">—</span>
  return (
    <Touch path={path} {...shared}>
      {printed ?? String(value)}
    </Touch>
  )
}

function Touch({ path, lit, onLit, children }: Shared & { path: Pointer; children: ReactNode }) {
  return (
    <span className={lit === path ? 'token token-lit' : 'token-quiet'} title={path} {...touches(path, onLit)}>
      {children}
    </span>
  )
}

// A text in both languages is one value to a reader.
function TextOf({ value, path, ...shared }: Shared & { value: Text; path: Pointer }) {
  const { language } = useReader()
  const tongue = language === 'en' ? 'en' : 'zh'
  return (
    <Touch path={`${path}/${tongue}`} {...shared}>
      {value[tongue]}
    </Touch>
  )
}

function isText(value: object): value is Text {
  return Object.keys(value).length === 2 && 'zh' in value && 'en' in value
}

// Too long for one of several columns.
function isLong(value: unknown, printed: string | undefined): boolean {
  return Array.isArray(value) || (typeof value === 'object' && value !== null) || (printed ?? String(value)).length > 12
}

function isGroup(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Array.isArray(value) ? value.some(isGroup) : !isText(value)
}

function nameOf(name: string, language: string): string {
  const known = termNames[name]
  if (!known) return name
  return language === 'en' ? known[1] : known[0]
}
