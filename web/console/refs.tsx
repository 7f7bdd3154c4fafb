import type { AccountRef } from '../api/contract-money.ts'
import type { Pointer, VersionRef } from '../api/values.ts'
import { paths } from '../paths.ts'
import { type TextKey, type Translate, useText } from '../text/text.ts'
import { Icon } from '../ui/icon.tsx'
import { useSay } from '../ui/language.ts'
import { Go } from './go.tsx'

const clauses = [
  'parties',
  'scope',
  'integration',
  'fees',
  'revenueShare',
  'risk',
  'reserve',
  'settlement',
  'refunds',
  'limits',
  'monitoring',
  'serviceLevels',
  'marketing',
  'dataSharing',
  'term',
  'law',
] as const // prettier: one list

/** The name of a clause, or its own word when we have none. */
export function clauseName(t: Translate, clause: string): string {
  return (clauses as readonly string[]).includes(clause) ? t(`clause.${clause}` as TextKey) : clause
}

/** "Fees · 1" for /clauses/fees/rules/0. */
export function pointerName(t: Translate, path: Pointer): string {
  const [, , clause = '', ...rest] = path.split('/')
  const place = rest.find((part) => /^\d+$/.test(part))
  return place === undefined ? clauseName(t, clause) : `${clauseName(t, clause)} · ${Number(place) + 1}`
}

/** The clause that made an amount; leads to it in the signed version. */
export function ClauseLink({ path, version }: { path: Pointer | null; version: VersionRef | null }) {
  const t = useText()
  if (!path) return <span className="faint">—</span>
  const name = pointerName(t, path)
  if (!version) return <span title={path}>{name}</span>
  return (
    <Go
      to={paths.agreement({ id: version.agreement, version: version.version, path })}
      className="clause-link"
      title={path}
    >
      <Icon name="seal" size={12} />
      {name}
    </Go>
  )
}

/** "Agreement version 3", leading to it. */
export function VersionLink({ of }: { of: VersionRef }) {
  const t = useText()
  return (
    <Go to={paths.agreement({ id: of.agreement, version: of.version })} title={of.digest}>
      {t('version.number', { number: of.version })}
    </Go>
  )
}

/** An account by its kind and owner, leading to its entries. */
export function AccountLink({ of }: { of: AccountRef }) {
  const t = useText()
  const say = useSay()
  return (
    <Go to={paths.account(of)} className="account-link" title={t(`account.about.${of.kind}`)}>
      <span>{t(`account.${of.kind}`)}</span> <span className="faint">{say(of.owner.name)}</span>
    </Go>
  )
}
