import type { UseQueryResult } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { Refusal } from '../api/client.ts'
import { useText } from '../text/text.ts'
import { Icon, type IconName } from '../ui/icon.tsx'
import { useSay } from '../ui/language.ts'

/** Waits, shows what was answered, or says what went wrong and what can be done. */
export function Loaded<Reply>({
  ask,
  children,
  lines = 6,
}: {
  ask: UseQueryResult<Reply, Error>
  children: (reply: Reply) => ReactNode
  lines?: number
}) {
  const t = useText()
  if (ask.data !== undefined) return <>{children(ask.data)}</>
  if (ask.error) return <Trouble error={ask.error} again={() => void ask.refetch()} />
  return (
    <div className="panel waiting" role="status" aria-label={t('state.loading')}>
      <Skeleton active title={false} paragraph={{ rows: lines }} />
    </div>
  )
}

/** An error in the reader's language, with the request's number for whoever is asked for help. */
export function Trouble({ error, again }: { error: Error; again?: () => void }) {
  const t = useText()
  const say = useSay()
  const problem = error instanceof Refusal ? error.problem : null
  const silent = error instanceof Refusal && error.status === 0
  return (
    <div className="panel empty" role="alert">
      <span className="empty-mark empty-bad">
        <Icon name="alert" size={22} />
      </span>
      <strong>{problem ? say(problem) : t(silent ? 'state.silent' : 'state.broken')}</strong>
      {problem ? (
        <p className="faint figures">
          {problem.code} · {problem.request_id}
        </p>
      ) : (
        <p className="faint">{t('state.brokenHelp')}</p>
      )}
      {again ? <Button onClick={again}>{t('act.again')}</Button> : null}
    </div>
  )
}

/** Nothing here, why, and what to do next. */
export function Nothing({
  icon = 'search',
  title,
  help,
  children,
}: {
  icon?: IconName
  title: string
  help?: string
  children?: ReactNode
}) {
  return (
    <div className="empty">
      <span className="empty-mark">
        <Icon name={icon} size={22} />
      </span>
      <strong>{title}</strong>
      {help ? <p className="faint">{help}</p> : null}
      {children}
    </div>
  )
}
